using Pons.Streams;

namespace Pons.Devices.Merging;

/// <summary>One of the streams that a <see cref="MergedSource"/> brings together.</summary>
/// <param name="Source">Where its samples come from; belongs to the merged source from then on. Its rate must be regular.</param>
/// <param name="Map">
/// The map from its clock to the host's at present, such as <see cref="DeviceClock.Map"/>; <see langword="null"/> while nothing is known.
/// Called by the thread that reads the merged source.
/// </param>
public sealed record MergeInput(SignalSource Source, Func<ClockMap?> Map)
{
    /// <summary>A source whose times are on the host's clock already.</summary>
    public static MergeInput OnHost(SignalSource source)
    {
        var same = ClockMap.Through(new(ClockId.Host, 0), new(ClockId.Host, 0), 0, Duration.Zero);
        return new(source, () => same);
    }
}
