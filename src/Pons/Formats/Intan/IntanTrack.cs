using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Intan;

/// <summary>Where the samples of a section lie: in the blocks of one file, in one file of their own, or in a file for each channel.</summary>
internal sealed record IntanTrack
{
    public required IntanSection Section { get; init; }

    /// <summary>The channels that are there; a file of a channel may be missing.</summary>
    public required ImmutableArray<IntanChannel> Channels { get; init; }

    /// <summary>Whether the numbers stand in the blocks of the file with the header.</summary>
    public required bool IsBlock { get; init; }

    /// <summary>Samples of the amplifiers for one sample.</summary>
    public required int Divider { get; init; }

    public required SampleLayout Layout { get; init; }

    /// <summary>One list of runs, or one for each channel.</summary>
    public required ImmutableArray<ImmutableArray<SampleRun>> Columns { get; init; }

    public bool IsPacked => Section.IsDigital && Layout.Width == 1 && (IsBlock || IsShared);

    /// <summary>Whether one file holds all channels of the kind.</summary>
    public bool IsShared { get; init; }

    public long Rows => Columns[0].Sum(r => r.RowCount);

    /// <summary>The samples as a stream.</summary>
    public RecordedStream Open(
        string file, StreamInfo info, IntanTimeline timeline, ImmutableArray<RecordedMarker> markers, IntanSetup setup)
    {
        var segments = timeline.Segments(Divider, Rows, info.Clock);
        var own = markers.Select(m => m.On(info.Clock, info.RateHz!.Value)).ToImmutableArray();
        if (Section.Signal == IntanSignal.Stimulation)
            return new IntanCurrentStream(info, segments, own, Words(file, setup), setup.StimulationStep);
        if (IsPacked)
            return new IntanBitStream(info, segments, own, (LaidOutStream)Words(file, setup), [.. Channels.Select(c => c.NativeOrder & 15)], Details(setup));
        return Numbers(file, info, segments, own, Section.IsDigital ? null : Section.ScaleIn(IsBlock), setup);
    }

    /// <summary>The stored words without gaps and without scale.</summary>
    public RecordedStream Words(string file, IntanSetup setup)
    {
        var clock = new ClockId("words");
        var channels = Enumerable.Range(0, Columns.Length > 1 ? Columns.Length : Layout.Width).Select(i => new Channel($"{i}", ChannelKind.Unknown, ""));
        ImmutableArray<RecordedSegment> whole = Rows == 0 ? [] : [new(0, Rows, new(clock, 0))];
        return Numbers(file, new("words", [.. channels], setup.RateHz, clock), whole, [], null, setup);
    }

    private RecordedStream Numbers(
        string file, StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers, DigitalScale? scale, IntanSetup setup)
    {
        var line = scale is null ? (1, 0) : (scale.Gain, scale.Offset);
        var details = Details(setup);
        LaidOutStream Column(StreamInfo own, ImmutableArray<SampleRun> runs, ImmutableArray<RecordedChannel> ownDetails, int windowBytes) =>
            new(file, own, segments, markers, Layout, runs, [.. Enumerable.Repeat<(double, double)>(line, Layout.Width)])
            {
                Channels = ownDetails,
                Digital = scale is null ? [] : [.. Enumerable.Repeat(scale, Layout.Width)],
                WindowBytes = windowBytes,
            };
        if (Columns.Length == 1) return Column(info, Columns[0], details, 1 << 20);
        var share = Math.Max(1 << 12, (1 << 20) / Columns.Length);
        return new SideBySideStream(info, segments, markers,
            [.. Columns.Select((runs, i) => Column(info with { Channels = [info.Channels[i]] }, runs, [details[i]], share))]);
    }

    private ImmutableArray<RecordedChannel> Details(IntanSetup setup) => [.. Channels.Select(c => Detail(c, setup))];

    private RecordedChannel Detail(IntanChannel channel, IntanSetup setup)
    {
        var sensor = channel.NativeName == channel.Label ? "" : channel.NativeName;
        if (Section.Signal != IntanSignal.Amplifier) return new() { SourceLabel = channel.Label, Sensor = sensor };
        return new()
        {
            SourceLabel = channel.Label,
            Sensor = sensor,
            ImpedanceOhms = channel.ImpedanceOhms > 0 && double.IsFinite(channel.ImpedanceOhms) ? channel.ImpedanceOhms : null,
            HighPassHz = Finite(setup.HighPassHz),
            LowPassHz = Finite(setup.LowPassHz),
            NotchHz = setup.NotchHz,
            Filtering = setup.DigitalHighPassHz > 0 ? FormattableString.Invariant($"digital high-pass {setup.DigitalHighPassHz} Hz") : "",
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
