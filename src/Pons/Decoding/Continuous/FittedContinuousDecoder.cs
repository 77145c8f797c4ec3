using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>A continuous decoder that has learnt. Immutable; any number of runs may be started from it.</summary>
public abstract class FittedContinuousDecoder
{
    private protected FittedContinuousDecoder(ContinuousDecoder decoder, int unitCount, ImmutableArray<string> outputNames)
    {
        Decoder = decoder;
        UnitCount = unitCount;
        OutputNames = outputNames;
    }

    /// <summary>The hyper-parameters that it was fitted with.</summary>
    public ContinuousDecoder Decoder { get; }

    /// <summary>The number of units that it expects.</summary>
    public int UnitCount { get; }

    /// <summary>Names of what it gives, in order, such as x, y, vx, vy.</summary>
    public ImmutableArray<string> OutputNames { get; }

    /// <summary>
    /// Which bin an output describes, counted from the bin whose counts were given last: negative when it waits for later counts,
    /// positive when the cortex leads.
    /// </summary>
    public abstract int Shift { get; }

    /// <summary>Bins at the start of a run that give no output yet.</summary>
    public abstract int WarmUp { get; }

    /// <summary>Begins to decode a stream of bins.</summary>
    public abstract ContinuousRun Start();

    /// <summary>Decodes bins that follow one another, as one run would.</summary>
    /// <param name="counts">Spikes [bin × unit], more bins than <see cref="WarmUp"/>.</param>
    /// <returns>[bin − warm-up × output]; row r describes bin r + warm-up + shift.</returns>
    /// <exception cref="DecodingException">Another number of units, too few bins, or values that are not finite.</exception>
    public Matrix Decode(Matrix counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Rows <= WarmUp)
            throw new DecodingException(
                $"{Decoder.Name} was given {counts.Rows} bins.", $"Its first output comes after {WarmUp + 1}.", "Give more bins.");
        var outputs = new Matrix(counts.Rows - WarmUp, OutputNames.Length);
        var run = Start();
        for (int t = 0, row = 0; t < counts.Rows; t++)
            if (run.Step(counts.Row(t), outputs.Row(Math.Min(row, outputs.Rows - 1)))) row++;
        return outputs;
    }
}
