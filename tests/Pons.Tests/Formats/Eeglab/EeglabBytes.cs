using Pons.Tests.Formats.Mat;

namespace Pons.Tests.Formats.Eeglab;

/// <summary>Lays out data sets of EEGLAB without the writer of the product.</summary>
internal sealed class EeglabBytes
{
    private readonly MatBytes _file = new();

    public int Channels { get; init; } = 2;
    public int Samples { get; init; } = 100;
    public int Trials { get; init; } = 1;
    public double Rate { get; init; } = 100;
    public string? DataFile { get; init; }
    public bool IsCompressed { get; init; }
    public bool IsFlat { get; init; }
    public int? StatedChannels { get; init; }
    public (object Type, double Latency, double? Duration)[] Events { get; init; } = [("cue", 11.5, 20), (7.0, 1, null)];

    public static implicit operator byte[](EeglabBytes file) => file.ToBytes();

    public static float Value(int sample, int channel) => sample * 0.5f + channel * 1000;

    /// <summary>All samples as they stand in a file of their own, channel after channel in the old order.</summary>
    public byte[] DataBytes(bool isTransposed = false) => [.. (isTransposed
        ? from c in Enumerable.Range(0, Channels) from n in Enumerable.Range(0, Samples * Trials) select Value(n, c)
        : from n in Enumerable.Range(0, Samples * Trials) from c in Enumerable.Range(0, Channels) select Value(n, c)).SelectMany(BitConverter.GetBytes)];

    public byte[] ToBytes()
    {
        (string Name, Func<string, byte[]> Value)[] fields =
        [
            ("setname", n => _file.Text(n, "made")), ("subject", n => _file.Text(n, "S7")), ("comments", n => _file.Text(n, "left handed")),
            ("nbchan", n => Number(n, StatedChannels ?? Channels)), ("trials", n => Number(n, Trials)), ("pnts", n => Number(n, Samples)),
            ("srate", n => Number(n, Rate)), ("xmin", n => Number(n, Trials > 1 ? -0.2 : 0)), ("data", Data), ("chanlocs", Locations),
            ("ref", n => _file.Text(n, "common")), ("event", EventTable), ("etc", n => _file.Struct(n, ("T0", _file.Doubles("", [1, 6], 2020, 1, 2, 3, 4, 5)))),
            ("history", n => _file.Text(n, "pop_loadset")),
        ];
        if (IsFlat)
        {
            foreach (var (name, value) in fields) AddVariable(value(name));
            return _file.ToBytes();
        }

        AddVariable(_file.Struct("EEG", [.. fields.Select(f => (f.Name, f.Value("")))]));
        return _file.ToBytes();
    }

    private void AddVariable(byte[] variable) => _ = IsCompressed ? _file.AddCompressed(variable) : _file.Add(variable);

    private byte[] Number(string name, double value) => _file.Doubles(name, [1, 1], value);

    private byte[] Data(string name) => DataFile is { } file
        ? _file.Text(name, file)
        : _file.Singles(name, Trials > 1 ? [Channels, Samples, Trials] : [Channels, Samples],
            [.. from n in Enumerable.Range(0, Samples * Trials) from c in Enumerable.Range(0, Channels) select Value(n, c)]);

    private byte[] Locations(string name) => _file.Structs(name, ["labels", "X", "Y", "Z", "type", "ref"], [.. Enumerable.Range(0, Channels)
        .SelectMany(c => new[]
        {
            _file.Text("", c == 0 ? "Fz" : $"EXG{c}"), c == 0 ? Number("", 60) : _file.Doubles("", [0, 0]), Number("", 0), c == 0 ? Number("", 80) : _file.Doubles("", [0, 0]),
            _file.Text("", c == 0 ? "EEG" : "EOG"), _file.Text("", c == 0 ? "Cz" : ""),
        })]);

    private byte[] EventTable(string name) => _file.Structs(name, ["type", "latency", "duration"], [.. Events.SelectMany(e => new[]
    {
        e.Type is string text ? _file.Text("", text) : Number("", (double)e.Type), Number("", e.Latency),
        e.Duration is { } d ? Number("", d) : _file.Doubles("", [0, 0]),
    })]);
}
