namespace Pons.Formats.NihonKohden;

/// <summary>A stretch of samples that were recorded without a pause.</summary>
/// <param name="SamplesAt">Where its samples begin, in bytes.</param>
/// <param name="Count">How many samples it holds.</param>
/// <param name="RateHz">Samples per second.</param>
/// <param name="Channels">Numbers of the electrodes in the order of the samples; a marker line follows them in each sample.</param>
/// <param name="Start">When the first sample was taken; null when that is no date.</param>
internal sealed record NihonKohdenBlock(long SamplesAt, long Count, double RateHz, int[] Channels, DateTime? Start)
{
    /// <summary>Whether the samples of another stretch are of the same kind.</summary>
    public bool IsLike(NihonKohdenBlock other) => RateHz == other.RateHz && Channels.AsSpan().SequenceEqual(other.Channels);
}
