using Pons.Devices;
using Pons.Devices.Replay;
using Pons.Formats;
using Pons.Simulation;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Sessions;

/// <summary>
/// Links to whatever an address names: a device of <see cref="DeviceProtocol.All"/>, a recording that is played again
/// (<c>file:PATH?speed=1&amp;stream=NAME&amp;block=N</c>), or a virtual subject (<c>twin://?seed=1&amp;skill=0.8&amp;rate=250&amp;block=10</c>).
/// Stateless.
/// </summary>
public static class SessionSources
{
    /// <summary>Name of the addresses of recordings.</summary>
    public const string FileProtocol = "file";

    /// <summary>Name of the addresses of virtual subjects.</summary>
    public const string TwinProtocol = "twin";

    /// <summary>Makes a link; nothing is connected yet.</summary>
    /// <param name="address">What to connect to.</param>
    /// <param name="clock">The clock of the host; the system's by default. Recordings and virtual subjects are paced by it.</param>
    /// <exception cref="DeviceException">The address has options that are not known, or wrong ones.</exception>
    /// <exception cref="SessionException">There is no such protocol, or the recording has no such stream.</exception>
    /// <exception cref="RecordingFormatException">The recording cannot be read.</exception>
    public static DeviceLink Open(DeviceAddress address, HostClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        clock ??= HostClock.System;
        return new(DriverOf(address, clock), clock);
    }

    private static DeviceDriver DriverOf(DeviceAddress address, HostClock clock) => address.Protocol switch
    {
        FileProtocol => OfRecording(address, clock),
        TwinProtocol => OfTwin(address, clock),
        _ => (DeviceProtocol.Find(address.Protocol) ?? throw Unknown(address)).Open(address, clock),
    };

    private static SessionException Unknown(DeviceAddress address) => new(
        $"'{address.Protocol}' is no protocol that Pons speaks.", "Without one there are no samples.",
        $"Give one of: {string.Join(", ", DeviceProtocol.All.Select(p => p.Name))}, {FileProtocol}, {TwinProtocol}.");

    private static SourceDriver OfRecording(DeviceAddress address, HostClock clock)
    {
        address.RequireOnly("speed", "stream", "block");
        var speed = address.Real("speed", 1, 0.001, 1000);
        var block = address.Number("block", 0, 0, 1_000_000);
        using (var recording = OpenFile(address)) _ = StreamOf(recording, address);
        return new(address, () => new RecordingPlayer(OpenFile(address), r => StreamOf(r, address), block, clock.Time, speed), clock);
    }

    private static Recording OpenFile(DeviceAddress address)
    {
        if (address.Path.Length > 0 && (File.Exists(address.Path) || Directory.Exists(address.Path))) return Recording.Open(address.Path);
        throw new SessionException($"There is no recording '{address.Path}'.", "It was to be played as a device.", "Check the path.");
    }

    private static RecordedStream StreamOf(Recording recording, DeviceAddress address)
    {
        var regular = recording.Streams.Where(s => s.Info.RateHz is not null && s.StoredCount > 0).ToList();
        var name = address.Option("stream", "");
        var found = name.Length == 0 ? regular : [.. regular.Where(s => s.Info.Name == name)];
        return found.Count == 1 || (found.Count > 1 && name.Length == 0) ? found[0] : throw new SessionException(
            $"'{recording.Header.File}' has no stream {(name.Length == 0 ? "at a constant rate" : $"'{name}'")}.",
            "Only such a stream can be played.",
            regular.Count == 0 ? "Give another recording." : $"It has: {string.Join(", ", regular.Select(s => s.Info.Name))}.");
    }

    private static SourceDriver OfTwin(DeviceAddress address, HostClock clock)
    {
        address.RequireOnly("seed", "skill", "rate", "block");
        var subject = VirtualSubject.Draw((ulong)address.Number("seed", 1, 0, int.MaxValue), skill: address.Real("skill", 0.8, 0, 1));
        var (rate, block) = (address.Real("rate", 250, 100, 20_000), address.Number("block", 10, 1, 100_000));
        return new(address, () => new TwinSource(subject, null, rate, block, clock.Time), clock);
    }

    /// <summary>A recording that is open as long as it is played.</summary>
    private sealed class RecordingPlayer : SignalSource
    {
        /// <summary>Blocks a second, when nothing else is asked for.</summary>
        private const int BlocksPerSecond = 25;

        private readonly Recording _recording;
        private readonly RecordingSource _source;

        public RecordingPlayer(Recording recording, Func<Recording, RecordedStream> choose, int block, TimeProvider pace, double speed)
        {
            _recording = recording;
            var stream = choose(recording);
            var samples = block > 0 ? block : Math.Max(1, (int)(stream.Info.RateHz!.Value * speed / BlocksPerSecond));
            _source = new(stream.Info, () => stream.ReadBlocks(samples), pace, speed);
        }

        public override StreamInfo Info => _source.Info;

        public override IAsyncEnumerable<SignalBlock> ReadAsync(CancellationToken cancellation = default) => _source.ReadAsync(cancellation);

        public override async ValueTask DisposeAsync()
        {
            await _source.DisposeAsync().ConfigureAwait(false);
            _recording.Dispose();
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
