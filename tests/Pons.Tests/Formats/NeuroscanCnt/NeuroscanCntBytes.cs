using System.Buffers.Binary;
using System.Text;

namespace Pons.Tests.Formats.NeuroscanCnt;

/// <summary>Lays out continuous recordings of SCAN byte by byte.</summary>
internal sealed class NeuroscanCntBytes
{
    public string[] Labels { get; init; } = ["C3", "Cz", "VEOG"];
    public int Rate { get; init; } = 250;
    public int Samples { get; init; } = 100;
    public int Width { get; init; } = 2;
    public int SamplesPerBlock { get; init; } = 1;
    public uint? StatedSamples { get; init; }
    public string Date { get; init; } = "13/02/16";
    public int EventType { get; init; } = 2;

    /// <summary>Stimulus, keyboard, keypad and accept byte, sample.</summary>
    public (int Stimulus, int Keyboard, int Keypad, int Sample)[] Events { get; init; } = [(7, 0, 0, 10), (0, 0, 0xC0, 20),
        (0, 0, 0xD0, 30), (0, 0, 2, 40), (0, 3, 0, 50)];

    /// <summary>Whether the part behind the event table states the width.</summary>
    public bool IsMarked { get; init; }

    public static int Value(int sample, int channel) => (channel + 1) * 1000 - sample * 3;

    public byte[] ToBytes()
    {
        var samplesAt = 900 + 75 * Labels.Length;
        var tableAt = samplesAt + Samples * Labels.Length * Width;
        var eventBytes = EventType == 1 ? 8 : 19;
        var table = new byte[9 + Events.Length * eventBytes];
        var file = new byte[tableAt + table.Length + (IsMarked ? 60 : 0)];
        "Version 3.0"u8.CopyTo(file);
        Text(file, 21, "4711");
        Text(file, 121, "Ada Example");
        Text(file, 225, Date);
        Text(file, 235, "10:20:30");
        file[143] = (byte)'F';
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(370), (ushort)Labels.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(376), (ushort)Rate);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(864), StatedSamples ?? (uint)Samples);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(886), tableAt);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(894), SamplesPerBlock == 1 ? 1 : SamplesPerBlock * Width);
        for (var c = 0; c < Labels.Length; c++) WriteChannel(file.AsSpan(900 + 75 * c, 75), c);
        WriteSamples(file.AsSpan(samplesAt, tableAt - samplesAt));
        WriteEvents(table, samplesAt, eventBytes);
        table.CopyTo(file, tableAt);
        if (!IsMarked) return file;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(12), tableAt + table.Length);
        file[tableAt + table.Length + 52] = (byte)(Width == 4 ? 1 : 0);
        return file;
    }

    private void WriteChannel(Span<byte> at, int channel)
    {
        Encoding.Latin1.GetBytes(Labels[channel], at);
        BinaryPrimitives.WriteInt16LittleEndian(at[47..], (short)(channel * 10));
        BinaryPrimitives.WriteSingleLittleEndian(at[59..], 20.48f);
        BinaryPrimitives.WriteSingleLittleEndian(at[71..], 1 + channel);
        at[68] = (byte)(channel * 5);
    }

    private void WriteSamples(Span<byte> at)
    {
        var n = Labels.Length;
        for (var s = 0; s < Samples; s++)
            for (var c = 0; c < n; c++)
            {
                var block = s / SamplesPerBlock * SamplesPerBlock;
                var length = Math.Min(SamplesPerBlock, Samples - block);
                var place = at[((block * n + c * length + s - block) * Width)..];
                if (Width == 2) BinaryPrimitives.WriteInt16LittleEndian(place, (short)Value(s, c));
                else BinaryPrimitives.WriteInt32LittleEndian(place, Value(s, c));
            }
    }

    private void WriteEvents(Span<byte> table, int samplesAt, int eventBytes)
    {
        table[0] = (byte)EventType;
        BinaryPrimitives.WriteInt32LittleEndian(table[1..], Events.Length * eventBytes);
        for (var e = 0; e < Events.Length; e++)
        {
            var at = table[(9 + e * eventBytes)..];
            BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)Events[e].Stimulus);
            at[2] = (byte)Events[e].Keyboard;
            at[3] = (byte)Events[e].Keypad;
            BinaryPrimitives.WriteInt32LittleEndian(at[4..],
                EventType == 3 ? Events[e].Sample : samplesAt + Events[e].Sample * Labels.Length * Width);
        }
    }

    private static void Text(byte[] file, int at, string text) => Encoding.Latin1.GetBytes(text, file.AsSpan(at));
}
