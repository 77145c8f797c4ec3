namespace Pons.Decoding.Vep;

/// <summary>
/// Where in a trial the events of a code lie. An event is a flash, from one dark bit to the next; flashes of different lengths evoke
/// different responses, so every length that occurs in the codes is a kind of event of its own (Thielen and others 2015).
/// </summary>
internal sealed class CodeStructure
{
    private readonly int[] _lengths;
    private readonly double _bitRateHz;
    private readonly double _rateHz;

    /// <summary>The structure of codes.</summary>
    /// <param name="codes">Bits of each class, light 1 and dark 0.</param>
    /// <param name="bitRateHz">Bits in a second.</param>
    /// <param name="rateHz">Samples in a second.</param>
    /// <param name="responseSamples">Samples that a response lasts.</param>
    public CodeStructure(IEnumerable<double[]> codes, double bitRateHz, double rateHz, int responseSamples)
    {
        (_bitRateHz, _rateHz, ResponseSamples) = (bitRateHz, rateHz, responseSamples);
        _lengths = [.. codes.SelectMany(c => Flashes(c, 2 * c.Length).Select(f => f.Length)).Distinct().Order()];
    }

    /// <summary>Samples that a response lasts.</summary>
    public int ResponseSamples { get; }

    /// <summary>Rows of a structure: kinds of events × samples of a response.</summary>
    public int RowCount => _lengths.Length * ResponseSamples;

    /// <summary>
    /// The events of a code within a trial. The structure matrix [kind · lag × sample] is 1 in row <c>Row + lag</c> of sample
    /// <c>Onset + lag</c>.
    /// </summary>
    /// <param name="code">Bits, repeated for as long as the trial lasts; the screen is dark before the trial.</param>
    /// <param name="sampleCount">Samples of the trial.</param>
    /// <returns>Row and sample of the beginning of each event, and samples of its response within the trial.</returns>
    public IEnumerable<(int Row, int Onset, int Samples)> Events(double[] code, int sampleCount)
    {
        foreach (var (first, length) in Flashes(code, (int)Math.Ceiling(sampleCount * _bitRateHz / _rateHz)))
        {
            var kind = Array.BinarySearch(_lengths, length);
            // A flash that the end of the trial cuts off is taken for the longest that it may already be.
            if (kind < 0) kind = Math.Max(0, ~kind - 1);
            var onset = (int)Math.Round(first * _rateHz / _bitRateHz);
            if (onset < sampleCount) yield return (kind * ResponseSamples, onset, Math.Min(ResponseSamples, sampleCount - onset));
        }
    }

    // First bit and length of every run of light bits; a run is followed to its end even where it lies behind the last bit asked for.
    private static IEnumerable<(int First, int Length)> Flashes(double[] code, int bits)
    {
        for (var bit = 0; bit < bits; bit++)
        {
            if (code[bit % code.Length] == 0 || (bit > 0 && code[(bit - 1) % code.Length] != 0)) continue;
            var length = 1;
            while (length < code.Length && code[(bit + length) % code.Length] != 0) length++;
            yield return (bit, length);
        }
    }
}
