using System.Text;

namespace Pons.Tests.Formats.OpenEphys;

/// <summary>Lays out the folder of an Open Ephys recording, of version 0.5 or 0.6.</summary>
internal sealed record OpenEphysFiles
{
    public bool IsNew { get; init; } = true;
    public int Rows { get; init; } = 300;
    public long FirstNumber { get; init; } = 1000;

    /// <summary>Samples that are missing before row 100.</summary>
    public int Missing { get; init; }

    public bool HasSeconds { get; init; }

    public static short Number(int row, int channel) => (short)(row * (channel + 1));

    /// <summary>The files of one recording under a path, which ends with a slash or is empty.</summary>
    public Dictionary<string, byte[]> At(string path)
    {
        var (events, text) = IsNew ? ("Acq-100.Rhythm/TTL", "MessageCenter") : ("Rhythm-100.0/TTL_1", "Message_Center-904.0/TEXT_group_1");
        var continuous = $"{path}continuous/{(IsNew ? "Acq-100.Rhythm" : "Rhythm-100.0")}/";
        var files = new Dictionary<string, byte[]>
        {
            [path + "structure.oebin"] = Encoding.UTF8.GetBytes(Structure(events, text)),
            [continuous + "continuous.dat"] = [.. Enumerable.Range(0, Rows).SelectMany(r => Enumerable.Range(0, 3)
                .SelectMany(c => BitConverter.GetBytes(Number(r, c))))],
            [path + "sync_messages.txt"] = "Software Time (milliseconds since midnight Jan 1st 1970 UTC): 1600000000500\r\n"u8.ToArray(),
        };
        var numbers = Enumerable.Range(0, Rows).Select(NumberOf).ToArray();
        if (IsNew && !HasSeconds) files[continuous + "sample_numbers.npy"] = Longs(numbers);
        files[continuous + "timestamps.npy"] = IsNew ? Doubles([.. numbers.Select(n => n / 1000.0)]) : Longs(numbers);
        var (times, states) = IsNew ? ("sample_numbers.npy", "states.npy") : ("timestamps.npy", "channel_states.npy");
        files[$"{path}events/{events}/{times}"] = Longs([NumberOf(10), NumberOf(20), NumberOf(50), NumberOf(60), NumberOf(200)]);
        files[$"{path}events/{events}/{states}"] = Shorts([3, -3, 1, 3, -1]);
        files[$"{path}events/{events}/full_words.npy"] = Npy("|u1", 5, [4, 0, 1, 5, 4]);
        files[$"{path}events/{text}/{times}"] = Longs([NumberOf(30)]);
        files[$"{path}events/{text}/text.npy"] = Npy("|S8", 1, [.. "go 左"u8, 0, 0]);
        return files;
    }

    public long NumberOf(int row) => FirstNumber + row + (row >= 100 ? Missing : 0);

    public static byte[] Longs(long[] values) => Npy("<i8", values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Shorts(short[] values) => Npy("<i2", values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Doubles(double[] values) => Npy("<f8", values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Npy(string type, int count, byte[] data)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({count},), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private string Structure(string events, string text) => $$"""
        {
          "GUI version": "{{(IsNew ? "0.6.4" : "0.5.5")}}",
          "continuous": [ { "folder_name": "{{(IsNew ? "Acq-100.Rhythm/" : "Rhythm-100.0\\/")}}", "sample_rate": 1000.0,
            "source_processor_name": "Acquisition Board", "source_processor_id": 100, {{(IsNew ? "\"stream_name\": \"Rhythm\"," : "")}}
            "num_channels": 3, "channels": [
              { "channel_name": "CH1", "description": "Headstage data channel", "bit_volts": 0.195, "units": "uV" },
              { "channel_name": "Cz", "description": "", "bit_volts": 0.5, "units": "" },
              { "channel_name": "ADC1", "description": "", "bit_volts": 0.0001, "units": "" } ] } ],
          "events": [ { "folder_name": "{{events}}/", "channel_name": "TTL Input", "sample_rate": 1000.0, "type": "int16" },
            { "folder_name": "{{text}}/", "channel_name": "Messages", "sample_rate": 1000.0, "type": "string" } ],
          "spikes": []
        }
        """;
}
