using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.FieldTrip;

/// <summary>
/// Reads a FieldTrip buffer as a client: waits for more, gets it, from the sample that was the newest when it first connected. The place is
/// kept over connections: samples are numbered by the buffer, so that what was overwritten before it could be read is a gap of known length.
/// </summary>
internal sealed class FieldTripDriver(DeviceAddress address, HostClock clock) : DeviceDriver(address)
{
    private const int MostBytesAtOnce = 1 << 20, DataFixedBytes = 16;
    private const uint WaitMilliseconds = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private byte[] _widened = [];
    private long _next = -1;
    private long _nextEvent;
    private long _first;

    private string Device => Address.ToString();

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var client = await TcpConnection.OpenAsync(Address, FieldTripServer.UsualPort, clock.Time, cancellation).ConfigureAwait(false);
        using var silence = new CancellationTokenSource(Patience, clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        try
        {
            await ReadAsync(new(client.GetStream(), Device), output, silence, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceException(
                Device, FormattableString.Invariant($"no new sample came for {Patience.TotalSeconds} s."),
                "The buffer is there, but nobody may be putting samples into it.",
                "Check the program that records into the buffer.")
            { Code = DeviceFaultCode.Silent, Values = [Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)] };
        }
    }

    private async Task ReadAsync(FieldTripSession session, SampleOutput output, CancellationTokenSource silence, CancellationToken stop)
    {
        var header = await BeginAsync(session, output, stop).ConfigureAwait(false);
        while (true)
        {
            if (!await session.WaitAsync(_next, _nextEvent, WaitMilliseconds, stop).ConfigureAwait(false) || session.Body.Length < 8)
                throw Restarted("the buffer has no header any more");
            var (samples, events) = (session.Word(0), session.Word(4));
            if (samples < _next || events < _nextEvent) throw Restarted($"the buffer counts {samples} samples after {_next}");
            if (samples > _next) silence.CancelAfter(Patience);
            while (_next < samples) await ReadSamplesAsync(session, header, samples, output, stop).ConfigureAwait(false);
            if (events > _nextEvent && _next > _first) await ReadEventsAsync(session, events, output, stop).ConfigureAwait(false);
            output.Flush();
        }
    }

    private async Task<FieldTripHeader> BeginAsync(FieldTripSession session, SampleOutput output, CancellationToken stop)
    {
        if (!await session.AskHeaderAsync(stop).ConfigureAwait(false))
            throw new DeviceException(
                Device, "the buffer has no header.", "Nobody has begun to record into it, so its channels and rate are not known.",
                "Start the program that records into the buffer, then connect again.");
        var header = FieldTripHeader.Read(session.Body) ?? throw FieldTripMessage.Broken(Device, $"a header of {session.Body.Length} bytes is none.");
        var (samples, events) = (session.Word(4), session.Word(8));
        if (_next < 0) (_first, _next, _nextEvent) = (samples, samples, events);
        else if (samples < _next) (_first, _next, _nextEvent) = (0, 0, 0);
        else if (events < _nextEvent) _nextEvent = 0;
        output.Arrive(clock.Now);
        output.Begin(StreamOf(header));
        return header;
    }

    private DeviceStream StreamOf(FieldTripHeader header)
    {
        ImmutableArray<Channel> channels = [.. header.Names.Select(n => new Channel(n))];
        return new(new("FieldTrip", channels, header.RateHz > 0 ? header.RateHz : null, new(Device)))
        {
            CountsAcrossConnections = true,
            SampleType = header.Resolutions.IsEmpty ? FieldTripValues.Kept(header.Type) : SampleType.Float32,
        };
    }

    private async ValueTask ReadSamplesAsync(FieldTripSession session, FieldTripHeader header, long end, SampleOutput output, CancellationToken stop)
    {
        var last = Math.Min(end, _next + Math.Max(1, MostBytesAtOnce / header.FrameBytes)) - 1;
        if (await session.AskAsync(FieldTripCommand.GetData, _next, last, stop).ConfigureAwait(false))
        {
            Take(session.Body, header, (int)(last - _next + 1), output);
            return;
        }

        _next = await OldestAsync(session, FieldTripCommand.GetData, _next, end, stop).ConfigureAwait(false);
    }

    private void Take(ReadOnlySpan<byte> body, FieldTripHeader header, int count, SampleOutput output)
    {
        if (body.Length != DataFixedBytes + count * header.FrameBytes)
            throw FieldTripMessage.Broken(
                Device, $"{count} samples of {header.ChannelCount} channels came in {body.Length} bytes, "
                + $"not {DataFixedBytes + count * header.FrameBytes}.");
        output.Arrive(clock.Now);
        var values = body[DataFixedBytes..];
        if (!header.Resolutions.IsEmpty) Scale(header, values, output.Add(_next, count));
        else if (FieldTripValues.IsKeptAsIs(header.Type)) output.AddExact(_next, values);
        else output.AddExact(_next, Widened(header.Type, values));
        _next += count;
    }

    private static void Scale(FieldTripHeader header, ReadOnlySpan<byte> values, Span<float> into)
    {
        var width = FieldTripValues.Width((uint)header.Type);
        for (var i = 0; i < into.Length; i++)
            into[i] = (float)(FieldTripValues.Number(header.Type, values.Slice(i * width, width)) * header.Resolutions[i % header.ChannelCount]);
    }

    private ReadOnlySpan<byte> Widened(FieldTripType type, ReadOnlySpan<byte> values)
    {
        if (_widened.Length < 2 * values.Length) _widened = new byte[2 * values.Length];
        return _widened.AsSpan(0, FieldTripValues.Widen(type, values, _widened));
    }

    private async ValueTask ReadEventsAsync(FieldTripSession session, long end, SampleOutput output, CancellationToken stop)
    {
        if (!await session.AskAsync(FieldTripCommand.GetEvents, _nextEvent, end - 1, stop).ConfigureAwait(false))
        {
            var oldest = await OldestAsync(session, FieldTripCommand.GetEvents, _nextEvent, end, stop).ConfigureAwait(false);
            output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.EventsOverwritten,
                $"{oldest - _nextEvent} events were overwritten in the buffer before they could be read", oldest - _nextEvent);
            _nextEvent = oldest;
            if (_nextEvent >= end || !await session.AskAsync(FieldTripCommand.GetEvents, _nextEvent, end - 1, stop).ConfigureAwait(false)) return;
        }

        Mark(session.Body, output);
        _nextEvent = end;
    }

    private void Mark(ReadOnlySpan<byte> body, SampleOutput output)
    {
        while (body.Length > 0)
        {
            if (FieldTripEvent.Read(body, out var length) is not { } happened)
                throw FieldTripMessage.Broken(Device, $"{body.Length} bytes are no event.");
            body = body[length..];
            var sample = (long)happened.Sample + happened.Offset;
            var duration = output.Stream!.Info.RateHz is { } rate && happened.Duration > 0 ? Duration.OfSamples(happened.Duration, rate)
                : Duration.Zero;
            if (sample >= _first) output.Mark(sample, happened.Label, duration);
            else output.Note(DeviceNoticeKind.Note, DeviceFaultCode.EventTooEarly,
                $"the event {happened.Label} belongs to sample {sample}, before the first one that was read", 0, happened.Label, $"{sample}");
        }
    }

    /// <summary>The oldest sample or event that is still there: those before are not, those behind are.</summary>
    private static async ValueTask<long> OldestAsync(FieldTripSession session, ushort command, long first, long end, CancellationToken stop)
    {
        var (gone, there) = (first, end);
        while (there - gone > 1)
        {
            var middle = gone + (there - gone) / 2;
            if (await session.AskAsync(command, middle, middle, stop).ConfigureAwait(false)) there = middle;
            else gone = middle;
        }

        return there;
    }

    private DeviceException Restarted(string what) =>
        new(Device, $"{what}.", "Whoever records into the buffer began anew; samples may be missing.", "Nothing: it is connected again.");
}
