using System.Text;

namespace Pons.Tests.Formats.Bci2000;

/// <summary>Lays out BCI2000 files byte by byte, right and wrong ones.</summary>
internal sealed record Bci2000Bytes
{
    public string Version { get; init; } = "1.1";
    public string DataFormat { get; init; } = "int16";
    public int Rows { get; init; } = 100;
    public string Rate { get; init; } = "250Hz";
    public string Gains { get; init; } = "3 0.1 0.5muV 0.001mV";
    public string Names { get; init; } = "3 Cz Fp%31 %";
    public string StorageTime { get; init; } = "Thu%20Aug%2019%2014:57:52%202004";
    public int? HeaderLength { get; init; }
    public string ExtraStates { get; init; } = "";

    /// <summary>Stored number of a channel.</summary>
    public static int Number(int row, int channel) => (row - 20) * (channel + 1);

    public byte[] ToBytes()
    {
        var body = "[ State Vector Definition ] \r\n"
            + "Running 1 0 0 0\r\nSourceTime 16 0 0 1\r\nStimulusCode 12 0 2 1\r\nFeedback 2 0 3 5\r\n" + ExtraStates
            + "[ Parameter Definition ] \r\n"
            + $"Source:Signal%20Properties int SamplingRate= {Rate} 256Hz 1 % // sample rate\r\n"
            + $"Source:Signal%20Properties list ChannelNames= {Names} // names\r\n"
            + "Source:Signal%20Properties floatlist SourceChOffset= 3 0 10 0 0 % % // offset\r\n"
            + $"Source:Signal%20Properties floatlist SourceChGain= {Gains} 0.033 % % // gain\r\n"
            + "Storage:Session string SubjectName= Jane%20Doe Name % % // subject\r\n"
            + "Storage:Session string SubjectSession= 001 001 % % // session\r\nStorage:Session string SubjectRun= 02 00 % % // run\r\n"
            + $"Storage string StorageTime= {StorageTime} % % %\r\n"
            + "Storage string DataDirectory= D:\\data % % % // where\r\n"
            + "Application matrix Stimuli= { caption icon } 2 A B c.bmp d.bmp // matrix\r\n\r\n";
        var length = HeaderLength;
        var first = "";
        for (var pass = 0; pass < 3; pass++)
        {
            var stated = length ?? first.Length + body.Length;
            first = Version == "1.0" ? $"HeaderLen= {stated,6} SourceCh= 3 StatevectorLen= 5\r\n"
                : $"BCI2000V= {Version} HeaderLen= {stated,6} SourceCh= 3 StatevectorLen= 5 DataFormat= {DataFormat}\r\n";
        }

        return [.. Encoding.Latin1.GetBytes(first + body), .. Enumerable.Range(0, Rows).SelectMany(Row)];
    }

    private byte[] Row(int row)
    {
        var numbers = Enumerable.Range(0, 3).SelectMany(c => Version == "1.0" || DataFormat == "int16" ? BitConverter.GetBytes((short)Number(row, c))
            : DataFormat == "int32" ? BitConverter.GetBytes(Number(row, c)) : BitConverter.GetBytes((float)Number(row, c)));
        // StimulusCode is 2049 in rows 10 to 19 and 3 in rows 20 to 29; Feedback is 2 from row 90 on.
        var stimulus = row is >= 10 and < 20 ? 2049UL : row is >= 20 and < 30 ? 3UL : 0;
        var vector = 1UL | (ulong)(row / 10 * 40) << 1 | stimulus << 17 | (row >= 90 ? 2UL : 0) << 29;
        return [.. numbers, .. BitConverter.GetBytes(vector)[..5]];
    }
}
