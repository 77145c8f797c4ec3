using System.Collections.Immutable;
using System.Globalization;
using Pons.Devices;
using Pons.Server.Live;
using Pons.Streams;

namespace Pons.Server.Devices;

/// <summary>Shows the signals of one device on the page <i>Live</i>, without a decoder, until somebody stops it.</summary>
internal sealed class LiveShow : SampleTap
{
    /// <summary>Values a second that a browser is asked to draw at most.</summary>
    public const double ValuesPerSecond = 2_000_000;

    private readonly LiveFeed _feed;
    private readonly DeviceLink _link;
    private readonly LiveSessionInfo _session;
    private readonly LiveCommands _commands;
    private long _next = -1;
    private long _reported;

    private LiveShow(LiveFeed feed, DeviceLink link, LiveSessionInfo session, LiveCommands commands)
    {
        (_feed, _link, _session, _commands) = (feed, link, session, commands);
        link.Add(this);
        _ = FollowAsync();
    }

    /// <summary>Whether it is this device that is shown now.</summary>
    public bool IsOn => ReferenceEquals(_feed.Session, _session) && _feed.State == LiveState.Running;

    /// <summary>Begins to show a device.</summary>
    /// <exception cref="ServerException">Another session runs, or the device's signals cannot be drawn.</exception>
    public static LiveShow Start(LiveFeed feed, ConnectedDevice device)
    {
        var stream = device.Watch.Stream!;
        if (stream.IsText || stream.Info.RateHz is not { } rate)
            throw new ServerException(
                $"'{stream.Info.Name}' is no signal of a fixed rate.", "Live draws signals.", "Choose another stream of the device.")
            { Code = ProblemCode.NotDrawable, Values = [stream.Info.Name] };
        if (rate * stream.Info.ChannelCount > ValuesPerSecond)
            throw new ServerException(
                FormattableString.Invariant($"'{stream.Info.Name}' has {rate * stream.Info.ChannelCount:N0} values a second."),
                FormattableString.Invariant($"A browser can draw about {ValuesPerSecond:N0}."), "Record it; everything is kept there.")
            {
                Code = ProblemCode.TooManyValues,
                Values = [stream.Info.Name, Count(rate * stream.Info.ChannelCount), Count(ValuesPerSecond)],
            };
        var commands = new LiveCommands();
        var session = feed.TryBegin(Describe(device, stream), commands) ?? throw new ServerException(
            "Another session runs.", "Live shows one session at a time.", "Stop that session first.")
        { Code = ProblemCode.AnotherRuns };
        return new(feed, device.Link, session, commands);
    }

    public override void Begin(DeviceStream stream)
    {
    }

    public override void Take(SampleRun run)
    {
        if (run.SampleCount == 0) return;
        var first = run.FirstSampleIndex;
        var missing = _next < 0 ? 0 : Math.Max(0, first - _next);
        _next = run.EndSampleIndex;
        var markers = run.Markers.Where(m => m.SampleIndex < run.EndSampleIndex).OrderBy(m => m.SampleIndex)
            .Select(m => m.SampleIndex < first ? m with { SampleIndex = first } : m);
        _feed.Block(_session, new(first, run.Time, run.Samples.ToArray(), run.ChannelCount, [.. markers], missing) { Arrival = run.Arrival });
        Report(run);
    }

    public override void End(Exception? fault) => Stop(fault is null ? "device disconnected" : "device failed");

    /// <summary>Shows the device no more.</summary>
    public void Stop(string reason)
    {
        _link.Remove(this);
        _feed.End(_session, reason);
        _commands.TryAsk(LiveCommand.Stop);
    }

    /// <summary>Tells once a second how many samples came.</summary>
    private void Report(SampleRun run)
    {
        if (run.Arrival.Nanoseconds - _reported < 1_000_000_000 || !IsOn) return;
        _reported = run.Arrival.Nanoseconds;
        var counts = _link.Counts;
        _feed.Latency([], counts.Received + counts.Missing, counts.Received, counts.Missing);
    }

    private async Task FollowAsync()
    {
        while (await _commands.TakeAsync().ConfigureAwait(false) != LiveCommand.Stop) { }

        Stop("stopped in the studio");
    }

    private static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static LiveSessionInfo Describe(ConnectedDevice device, DeviceStream stream) => new(
        stream.Info with { Channels = [.. stream.Info.Channels.Select(Placed)] }, "", ImmutableArray<Decoding.ClassLabel>.Empty, 0.5,
        device.IsVirtual ? "virtual subject" : device.IsEmulated ? $"{device.Title} (emulated)" : stream.Info.Name, "")
    {
        CanPause = false,
    };

    /// <summary>A channel that is named after a place of the 10-10 system stands there, where the device does not say.</summary>
    private static Channel Placed(Channel channel) =>
        channel.Position is null && ElectrodeName.TryParse(channel.Label, out var name) ? channel with { Position = name.Position } : channel;
}
