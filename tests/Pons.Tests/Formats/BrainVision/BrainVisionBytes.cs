using System.Globalization;
using System.Text;
using Pons.Formats;

namespace Pons.Tests.Formats.BrainVision;

/// <summary>A small BrainVision recording whose every part a test can spoil.</summary>
internal sealed class BrainVisionBytes
{
    public string FirstLine { get; init; } = "Brain Vision Data Exchange Header File Version 1.0";
    public string Codepage { get; init; } = "UTF-8";
    public string DataFile { get; init; } = "made.eeg";
    public string MarkerFile { get; init; } = "made.vmrk";
    public string DataFormat { get; init; } = "BINARY";
    public string Orientation { get; init; } = "MULTIPLEXED";
    public string BinaryFormat { get; init; } = "INT_16";
    public string Interval { get; init; } = "4000";
    public string? ChannelCount { get; init; }
    public string More { get; init; } = "";
    public string[] Channels { get; init; } = ["Fp1,,0.5,µV", "C3,Cz,0.1,mV", "ECG,,1,µV"];
    public string Sections { get; init; } = "";
    public string Comment { get; init; } = "";
    public string[] Markers { get; init; } = ["New Segment,,1,1,0,20200229235959500000", "Stimulus,S  1,11,1,0", @"Comment,a\1b,21,5,2"];
    public int Points { get; init; } = 50;
    public byte[]? Data { get; init; }
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>The number that stands for sample n of channel c.</summary>
    public static int Number(int n, int c) => (n * 37 + c * 1001) % 2000 - 1000 + c;

    public RecordingFiles Files(string name = "made.vhdr") =>
        RecordingFiles.InMemory(name, ToFiles().ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value));

    public Dictionary<string, byte[]> ToFiles() => new()
    {
        ["made.vhdr"] = Encoding.GetBytes(Header()),
        ["made.vmrk"] = Encoding.GetBytes(MarkerText()),
        ["made.eeg"] = Data ?? Samples(),
    };

    private string Header() => string.Join("\r\n", [FirstLine, "; Data created by the test", "", "[Common Infos]",
        $"Codepage={Codepage}", $"DataFile={DataFile}", $"MarkerFile={MarkerFile}", $"DataFormat={DataFormat}",
        $"DataOrientation={Orientation}", $"NumberOfChannels={ChannelCount ?? Channels.Length.ToString(CultureInfo.InvariantCulture)}",
        $"SamplingInterval={Interval}", More, "[Binary Infos]", $"BinaryFormat={BinaryFormat}", "", "[Channel Infos]",
        .. Channels.Select((c, i) => $"Ch{i + 1}={c}"), "", Sections, Comment.Length > 0 ? $"[Comment]\r\n{Comment}" : ""]);

    private string MarkerText() => string.Join("\r\n", ["Brain Vision Data Exchange Marker File, Version 1.0", "", "[Common Infos]",
        $"Codepage={Codepage}", $"DataFile={DataFile}", "", "[Marker Infos]", .. Markers.Select((m, i) => $"Mk{i + 1}={m}"), ""]);

    private byte[] Samples()
    {
        var (width, bytes) = (Channels.Length, new List<byte>());
        var isVectorized = Orientation == "VECTORIZED";
        for (var i = 0; i < Points * width; i++)
        {
            var (n, c) = isVectorized ? (i % Points, i / Points) : (i / width, i % width);
            bytes.AddRange(BinaryFormat switch
            {
                "INT_16" => BitConverter.GetBytes((short)Number(n, c)),
                "UINT_16" => BitConverter.GetBytes((ushort)(Number(n, c) + 2000)),
                "INT_32" => BitConverter.GetBytes(Number(n, c) * 1_000_003),
                _ => BitConverter.GetBytes(Number(n, c) * 0.37f),
            });
        }

        return [.. bytes];
    }
}
