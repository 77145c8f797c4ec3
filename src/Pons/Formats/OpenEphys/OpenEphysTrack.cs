using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.OpenEphys;

/// <summary>One stream of an experiment, through all its recordings.</summary>
internal sealed record OpenEphysTrack(string Name, OpenEphysContinuous Description, List<OpenEphysPart> Parts)
{
    public long Rows => Parts.Sum(p => p.Rows);

    public ImmutableArray<Channel> Channels(List<string> warnings) =>
        [.. ChannelNaming.Channels([.. Description.Channels.Select(c => (c.Name, ScaleOf(c)))], warnings)
            .Zip(Description.Channels, (channel, source) => channel with { Kind = KindOf(source.Name) ?? channel.Kind })];

    private static ChannelKind? KindOf(string name) =>
        name.Contains("ADC", StringComparison.Ordinal) || name.Contains("AUX", StringComparison.Ordinal) ? ChannelKind.Other
        : name.Contains("SYNC", StringComparison.Ordinal) ? ChannelKind.Trigger : null;

    private static DigitalScale ScaleOf(OpenEphysChannel channel) => new(
        short.MinValue * channel.BitVolts, short.MaxValue * channel.BitVolts, short.MinValue, short.MaxValue, channel.UnitText);

    public LaidOutStream Open(StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
    {
        var scales = Description.Channels.Select(ScaleOf).ToImmutableArray();
        return new(Name, info, segments, markers, SampleLayout.Interleaved(SampleType.Int16, false, Description.ChannelCount),
            [.. Parts.Where(p => p.Rows > 0).Select(p => SampleRun.Whole(p.File, 0, p.Rows, 2 * Description.ChannelCount))],
            [.. scales.Select(s => s.IsUsable ? (s.Gain, 0.0) : (1, 0))])
        {
            Channels = [.. Description.Channels.Select(c => new RecordedChannel { SourceLabel = c.Name, Sensor = c.Description })],
            Digital = scales,
        };
    }
}
