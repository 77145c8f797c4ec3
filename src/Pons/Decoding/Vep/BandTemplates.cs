using System.Collections.Immutable;

namespace Pons.Decoding.Vep;

/// <summary>What a decoder by templates has learnt of one sub-band. Immutable.</summary>
internal abstract class BandTemplates
{
    /// <summary>How alike a signal is to each class, −1 to 1.</summary>
    /// <param name="signal">[channel × sample], of the length of training.</param>
    /// <param name="correlations">One value a class, overwritten.</param>
    /// <exception cref="DecodingException">Nothing of the signal changes.</exception>
    public abstract void Correlate(ReadOnlySpan<double> signal, Span<double> correlations);

    /// <summary>What it is made of again, in a fixed order; the names end with the given suffix.</summary>
    public abstract IEnumerable<ModelArray> Arrays(string suffix);

    /// <summary>Several arrays of one length as one.</summary>
    protected static ModelArray Stack(string name, double[][] rows, params ReadOnlySpan<int> shape) =>
        ModelArray.Of(name, rows.SelectMany(r => r).ToArray(), shape);

    /// <summary>The parts of a stacked array.</summary>
    protected static double[][] Unstack(ImmutableArray<double> values, int count) =>
        [.. Enumerable.Range(0, count).Select(i => values.AsSpan(i * (values.Length / count), values.Length / count).ToArray())];
}
