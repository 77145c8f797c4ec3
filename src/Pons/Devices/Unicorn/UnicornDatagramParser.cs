using System.Buffers.Binary;
using Pons.Streams;

namespace Pons.Devices.Unicorn;

/// <summary>
/// Reads datagrams of one sample each, float32. Seventeen values are taken as EEG 1–8 in µV, acceleration in g, rotation in °/s, battery in %,
/// counter and validation; other numbers of values have no names, and no counter unless the address names one.
/// </summary>
internal sealed class UnicornDatagramParser(DeviceAddress address) : DatagramParser
{
    public const int FullCount = 17, CounterAt = 15, LargestCount = 256;
    public const double RateHz = 250;
    private const long LargestExact = 1 << 24;
    private readonly string _counterOption = address.Option("counter", "");
    private DatagramOrder _order;
    private int _count;
    private int? _counterAt;
    private long _samples = -1;

    public override void Parse(ReadOnlySpan<byte> datagram, SampleOutput output)
    {
        var count = datagram.Length / 4;
        if (datagram.Length % 4 != 0 || count is 0 or > LargestCount || (_count != 0 && count != _count))
        {
            output.Note(DeviceNoticeKind.Garbage, datagram.Length);
            return;
        }

        if (_count == 0) Begin(count, output);
        var counter = Count(datagram, output);
        _order.Take(counter, output.Device);
        var row = output.Add(counter);
        for (var i = 0; i < count; i++) row[i] = BinaryPrimitives.ReadSingleLittleEndian(datagram[(4 * i)..]);
    }

    public static StreamInfo Info(DeviceAddress address, int count) => new(
        "Unicorn", [.. count == FullCount ? Named() : Enumerable.Range(1, count).Select(c => new Channel($"Value{c}", ChannelKind.Unknown, ""))],
        address.Real("rate", RateHz, 1, 100_000), new(address.ToString()));

    private static IEnumerable<Channel> Named() =>
    [
        .. Enumerable.Range(1, 8).Select(c => new Channel($"EEG{c}")),
        .. "XYZ".Select(a => new Channel($"Accel{a}", ChannelKind.Other, "g")),
        .. "XYZ".Select(a => new Channel($"Gyro{a}", ChannelKind.Other, "deg/s")),
        new("Battery", ChannelKind.Other, "%"), new("Counter", ChannelKind.Other, ""), new("Validation", ChannelKind.Other, ""),
    ];

    private void Begin(int count, SampleOutput output)
    {
        _count = count;
        _counterAt = _counterOption switch
        {
            "none" => null,
            "" => count == FullCount ? CounterAt : null,
            _ => address.Number("counter", CounterAt, 0, count - 1),
        };
        output.Begin(new(Info(address, count))
        {
            CountsSamples = _counterAt is not null,
            CountsAcrossConnections = _counterAt is not null,
            TransportDelay = (Duration.Zero, Duration.FromSeconds(0.1)), // Bluetooth sends again what was not heard
        });
        if (_counterAt is null)
            output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.NoCounter, "the datagrams have no counter: a lost one is not seen.");
    }

    private long Count(ReadOnlySpan<byte> datagram, SampleOutput output)
    {
        if (_counterAt is not { } at) return ++_samples;
        var value = BinaryPrimitives.ReadSingleLittleEndian(datagram[(4 * at)..]);
        if (!(value >= 0 && value == MathF.Floor(value) && value <= LargestExact))
            throw new DeviceException(
                output.Device, FormattableString.Invariant($"value {at} of a datagram is {value}, which is no counter."),
                "Without the counter losses cannot be seen.",
                "Choose the counter in Unicorn UDP, or give its place: ?counter=15, or ?counter=none.")
            { IsFinal = true, Code = DeviceFaultCode.Settings };
        if (value < LargestExact) return _samples = (long)value;
        if (_samples < LargestExact)
            output.Note(DeviceNoticeKind.Fault, DeviceFaultCode.CounterTooLarge,
                "the counter is too large for a 32-bit float: from here on a lost datagram is not seen.");
        return ++_samples;
    }
}
