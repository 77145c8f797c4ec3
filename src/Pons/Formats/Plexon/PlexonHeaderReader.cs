using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pons.Formats.Plexon;

/// <summary>Reads the file header and those of the channels (Plexon, <em>PLX file structure</em>, versions 100 to 107).</summary>
internal sealed class PlexonHeaderReader
{
    public const uint Magic = 0x58454C50;

    private const int FileBytes = 7504, SpikeBytes = 1020, EventBytes = 296, SlowBytes = 296, NameBytes = 32, CommentBytes = 128;
    private const int FastestHz = 10_000_000, MostChannels = 100_000;

    private readonly string _name;
    private readonly byte[] _bytes;
    private readonly long _fileLength;

    private PlexonHeaderReader(string name, byte[] bytes, long fileLength) => (_name, _bytes, _fileLength) = (name, bytes, fileLength);

    public static PlexonSetup Read(Stream file, string name)
    {
        var length = file.Length;
        var fixedPart = new byte[Math.Min(FileBytes, length)];
        file.Position = 0;
        file.ReadExactly(fixedPart);
        var reader = new PlexonHeaderReader(name, fixedPart, length);
        var (spikes, events, slow) = reader.Counts();
        var all = FileBytes + (long)spikes * SpikeBytes + (long)events * EventBytes + (long)slow * SlowBytes;
        if (all > length)
            throw reader.Fault(140, $"{spikes} spike, {events} event and {slow} continuous channels need a header of {all} bytes; the file has {length}.");
        var bytes = new byte[all];
        file.Position = 0;
        file.ReadExactly(bytes);
        return new PlexonHeaderReader(name, bytes, length).Setup(spikes, events, slow);
    }

    private (int Spikes, int Events, int Slow) Counts()
    {
        if (_bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(_bytes) != Magic)
            throw Fault(0, "The file does not begin with PLEX.");
        if (_bytes.Length < FileBytes) throw Fault(_fileLength, $"The file ends inside its header of {FileBytes} bytes.");
        int Count(int at, string what) => Number(at) is >= 0 and <= MostChannels and var count ? count : throw Fault(at, $"The number of {what} channels is {Number(at)}.");
        return (Count(140, "spike"), Count(144, "event"), Count(148, "continuous"));
    }

    private PlexonSetup Setup(int spikes, int events, int slow)
    {
        var clock = Number(136);
        if (clock is <= 0 or > FastestHz) throw Fault(136, $"The clock has {clock} ticks a second.");
        var (eventsAt, slowAt) = (FileBytes + spikes * SpikeBytes, FileBytes + spikes * SpikeBytes + events * EventBytes);
        return new()
        {
            Version = Number(4),
            ClockHz = clock,
            SpikeChannels = Named(FileBytes, SpikeBytes, spikes, 2 * NameBytes),
            EventChannels = Named(eventsAt, EventBytes, events, NameBytes),
            SlowChannels = [.. Enumerable.Range(0, slow).Select(i => Slow(slowAt + i * SlowBytes))],
            DataOffset = slowAt + (long)slow * SlowBytes,
            StartTime = StartTime(),
            Fields = Fields(),
        };
    }

    private ImmutableDictionary<int, string> Named(int at, int bytes, int count, int numberAt)
    {
        var names = ImmutableDictionary.CreateBuilder<int, string>();
        for (var i = 0; i < count; i++)
        {
            var number = Number(at + i * bytes + numberAt);
            var name = Text(at + i * bytes, NameBytes);
            names.TryAdd(number, name.Length > 0 ? name : number.ToString(CultureInfo.InvariantCulture));
        }

        return names.ToImmutable();
    }

    private PlexonSlowChannel Slow(int at)
    {
        var (number, rate) = (Number(at + 32), Number(at + 36));
        if (rate is < 0 or > FastestHz) throw Fault(at + 36, $"Continuous channel '{Text(at, NameBytes)}' has {rate} samples a second.");
        return new(number, Text(at, NameBytes) is { Length: > 0 } name ? name : $"AD{number}", rate, Step(Number(at + 40), Number(at + 48)));
    }

    /// <summary>Millivolts of one step; before version 102 the preamplifier has a gain of 1000, before 103 the scale is ±5 V for 12 bits.</summary>
    private double Step(int gain, int preamplifierGain)
    {
        var version = Number(4);
        var (largest, bits) = version >= 103 ? (BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(206)), _bytes[203]) : (5000, 12);
        return largest / (Math.Pow(2, bits - 1) * gain * (version >= 102 ? preamplifierGain : 1000));
    }

    private DateTime? StartTime()
    {
        var (year, month, day, hour, minute, second) = (Number(160), Number(164), Number(168), Number(172), Number(176), Number(180));
        return year is >= 1980 and < 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified) : null;
    }

    private ImmutableArray<HeaderField> Fields()
    {
        var fields = new List<HeaderField> { new("version", Number(4).ToString(CultureInfo.InvariantCulture)) };
        void Add(string name, string value, bool isPersonal = false)
        {
            if (value.Length > 0) fields.Add(new(name, value, isPersonal));
        }

        Add("comment", Text(8, CommentBytes), isPersonal: true);
        Add("samples of a spike", Number(152).ToString(CultureInfo.InvariantCulture));
        if (Number(4) >= 106)
        {
            Add("acquiring software", Text(210, 18));
            Add("processing software", Text(228, 18));
        }

        return [.. fields];
    }

    private int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));

    private string Text(int at, int length)
    {
        var bytes = _bytes.AsSpan(at, length);
        var end = bytes.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }

    private RecordingFormatException Fault(long at, string what) =>
        new(_name, at, what, "The layout of the file follows from its header.", "Copy the file again from where it was recorded.");
}
