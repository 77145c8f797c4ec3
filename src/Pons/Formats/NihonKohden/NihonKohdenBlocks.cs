using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Pons.Formats.NihonKohden;

/// <summary>Follows the tables of a file: device block, control blocks, data blocks.</summary>
internal sealed class NihonKohdenBlocks(Stream file, string name, List<string> warnings)
{
    /// <summary>The device whose files hold more channels, in a chain of further blocks.</summary>
    public const string Extended = "EEG-1200A V01.00";

    public const int ControlNameAt = 0x81, ControlTableAt = 0x92;

    private const int ExtensionAt = 0x3EE, EntryBytes = 20, DataHeadBytes = 0x27, ChannelBytes = 10, MaxEntries = 255;

    /// <summary>Every stretch of samples in the order of the tables.</summary>
    public List<NihonKohdenBlock> Read()
    {
        var head = StoredBytes.Read(file, name, 0, ControlTableAt, "device block");
        if (Encoding.Latin1.GetString(head, 0, 16) == Extended && AddressAt(ExtensionAt) > 0) return [ReadExtended()];
        var blocks = new List<NihonKohdenBlock>();
        foreach (var control in Addresses(0x91, ControlTableAt, "control block"))
            foreach (var data in Addresses(control + 17, control + 18, "data block"))
                blocks.Add(ReadData(data));
        if (blocks.Count == 0)
            throw new RecordingFormatException(name, 0x91, "The tables of the file name no data block.", "There are no samples.",
                "Copy the file again from where it was recorded.");
        return blocks;
    }

    private List<long> Addresses(long countAt, long tableAt, string what)
    {
        var count = StoredBytes.Read(file, name, countAt, 1, $"number of {what}s")[0];
        var addresses = new List<long>();
        for (var i = 0; i < Math.Min((int)count, MaxEntries); i++)
            if (AddressAt(tableAt + i * EntryBytes) is not 0 and var address) addresses.Add(address);
        return addresses;
    }

    private long AddressAt(long at) => BinaryPrimitives.ReadUInt32LittleEndian(StoredBytes.Read(file, name, at, 4, "address of a block"));

    private NihonKohdenBlock ReadData(long at)
    {
        var head = StoredBytes.Read(file, name, at, DataHeadBytes, "head of a data block");
        if (head[0] != 1)
            throw new RecordingFormatException(name, at, $"A data block begins with {head[0]} instead of 1.",
                "What stands there are no samples.",
                "Copy the file again from where it was recorded.");
        var rate = Rate(head, at);
        var channels = head[0x26];
        var list = StoredBytes.Read(file, name, at + DataHeadBytes, channels * ChannelBytes, "list of channels");
        var numbers = Enumerable.Range(0, channels).Select(c => (int)list[c * ChannelBytes]).ToArray();
        var samplesAt = at + DataHeadBytes + list.Length;
        var tenths = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(0x1C));
        return new(samplesAt, Stored(samplesAt, (long)(tenths * rate / 10), channels), rate, numbers, Start(head));
    }

    /// <summary>The number of samples is not stated where it could be relied on: it follows from the size of the file.</summary>
    private NihonKohdenBlock ReadExtended()
    {
        var data = Addresses(0x91, ControlTableAt, "control block").SelectMany(c => Addresses(c + 17, c + 18, "data block")).ToList();
        if (data.Count != 1)
            throw new RecordingFormatException(name, 0x91, $"The file of an {Extended[..9]} has {data.Count} data blocks.",
                "Only one is described in such files.", "Export the recording to EDF+ with the maker's software.");
        var head = StoredBytes.Read(file, name, data[0], DataHeadBytes, "head of a data block");
        var second = AddressAt(AddressAt(ExtensionAt) + 18);
        var third = AddressAt(second + 20);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(StoredBytes.Read(file, name, third + 68, 2, "number of channels"));
        var list = StoredBytes.Read(file, name, third + 72, channels * (long)ChannelBytes, "list of channels");
        var numbers = Enumerable.Range(0, channels)
            .Select(c => (int)BinaryPrimitives.ReadUInt16LittleEndian(list.AsSpan(c * ChannelBytes))).ToArray();
        var samplesAt = third + 72 + list.Length;
        warnings.Add("The files of this device do not state how many samples they hold: all that follows the list of channels is read.");
        return new(samplesAt, (file.Length - samplesAt) / ((channels + 1L) * 2), Rate(head, data[0]), numbers, Start(head));
    }

    private double Rate(byte[] head, long at)
    {
        var rate = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(0x1A)) & 0x3FFF;
        return rate > 0 ? rate : throw new RecordingFormatException(
            name, at + 0x1A, "The sampling rate is 0 Hz.", "The samples have no time.",
            "Copy the file again from where it was recorded.");
    }

    private long Stored(long samplesAt, long stated, int channels)
    {
        var stored = Math.Max(0, file.Length - samplesAt) / ((channels + 1L) * 2);
        if (stated > stored)
            warnings.Add($"The data block at byte {samplesAt} promises {stated} samples; the file ends after {stored}: these are read.");
        return Math.Min(stated, stored);
    }

    /// <summary>A date in binary-coded decimals, and the microseconds behind the text TIMEhhmmss.</summary>
    private static DateTime? Start(byte[] head)
    {
        var digits = Convert.ToHexString(head, 0x14, 6);
        if (!DateTime.TryParseExact("20" + digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var start)) return null;
        return int.TryParse(Encoding.Latin1.GetString(head, 11, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? start.AddMicroseconds(microseconds) : start;
    }
}
