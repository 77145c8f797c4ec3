using System.Text;

namespace Pons.Tests.Formats.Intan;

/// <summary>Lays out RHD and RHS recordings byte by byte, in one file or as a folder.</summary>
internal sealed record IntanBytes
{
    private readonly List<byte> _bytes = [];

    public bool IsStimulator { get; init; }
    public (short Major, short Minor) Version { get; init; } = (3, 1);
    public int Blocks { get; init; } = 3;
    public short BoardMode { get; init; } = 1;
    public bool HasDirectAmplifiers { get; init; } = true;
    public float Rate { get; init; } = 20_000;

    /// <summary>Number that stands beside a sample, counting stored samples.</summary>
    public Func<int, int> Number { get; init; } = row => row;

    public int BlockRows => IsStimulator || Version.Major > 1 ? 128 : 60;

    public int Rows => Blocks * BlockRows;

    private bool IsFrom(int minor) => Version.Major > 1 || (Version.Major == 1 && Version.Minor >= minor);

    public bool HasTemperature => !IsStimulator && IsFrom(1);

    // Words as they stand in the blocks.
    public static ushort Amplifier(int row, int channel) => (ushort)(32768 + row - 100 * channel);
    public static ushort Direct(int row, int channel) => (ushort)(512 + channel + row % 3);
    public static ushort Current(int row, int channel) =>
        (ushort)(channel == 1 && row is >= 10 and < 20 ? 0x100 | 5 | (row >= 15 ? 0x8000 : 0) : channel == 0 && row == 12 ? 7 : 0);
    public static ushort Auxiliary(int row) => (ushort)(1000 + row);
    public static ushort Analog(int row) => (ushort)(32768 + 2 * row);

    /// <summary>Line 0 (bit 0) is set from row 50 to 59, line 2 (bit 2) from row 100 to the end.</summary>
    public static ushort Digital(int row) => (ushort)((row is >= 50 and < 60 ? 1 : 0) | (row >= 100 ? 4 : 0));

    public byte[] OneFile() => [.. Header(), .. Enumerable.Range(0, Blocks).SelectMany(Block)];

    public Dictionary<string, byte[]> FilePerSignal()
    {
        var files = Folder();
        files["amplifier.dat"] = Words(Rows, r => [Signed(Amplifier(r, 0)), Signed(Amplifier(r, 1))]);
        files["analogin.dat"] = Words(Rows, r => [Analog(r)]);
        files["digitalin.dat"] = Words(Rows, r => [Digital(r)]);
        if (IsStimulator)
        {
            files["stim.dat"] = Words(Rows, r => [Current(r, 0), Current(r, 1)]);
            if (HasDirectAmplifiers) files["dcamplifier.dat"] = Words(Rows, r => [Direct(r, 0), Direct(r, 1)]);
        }
        else files["auxiliary.dat"] = Words(Rows, r => [Auxiliary(r / 4)]);

        return files;
    }

    public Dictionary<string, byte[]> FilePerChannel()
    {
        var files = Folder();
        foreach (var (name, c) in new[] { ("A-000", 0), ("A-001", 1) })
        {
            files[$"amp-{name}.dat"] = Words(Rows, r => [Signed(Amplifier(r, c))]);
            if (IsStimulator) files[$"stim-{name}.dat"] = Words(Rows, r => [Current(r, c)]);
            if (IsStimulator && HasDirectAmplifiers) files[$"dc-{name}.dat"] = Words(Rows, r => [Direct(r, c)]);
        }

        if (!IsStimulator) files["aux-A-AUX1.dat"] = Words(Rows / 4, r => [Auxiliary(r)]);
        files["board-ANALOG-IN-1.dat"] = Words(Rows, r => [Analog(r)]);
        files["board-DIGITAL-IN-01.dat"] = Words(Rows, r => [(ushort)(Digital(r) & 1)]);
        files["board-DIGITAL-IN-03.dat"] = Words(Rows, r => [(ushort)(Digital(r) >> 2 & 1)]);
        return files;
    }

    private Dictionary<string, byte[]> Folder() => new()
    {
        [IsStimulator ? "info.rhs" : "info.rhd"] = Header(),
        ["time.dat"] = [.. Enumerable.Range(0, Rows).SelectMany(r => BitConverter.GetBytes(Number(r)))],
    };

    public byte[] Header()
    {
        _bytes.Clear();
        UInt(IsStimulator ? 0xD69127AC : 0xC6912702).Short(Version.Major, Version.Minor).Single(Rate).Short(1);
        Single(IsStimulator ? [1, 0.1f, 1000, 7500, 1, 0.1f, 1000, 7500] : [1, 0.1f, 7500, 1, 0.1f, 7500]);
        Short(1).Single(1000, 1000);
        if (IsStimulator) Short(0, 0).Single(1e-6f, 1e-9f, 0);
        Text("first note").Text("").Text("rat 7");
        if (IsStimulator) Short((short)(HasDirectAmplifiers ? 1 : 0)).Short(0).Text("A-000");
        else
        {
            if (IsFrom(1)) Short(1);
            if (IsFrom(3)) Short(BoardMode);
            if (Version.Major > 1) Text("n/a");
        }

        Short(3);
        Text("Port A").Text("A").Short(1, (short)(IsStimulator ? 3 : 5), 2);
        Channel("A-000", "Cz", 0, 0, impedance: 12_000).Channel("A-001", "A-001", 0, 1).Channel("A-002", "off", 0, 2, isOn: false);
        if (!IsStimulator) Channel("A-AUX1", "A-AUX1", 1, 0).Channel("A-VDD1", "A-VDD1", 2, 0);
        Text("Port B").Text("B").Short(0, 0, 0);
        Text("Board").Text("").Short(1, 3, 0);
        Channel("ANALOG-IN-1", "ANALOG-IN-1", 3, 0);
        Channel("DIGITAL-IN-01", "lever", (short)(IsStimulator ? 5 : 4), 0).Channel("DIGITAL-IN-03", "DIGITAL-IN-03", (short)(IsStimulator ? 5 : 4), 2);
        return [.. _bytes];
    }

    private IEnumerable<byte> Block(int block)
    {
        var rows = Enumerable.Range(block * BlockRows, BlockRows).ToList();
        byte[] Column(Func<int, ushort> word) => [.. rows.SelectMany(r => BitConverter.GetBytes(word(r)))];
        var bytes = new List<byte>(rows.SelectMany(r => BitConverter.GetBytes(Number(r))));
        bytes.AddRange([.. Column(r => Amplifier(r, 0)), .. Column(r => Amplifier(r, 1))]);
        if (IsStimulator)
        {
            if (HasDirectAmplifiers) bytes.AddRange([.. Column(r => Direct(r, 0)), .. Column(r => Direct(r, 1))]);
            bytes.AddRange([.. Column(r => Current(r, 0)), .. Column(r => Current(r, 1))]);
        }
        else
        {
            bytes.AddRange(Enumerable.Range(block * BlockRows / 4, BlockRows / 4).SelectMany(r => BitConverter.GetBytes(Auxiliary(r))));
            bytes.AddRange(BitConverter.GetBytes((ushort)(44_000 + block)));
            if (HasTemperature) bytes.AddRange(BitConverter.GetBytes((short)(2500 - block)));
        }

        bytes.AddRange(Column(Analog));
        bytes.AddRange(Column(Digital));
        return bytes;
    }

    private IntanBytes Channel(string native, string label, short type, short order, bool isOn = true, float impedance = 0)
    {
        Text(native).Text(label).Short(order, order, type, (short)(isOn ? 1 : 0), order);
        if (IsStimulator) Short(0);
        return Short(0).Short(0, 0, 0, 0).Single(impedance, -45);
    }

    private static byte[] Words(int rows, Func<int, ushort[]> row) =>
        [.. Enumerable.Range(0, rows).SelectMany(r => row(r).SelectMany(BitConverter.GetBytes))];

    private static ushort Signed(ushort word) => (ushort)(word ^ 0x8000);

    private IntanBytes UInt(uint value) => Put(BitConverter.GetBytes(value));

    private IntanBytes Short(params short[] values) => Put([.. values.SelectMany(BitConverter.GetBytes)]);

    private IntanBytes Single(params float[] values) => Put([.. values.SelectMany(BitConverter.GetBytes)]);

    private IntanBytes Text(string text) =>
        text.Length == 0 ? UInt(uint.MaxValue) : UInt((uint)text.Length * 2).Put(Encoding.Unicode.GetBytes(text));

    private IntanBytes Put(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }
}
