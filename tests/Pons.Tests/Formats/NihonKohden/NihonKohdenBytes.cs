using System.Buffers.Binary;
using System.Text;

namespace Pons.Tests.Formats.NihonKohden;

/// <summary>Lays out the files of a recording byte by byte.</summary>
internal sealed class NihonKohdenBytes
{
    public sealed record Block(DateTime Start, int Microseconds, int Tenths, int Rate = 100, byte[]? Inputs = null);

    private const string Device = "EEG-1100C V01.00", Wide = "EEG-1200A V01.00";

    public Block[] Blocks { get; init; } = [new(new(2019, 4, 3, 16, 0, 16), 250_000, 20), new(new(2019, 4, 3, 16, 0, 20), 0, 10)];

    /// <summary>Text, seconds since the start, time of the room, microseconds.</summary>
    public (string Text, string Elapsed, string Clock, int Microseconds)[] Notes { get; init; } =
        [("REC START", "000000", "190403160016", 250_000), ("a text that is longer than twenty", "000002", "190403160020", 500_000)];

    public static byte[] Inputs { get; } = [4, 5, 42, 77];

    public static short Value(int block, int sample, int channel) => (short)(block * 10_000 + sample * 3 - channel * 500);

    public Dictionary<string, byte[]> ToFiles() => new(StringComparer.Ordinal)
    {
        ["made.EEG"] = Samples(),
        ["made.21E"] = Encoding.Latin1.GetBytes("[ELECTRODE]\r\n0004=C4\r\n0005=C3\r\n0042=SpO2\r\n[REFERENCE]\r\n0077=$A1\r\n"
            + "[SD_DEF]\r\n0004=0000,0000\r\n"),
        ["made.LOG"] = Log(),
        ["made.PNT"] = Patient(),
    };

    private byte[] Samples()
    {
        using var file = new MemoryStream(new byte[0x17FE + 4 * 0x1000], 0, 0x17FE + 4 * 0x1000, true, true);
        var bytes = file.GetBuffer();
        Text(bytes, 0, Device);
        Text(bytes, 0x6F, "JE-921A");
        Text(bytes, 0x81, Device);
        bytes[0x91] = 1;
        UInt32(bytes, 0x92, 0x400);
        bytes[0x400 + 17] = (byte)Blocks.Length;
        for (var b = 0; b < Blocks.Length; b++)
        {
            var at = 0x17FE + b * 0x1000;
            UInt32(bytes, 0x400 + 18 + b * 20, (uint)at);
            WriteBlock(bytes, at, b);
        }

        return bytes;
    }

    private void WriteBlock(byte[] bytes, int at, int b)
    {
        var (block, inputs) = (Blocks[b], Blocks[b].Inputs ?? Inputs);
        WriteHead(bytes, at, block);
        UInt32(bytes, at + 0x1C, (uint)block.Tenths);
        bytes[at + 0x26] = (byte)inputs.Length;
        for (var c = 0; c < inputs.Length; c++) bytes[at + 0x27 + c * 10] = inputs[c];
        WriteSamples(bytes, at + 0x27 + inputs.Length * 10, b, block.Tenths * block.Rate / 10, inputs.Length);
    }

    private static void WriteHead(byte[] bytes, int at, Block block)
    {
        bytes[at] = 1;
        Text(bytes, at + 1, "TIME" + block.Start.ToString("HHmmss", System.Globalization.CultureInfo.InvariantCulture)
            + $"{block.Microseconds:000000}");
        Convert.FromHexString(block.Start.ToString("yyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture))
            .CopyTo(bytes, at + 0x14);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 0x1A), (ushort)(0xC000 | block.Rate));
    }

    private static void WriteSamples(byte[] bytes, int at, int block, int samples, int channels)
    {
        for (var s = 0; s < samples; s++)
            for (var c = 0; c <= channels; c++, at += 2)
                BinaryPrimitives.WriteUInt16LittleEndian(
                    bytes.AsSpan(at), c == channels ? (ushort)2 : (ushort)(Value(block, s, c) + 0x8000));
    }

    /// <summary>An EEG-1200, whose channels stand in a chain of further blocks.</summary>
    public static Dictionary<string, byte[]> Extended(int samples)
    {
        var at = 0x1B00 + 72 + Inputs.Length * 10;
        var bytes = new byte[at + samples * (Inputs.Length + 1) * 2];
        Text(bytes, 0, Wide);
        Text(bytes, 0x81, Wide);
        bytes[0x91] = 1;
        UInt32(bytes, 0x92, 0x400);
        UInt32(bytes, 0x3EE, 0x1900);
        bytes[0x400 + 17] = 1;
        UInt32(bytes, 0x400 + 18, 0x17FE);
        WriteHead(bytes, 0x17FE, new(new(2021, 1, 2, 3, 4, 5), 0, 0, 1000));
        UInt32(bytes, 0x1900 + 18, 0x1A00);
        UInt32(bytes, 0x1A00 + 20, 0x1B00);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x1B00 + 68), (ushort)Inputs.Length);
        for (var c = 0; c < Inputs.Length; c++) bytes[0x1B00 + 72 + c * 10] = Inputs[c];
        WriteSamples(bytes, at, 0, samples, Inputs.Length);
        return new(StringComparer.Ordinal) { ["made.EEG"] = bytes };
    }

    private byte[] Log()
    {
        var bytes = new byte[0x4000];
        Text(bytes, 0, Device);
        Text(bytes, 0x81, Device);
        bytes[0x91] = 1;
        UInt32(bytes, 0x92, 0x400);
        UInt32(bytes, 0x92 + 22 * 20, 0x2000);
        bytes[0x412] = bytes[0x2012] = (byte)Notes.Length;
        for (var n = 0; n < Notes.Length; n++)
        {
            var (text, at, rest) = (Notes[n].Text, 0x414 + n * 45, 0x2014 + n * 45);
            Text(bytes, at, text[..Math.Min(20, text.Length)]);
            Text(bytes, at + 20, $"{Notes[n].Elapsed}({Notes[n].Clock})");
            if (text.Length > 20) Text(bytes, rest, text[20..]);
            Text(bytes, rest + 20, $"0000{Notes[n].Microseconds:000000}2019{Notes[n].Microseconds:000000}");
        }

        return bytes;
    }

    private static byte[] Patient()
    {
        var bytes = new byte[0x700];
        Text(bytes, 0, Device);
        Text(bytes, 0x604, "6416");
        Text(bytes, 0x62E, "Ada Example");
        Text(bytes, 0x64A, "F");
        Text(bytes, 0x660, "2001/02/03");
        Text(bytes, 0x678, "Ward");
        Text(bytes, 0x680, "Room 4");
        return bytes;
    }

    private static void Text(byte[] bytes, int at, string text) => Encoding.Latin1.GetBytes(text, bytes.AsSpan(at));

    private static void UInt32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
}
