using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.Neuroscan;

/// <summary>What the samples of a connection are. Immutable.</summary>
/// <param name="Dialect">Which of the two protocols.</param>
/// <param name="Channels">Channels in the order of the wire; those of kind trigger carry event codes.</param>
/// <param name="RateHz">Samples per second.</param>
/// <param name="ValueBytes">Bytes of a value: 2 or 4.</param>
/// <param name="Microvolts">µV of one step of a channel of signal; 1 for floats.</param>
public sealed record NeuroscanLayout(
    NeuroscanDialect Dialect, ImmutableArray<Channel> Channels, int RateHz, int ValueBytes, float Microvolts)
{
    private const int MostChannels = 4096, MostRate = 1_000_000, ChannelBytes = 144, LabelBytes = 80;
    private const int TriggerType = 3;

    /// <summary>Bytes of one sample of all channels.</summary>
    public int FrameBytes => Channels.Length * ValueBytes;

    /// <summary>The stream that is handed on.</summary>
    /// <param name="clock">Name of the device's clock.</param>
    public DeviceStream Stream(ClockId clock) => new(new(Dialect == NeuroscanDialect.Acquire ? "Neuroscan" : "Curry 8", Channels, RateHz, clock))
    {
        CountsSamples = Dialect == NeuroscanDialect.Curry8,
    };

    /// <summary>Reads Acquire's basic info: size, channels, event channels, samples a block, rate, bytes a value, µV a step, little endian.</summary>
    /// <param name="body">Body of the message.</param>
    /// <param name="device">The device, for messages.</param>
    /// <exception cref="DeviceException">It is none.</exception>
    public static NeuroscanLayout OfAcquire(ReadOnlySpan<byte> body, string device)
    {
        if (body.Length < 28) throw Wrong(device, NeuroscanDialect.Acquire, $"the basic info has {body.Length} bytes, not 28");
        var (eeg, events) = (Int(body, 4), Int(body, 8));
        var (rate, depth, microvolts) = (Int(body, 16), Int(body, 20), BinaryPrimitives.ReadSingleLittleEndian(body[24..]));
        RequireCounts(device, NeuroscanDialect.Acquire, eeg, events, rate);
        if (depth is not (2 or 4)) throw Wrong(device, NeuroscanDialect.Acquire, $"a value has {depth} bytes, not 2 or 4");
        if (!(microvolts > 0 && float.IsFinite(microvolts))) throw Wrong(device, NeuroscanDialect.Acquire, $"one step is {microvolts} µV");
        ImmutableArray<Channel> channels =
            [.. Enumerable.Range(1, eeg).Select(c => new Channel($"Ch{c}")), .. Enumerable.Range(1, events).Select(Event)];
        return new(NeuroscanDialect.Acquire, channels, rate, depth, microvolts);
    }

    /// <summary>Reads Curry's basic info (size, channels, rate, bytes a value) and its list of channels.</summary>
    /// <param name="info">Body of the basic info.</param>
    /// <param name="list">Body of the list of channels: 144 bytes each, with the label in UTF-16 and the kind.</param>
    /// <param name="device">The device, for messages.</param>
    /// <exception cref="DeviceException">They are none.</exception>
    public static NeuroscanLayout OfCurry(ReadOnlySpan<byte> info, ReadOnlySpan<byte> list, string device)
    {
        if (info.Length < 16) throw Wrong(device, NeuroscanDialect.Curry8, $"the basic info has {info.Length} bytes, not 16 or more");
        var (count, rate) = (Int(info, 4), Int(info, 8));
        RequireCounts(device, NeuroscanDialect.Curry8, count, 0, rate);
        if (list.Length != count * ChannelBytes)
            throw Wrong(device, NeuroscanDialect.Curry8, $"the list of {count} channels has {list.Length} bytes, not {count * ChannelBytes}");
        var channels = ImmutableArray.CreateBuilder<Channel>(count);
        for (var c = 0; c < count; c++) channels.Add(CurryChannel(list.Slice(c * ChannelBytes, ChannelBytes), c));
        return new(NeuroscanDialect.Curry8, channels.MoveToImmutable(), rate, sizeof(float), 1);
    }

    private static Channel Event(int number) => new(number == 1 ? "Trigger" : $"Trigger {number}", ChannelKind.Trigger, "");

    private static Channel CurryChannel(ReadOnlySpan<byte> entry, int number)
    {
        var label = Encoding.Unicode.GetString(entry.Slice(4, LabelBytes));
        var end = label.IndexOf('\0', StringComparison.Ordinal);
        label = (end < 0 ? label : label[..end]).Trim();
        if (label.Length == 0) label = $"Ch{number + 1}";
        return Int(entry, 4 + LabelBytes) == TriggerType ? new(label, ChannelKind.Trigger, "") : new(label);
    }

    private static void RequireCounts(string device, NeuroscanDialect dialect, int channels, int events, int rate)
    {
        if (channels is < 1 or > MostChannels || events is < 0 or > 64)
            throw Wrong(device, dialect, $"it announces {channels} channels and {events} for events");
        if (rate is < 1 or > MostRate) throw Wrong(device, dialect, $"it announces {rate} samples a second");
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static DeviceException Wrong(string device, NeuroscanDialect dialect, string what) =>
        NeuroscanMessage.Broken(device, dialect, what + ".");
}
