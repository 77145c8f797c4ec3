using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Devices.Zmtp;
using Pons.Streams;

namespace Pons.Devices.OpenEphys;

/// <summary>
/// Reads what the Falcon Output plug-in publishes: one FlatBuffer <c>ContinuousData</c> a block, all channels one after the other. Event
/// codes become markers where they change, when there is one a sample. When the sample number steps back, acquisition was started again.
/// </summary>
internal sealed class FalconParser(string streamName, ClockId clock) : ZmtpParser(LargestMessage)
{
    public const int Samples = 0, EventCodes = 1, StreamName = 2, ChannelCount = 3, SampleCount = 4, SampleNumber = 5, RateHz = 8;
    public const int LargestMessage = 32 << 20;
    private DeviceStream? _stream;
    private byte[] _name = Encoding.UTF8.GetBytes(streamName);
    private long _end;
    private int _code = -1;

    protected override void Message(ReadOnlySpan<byte> bytes, ReadOnlySpan<Range> frames, SampleOutput output)
    {
        try
        {
            Read(new FlatTable(bytes[frames[^1]]), output);
        }
        catch (InvalidDataException fault)
        {
            throw Broken(output, $"it sent {fault.Message}.");
        }
    }

    private void Read(FlatTable table, SampleOutput output)
    {
        var name = table.Vector(StreamName, 1);
        if (_name.Length == 0) _name = name.ToArray();
        if (!name.SequenceEqual(_name)) return;
        var (channels, count, first) = (table.UInt32(ChannelCount), table.UInt32(SampleCount), unchecked((long)table.UInt64(SampleNumber)));
        var values = table.Vector(Samples, 4);
        if (channels is 0 or > OpenEphysChannels.LargestCount || count == 0 || values.Length != channels * (long)count * 4)
            throw Broken(output, $"a block announces {channels} × {count} samples and holds {values.Length / 4}.");
        Begin(table.UInt32(RateHz), (int)channels, first, output);
        Transpose(MemoryMarshal.Cast<byte, float>(values), (int)channels, (int)count, output.Add(first, (int)count));
        _end = first + count;
        var codes = table.Vector(EventCodes, 2);
        for (var i = 0; codes.Length == 2 * count && i < count; i++)
            Code(first + i, BinaryPrimitives.ReadUInt16LittleEndian(codes[(2 * i)..]), output);
    }

    private void Begin(uint rate, int channels, long first, SampleOutput output)
    {
        if (rate is 0 or > 1_000_000) throw Broken(output, $"the sampling rate is {rate}.");
        if (_stream is not { } known || known.Info.ChannelCount != channels || known.Info.RateHz != rate)
        {
            var name = _name.Length == 0 ? "Open Ephys" : Encoding.UTF8.GetString(_name);
            _stream = new(new(name, [.. Enumerable.Range(1, channels).Select(c => new Channel($"CH{c}", ChannelKind.Ieeg))], rate, clock))
            {
                Type = "ePhys",
                CountsAcrossConnections = true,
            };
        }
        else if (first >= _end) return;
        output.Begin(_stream);
    }

    private static void Transpose(ReadOnlySpan<float> values, int channels, int count, Span<float> into)
    {
        for (var c = 0; c < channels; c++)
            for (var i = 0; i < count; i++)
                into[i * channels + c] = values[c * count + i];
    }

    private void Code(long sample, int code, SampleOutput output)
    {
        if (code == _code) return;
        if (_code >= 0) output.Mark(sample, FormattableString.Invariant($"code {code}"));
        _code = code;
    }

    private static DeviceException Broken(SampleOutput output, string what) => new(
        output.Device, what, "The bytes are no block of samples.", "Check that the port is that of the Falcon Output plug-in, 3335 by default.");
}
