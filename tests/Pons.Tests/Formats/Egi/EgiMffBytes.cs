using System.Globalization;
using System.Text;

namespace Pons.Tests.Formats.Egi;

/// <summary>Lays out a folder of the Meta File Format as the maker's manual and MNE 1.3 describe it, which reads it to equal
/// samples.</summary>
internal sealed class EgiMffBytes
{
    /// <summary>Begin in milliseconds, samples of each block, rate.</summary>
    public (int BeginMilliseconds, int[] Blocks, int RateHz)[] Epochs { get; init; } = [(0, [30, 20], 250), (1000, [25], 250)];

    /// <summary>Decimals of the start: 6 for times in microseconds, 9 for nanoseconds.</summary>
    public int Decimals { get; init; } = 6;

    /// <summary>Whether a block that is laid out as the one before begins with 0.</summary>
    public bool IsShort { get; init; } = true;

    /// <summary>Samples that the physiological signal has fewer.</summary>
    public int PhysiologyMissing { get; init; } = 1;

    public static float Electrode(int sample, int channel) => sample * 0.5f - channel * 20;

    public static float Physiology(int sample, int channel) => sample * (channel + 1);

    public Dictionary<string, byte[]> ToFiles()
    {
        var perMillisecond = Decimals == 9 ? 1_000_000L : 1000L;
        string Time(int milliseconds) => new DateTime(2020, 1, 29, 6, 19, 39).AddMilliseconds(milliseconds)
            .ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture) + new string('0', Decimals - 3) + "-08:00";
        var (epochs, block) = (new StringBuilder(), 1);
        foreach (var (begin, blocks, rate) in Epochs)
        {
            epochs.Append(CultureInfo.InvariantCulture, $"<epoch><beginTime>{begin * perMillisecond}</beginTime>"
                + $"<endTime>{(begin + blocks.Sum() * 1000L / rate) * perMillisecond}</endTime>"
                + $"<firstBlock>{block}</firstBlock><lastBlock>{block + blocks.Length - 1}</lastBlock></epoch>");
            block += blocks.Length;
        }

        string Event(string code, string label, int begin, int length) => $"<event><beginTime>{Time(begin)}</beginTime>"
            + $"<duration>{length * perMillisecond}</duration><code>{code}</code><label>{label}</label><keys><key><keyCode>x</keyCode>"
            + "</key></keys></event>";
        return new(StringComparer.Ordinal)
        {
            ["info.xml"] = Xml("fileInfo", $"<mffVersion>3</mffVersion><recordTime>{Time(0)}</recordTime><ampType>NA400</ampType>"
                + "<ampSerialNumber>A1</ampSerialNumber>"),
            ["info1.xml"] = Xml("dataInfo", "<generalInformation><fileDataType><EEG><sensorLayoutName>Made 3</sensorLayoutName></EEG>"
                + "</fileDataType></generalInformation>"
                + "<channels exclusion=\"badChannels\">2</channels><filters><filter><type>lowpass</type><cutoffFrequency "
                + "units=\"Hz\">100.0</cutoffFrequency></filter></filters>"
                + "<calibrations><calibration><beginTime>0</beginTime><type>GCAL</type><channels><ch n=\"1\">1.5</ch><ch "
                + "n=\"2\">0.5</ch><ch n=\"3\">1</ch></channels></calibration>"
                + "<calibration><beginTime>0</beginTime><type>ICAL</type><channels><ch n=\"1\">14.5</ch><ch n=\"2\">20</ch><ch "
                + "n=\"3\">0</ch></channels></calibration></calibrations>"),
            ["info2.xml"] = Xml("dataInfo", "<generalInformation><fileDataType><PNSData><pnsSetName>Made set</pnsSetName></PNSData>"
                + "</fileDataType></generalInformation>"),
            ["sensorLayout.xml"] = Xml("sensorLayout",
                $"<name>Made 3</name><sensors>{Sensor("", 1, 0, 100, 5)}{Sensor("", 2, 0, 5, 50)}{Sensor("VREF", 3, 1, 0, 0)}"
                + $"{Sensor("", 4, 2, 0, 400)}</sensors>"),
            ["coordinates.xml"] = Xml("coordinates",
                $"<sensorLayout><name>Made 3</name><sensors>{Sensor("", 1, 0, 3, 4)}{Sensor("", 2, 0, -6, 0)}"
                + $"{Sensor("VREF", 3, 1, 0, 0, 9.5)}{Sensor("Nasion", 4, 2, 0, 10.5)}{Sensor("Left periauricular point", 5, 2, -8.5, 0.5)}"
                + $"{Sensor("Right periauricular point", 6, 2, 8.5, 0.5)}</sensors></sensorLayout>"),
            ["pnsSet.xml"] = Xml("PNSSet", "<name>Made set</name><sensors><sensor><name>ECG</name><number>0</number><unit>uV</unit>"
                + "<sensorType>ECG</sensorType><highpass>0.3</highpass></sensor>"
                + "<sensor><name>Temp</name><number>1</number><unit>degC</unit><sensorType>Temp</sensorType></sensor></sensors>"),
            ["epochs.xml"] = Xml("epochs", epochs.ToString()),
            ["Events_DIN.xml"] = Xml("eventTrack", "<name>DIN</name><trackType>EVNT</trackType>" + Event("DIN1", "", 40, 4)
                + Event("DIN1", "", 1020, 4) + Event("SPK1", "Spike 1", 100, 8) + Event("SPK1", "Spike 1", 1040, 8)),
            ["categories.xml"] = Xml("categories", $"<cat><name>rare</name><segments><seg><beginTime>{20 * perMillisecond}</beginTime>"
                + $"<endTime>{120 * perMillisecond}</endTime></seg></segments></cat>"),
            ["subject.xml"] = Xml("patient", "<fields><field><name>Patient ID</name><data dataType=\"string\">P-17</data></field><field>"
                + "<name>Gender</name><data></data></field></fields>"),
            ["signal1.bin"] = Signal(3, Electrode, 0),
            ["signal2.bin"] = Signal(2, Physiology, PhysiologyMissing),
        };
    }

    private byte[] Signal(int channels, Func<int, int, float> value, int missing)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var all = Epochs.SelectMany(e => e.Blocks.Select(b => (Count: b, e.RateHz))).ToList();
        all[^1] = (all[^1].Count - missing, all[^1].RateHz);
        var (before, first) = ((0, 0), 0);
        foreach (var block in all)
        {
            if (IsShort && block == before) writer.Write(0);
            else WriteHeader(writer, channels, block.Count, block.RateHz);
            before = block;
            for (var c = 0; c < channels; c++)
                for (var s = 0; s < block.Count; s++) writer.Write(value(first + s, c));
            first += block.Count;
        }

        return file.ToArray();
    }

    private static void WriteHeader(BinaryWriter writer, int channels, int count, int rate)
    {
        writer.Write(1);
        writer.Write(16 + 8 * channels + 4);
        writer.Write(channels * count * 4);
        writer.Write(channels);
        for (var c = 0; c < channels; c++) writer.Write(c * count * 4);
        for (var c = 0; c < channels; c++) writer.Write(rate << 8 | 32);
        writer.Write(0);
    }

    private static string Sensor(string name, int number, int type, double x, double y, double z = 0) =>
        string.Create(CultureInfo.InvariantCulture,
        $"<sensor><name>{name}</name><number>{number}</number><type>{type}</type><x>{x:0.000}</x><y>{y:0.000}</y><z>{z:0.000}</z>"
            + $"</sensor>");

    private static byte[] Xml(string root, string content) => Encoding.UTF8.GetBytes(
        $"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?><{root} "
            + $"xmlns=\"http://www.egi.com/{root}_mff\">{content}</{root}>");
}
