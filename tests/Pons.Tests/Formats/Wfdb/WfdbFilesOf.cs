using System.Text;
using Pons.Formats;

namespace Pons.Tests.Formats.Wfdb;

/// <summary>Records in memory.</summary>
internal static class WfdbFilesOf
{
    public static Dictionary<string, ReadOnlyMemory<byte>> Record(string header, params (string Name, byte[] Bytes)[] files)
    {
        var all = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["r.hea"] = Encoding.UTF8.GetBytes(header) };
        foreach (var (name, bytes) in files) all[name] = bytes;
        return all;
    }

    public static RecordingFiles Files(string header, params (string Name, byte[] Bytes)[] files) =>
        RecordingFiles.InMemory("r.hea", Record(header, files));

    /// <summary>Words of a file of annotations.</summary>
    public static byte[] Words(params int[] words) => [.. words.SelectMany(w => new[] { (byte)w, (byte)(w >> 8) })];

    public static int Annotation(int code, int interval) => (code << 10) | interval;

    /// <summary>An added text.</summary>
    public static byte[] Aux(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Words((63 << 10) | bytes.Length), .. bytes, .. new byte[bytes.Length & 1]];
    }

    public static byte[] Int16(params int[] values) => [.. values.SelectMany(v => BitConverter.GetBytes((short)v))];

    /// <summary>Two rates, two files, annotations and comments.</summary>
    public static Dictionary<string, byte[]> Session() => new(StringComparer.Ordinal)
    {
        ["r.hea"] = Encoding.UTF8.GetBytes("""
            r 3 100 200 7:08:09.5 06/05/2024
            r.dat 16x2 200(10)/mV 16 0 1 0 0 C3
            r.dat 16 2/mmHg 16 0 0 0 0 ABP
            r.d0 212 100/uV 12 0 0 0 0 EMG
            # <age>: 41 <sex>: F
            """),
        ["r.dat"] = Int16([.. Enumerable.Range(0, 200).SelectMany(f => new[] { 2 * f, 2 * f + 1, -f })]),
        ["r.d0"] = [.. Enumerable.Range(0, 100).SelectMany(i => new byte[] { (byte)i, 0, (byte)(i + 1) })],
        ["r.atr"] = [.. Words(Annotation(28, 0)), .. Aux("(N"),
            .. Words(Annotation(1, 20), Annotation(5, 30), (61 << 10) | 1, (62 << 10) | 1, 0)],
    };
}
