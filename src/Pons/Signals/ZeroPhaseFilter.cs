namespace Pons.Signals;

/// <summary>
/// Filters a whole recording forwards and then backwards, so that no frequency is delayed; the gain is that of the sections
/// squared. Needs the future, so it is for stored data only. Gustafsson, "Determining the initial states in forward-backward
/// filtering", IEEE Trans. Signal Process. 44, 1996, doi:10.1109/78.492552, discusses the start; here the ends are continued
/// by point reflection and each pass starts in the steady state of its first value, as SciPy's <c>sosfiltfilt</c> does.
/// </summary>
public static class ZeroPhaseFilter
{
    /// <summary>Filters every channel forwards and backwards. Safe to call from several threads.</summary>
    /// <param name="sections">The sections to apply, in order.</param>
    /// <param name="input">Values [sample × channel]; more samples than <see cref="PaddingSamples"/> says.</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">The recording is too short for the padding, or a length does not fit.</exception>
    public static void Apply(SecondOrderSections sections, ReadOnlySpan<double> input, Span<double> output, int channelCount) =>
        Apply(sections, input, output, channelCount, Lanes.Widest);

    /// <summary>
    /// Number of samples by which each end is continued: 3 (2 S + 1 − m), with S sections of which m have order one.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="sections"/> is null.</exception>
    public static int PaddingSamples(SecondOrderSections sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        var short1 = sections.Sections.Count(s => s.B2 == 0);
        var short2 = sections.Sections.Count(s => s.A2 == 0);
        return 3 * (2 * sections.Sections.Length + 1 - Math.Min(short1, short2));
    }

    internal static unsafe void Apply(
        SecondOrderSections sections, ReadOnlySpan<double> input, Span<double> output, int channelCount, int widestLanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireSameLength(input.Length, output.Length);
        BlockShape.RequireSameOrApart(input, output);
        var padding = PaddingSamples(sections);
        var sampleCount = BlockShape.SampleCount(input.Length, channelCount, nameof(input));
        if (sampleCount <= padding)
            throw new ArgumentException(
                $"{sampleCount} samples are too few: both ends are continued by {padding} samples. Use a longer recording or a lower order.",
                nameof(input));
        var (before, after) = (new double[padding * channelCount], new double[padding * channelCount]);
        EndReflection.Before(input, padding, channelCount, before);
        EndReflection.After(input, padding, channelCount, after);
        var cascade = new BiquadCascade(sections, channelCount, widestLanes);
        fixed (double* x = input, y = output, head = before, tail = after)
        {
            cascade.StartFrom(before);
            cascade.Run(head, head, padding, channelCount);
            cascade.Run(x, y, sampleCount, channelCount);
            cascade.Run(tail, tail, padding, channelCount);
            var (endOfTail, end) = ((padding - 1) * (nint)channelCount, (sampleCount - 1) * (nint)channelCount);
            cascade.StartFrom(after.AsSpan((int)endOfTail));
            cascade.Run(tail + endOfTail, tail + endOfTail, padding, -channelCount);
            cascade.Run(y + end, y + end, sampleCount, -channelCount);
        }
    }
}
