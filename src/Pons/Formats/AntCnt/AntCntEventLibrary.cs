using System.Buffers.Binary;
using System.Text;

namespace Pons.Formats.AntCnt;

/// <summary>Reads a library of events (<c>.evt</c>): objects with their class names, written one after the other.</summary>
internal sealed class AntCntEventLibrary
{
    private const int HeaderBytes = 24, VersionAt = 12;

    private readonly byte[] _bytes;
    private readonly string _name;
    private int _at;
    private int _version;

    private AntCntEventLibrary(byte[] bytes, string name) => (_bytes, _name) = (bytes, name);

    /// <summary>The events of a file; stops at what is not described, and says so.</summary>
    public static List<AntCntEvent> Read(Stream file, string name, List<string> warnings)
    {
        var library = new AntCntEventLibrary(StoredBytes.Read(file, name, 0, file.Length, "library of events"), name);
        var events = new List<AntCntEvent>();
        try
        {
            library.ReadInto(events);
        }
        catch (RecordingFormatException e)
        {
            warnings.Add($"Of the events of '{name}' only the first {events.Count} are read. {e.What}");
        }

        return events;
    }

    private void ReadInto(List<AntCntEvent> events)
    {
        _version = BinaryPrimitives.ReadInt32LittleEndian(Take(HeaderBytes)[VersionAt..]);
        if (Class() is not "class dcEventsLibrary_c" and var library)
            throw Fault($"The file holds '{library}' instead of a library of events.");
        Text();
        for (var left = UInt32(); left > 0; left--) events.Add(Event(Class()));
    }

    private AntCntEvent Event(string type)
    {
        var common = Common();
        switch (type)
        {
            case "class dcEpochEvent_c":
                if (_version < 33) Take(4);
                return common;
            case "class dcEventMarker_c":
                var channel = Channel();
                var description = Text();
                if (_version >= 35) Take(_version >= 103 ? 5 : 2);
                return common with { Channel = channel, Description = description.Length > 0 ? description : common.Description };
            case "class dcArtefactEvent_c":
                channel = Channel();
                description = _version >= 174 ? Text() : "";
                return common with { Channel = channel, Description = description.Length > 0 ? description : common.Description };
            default:
                throw Fault($"Events of the '{type}' are not described.");
        }
    }

    /// <summary>What all events have.</summary>
    private AntCntEvent Common()
    {
        Take(4 + 16);
        Class();
        var name = Text();
        if (_version >= 78) Text();
        Take(4 + 4 + 1);
        var duration = Double();
        Double();
        var time = new AntCntDate(Double(), Double());
        if (_version is >= 11 and < 19) throw Fault($"Events of version {_version} are not described.");
        var read = new AntCntEvent { Name = name, Time = time, DurationSeconds = double.IsFinite(duration) ? duration : 0 };
        if (_version < 19) return read;
        for (var left = UInt32(); left > 0; left--) read = Described(read);
        return read;
    }

    private AntCntEvent Described(AntCntEvent read)
    {
        var name = Text();
        var value = Variant();
        Text();
        return (name, value) switch
        {
            ("EventCode", int code) => read with { Code = code },
            ("Condition", string condition) => read with { Condition = condition },
            ("Name:", string description) => read with { Description = description },
            ("Impedance", float[] kilohms) => read with { ImpedancesKilohms = kilohms },
            _ => read,
        };
    }

    private object? Variant()
    {
        const int Array = 0x2000, Reference = 0x4000, Single = 4;
        var type = (int)BinaryPrimitives.ReadInt16LittleEndian(Take(2));
        if (type is 0 or 1) return null;
        if (type is >= 2 and <= 5 or 8) return Simple(type);
        if ((type & (Array | Reference)) == 0) throw Fault($"A value has the type {type}, which is not described.");
        // The type of the elements comes with a value of its own that means nothing.
        var element = (int)BinaryPrimitives.ReadInt16LittleEndian(Take(2));
        if (element != Single) throw Fault($"An array has elements of type {element}, which are not described.");
        Simple(element);
        var bytes = Take(UInt32() * 4L);
        var values = new float[bytes.Length / 4];
        for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]);
        return values;
    }

    private object Simple(int type) => type switch
    {
        2 => (int)BinaryPrimitives.ReadInt16LittleEndian(Take(2)),
        3 => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        4 => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
        5 => Double(),
        _ => Encoding.Unicode.GetString(Take(UInt32())).TrimEnd('\0'),
    };

    /// <summary>The active electrode; the reference follows.</summary>
    private string Channel()
    {
        var active = Text();
        Text();
        return active;
    }

    /// <summary>A tag, and behind −1 the name of a class.</summary>
    private string Class() => BinaryPrimitives.ReadInt32LittleEndian(Take(4)) == -1 ? Text() : "";

    /// <summary>A length of one byte, or of two, four or eight where all bits of the shorter are set, and the letters.</summary>
    private string Text()
    {
        long length = Take(1)[0];
        if (length == byte.MaxValue) length = BinaryPrimitives.ReadUInt16LittleEndian(Take(2));
        if (length == ushort.MaxValue) length = UInt32();
        if (length == uint.MaxValue) length = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
        return StoredText.Field(Take(length));
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _bytes.Length - _at)
            throw Fault($"The file ends inside an event: {count} bytes would follow byte {_at} of {_bytes.Length}.");
        var taken = _bytes.AsSpan(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private RecordingFormatException Fault(string what) =>
        new(_name, _at, what, "Where the next event begins is unknown.", "Export the events again.");
}
