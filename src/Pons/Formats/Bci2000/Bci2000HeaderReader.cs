using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.Bci2000;

/// <summary>Reads the header: the first line, the definitions of states, the parameters.</summary>
internal sealed class Bci2000HeaderReader
{
    /// <summary>Parameters with large matrices make headers of some hundred kilobytes.</summary>
    private const int LongestHeader = 8 << 20;

    private const int MostChannels = 1 << 16, MostStateBits = 64;

    private const string StatesTitle = "[ State Vector Definition ]", ParametersTitle = "[ Parameter Definition ]";

    private static readonly string[] StorageTimeForms =
        ["ddd MMM d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Words in the names of parameters that can lead to a person.</summary>
    private static readonly string[] PersonalWords =
        ["Subject", "Patient", "Operator", "Investigator", "Initials", "Session", "Director", "Folder", "DataFile", "FileName", "StorageTime", "Date",
            "Comment", "Birth", "User", "Path", "Serial", "Location", "Institution"];

    private readonly string _file;
    private readonly List<string> _warnings = [];

    private Bci2000HeaderReader(string file) => _file = file;

    public static Bci2000Header Read(Stream file, string name) => new Bci2000HeaderReader(name).Read(file);

    /// <summary>Whether the first line is one of this format.</summary>
    public static bool IsFirstLine(ReadOnlySpan<byte> first) =>
        (first.StartsWith("BCI2000V="u8) || first.StartsWith("HeaderLen="u8)) && first.IndexOf("HeaderLen="u8) is >= 0 and < 64
        && first.IndexOf("SourceCh="u8) is > 0 and < 256 && first.IndexOf("StatevectorLen="u8) is > 0 and < 256;

    private Bci2000Header Read(Stream file)
    {
        var line = FirstLine(file);
        var length = Number(line, "HeaderLen", 1, LongestHeader);
        if (length > file.Length)
            throw Fault(file.Length, $"The header is said to have {length} bytes; the file has {file.Length}.", "The file ends inside its header.");
        var bytes = new byte[length];
        file.Position = 0;
        file.ReadExactly(bytes);
        var (states, parameters) = Definitions(Bci2000Text.Decode(bytes));
        var header = new Bci2000Header
        {
            Format = "BCI2000",
            File = _file,
            Version = line.GetValueOrDefault("BCI2000V", "1.0"),
            HeaderBytes = length,
            ChannelCount = Number(line, "SourceCh", 1, MostChannels),
            StateVectorBytes = Number(line, "StatevectorLen", 0, 1 << 16),
            SampleType = Type(line.GetValueOrDefault("DataFormat", "int16")),
            Parameters = parameters,
        };
        header = header with { States = [.. states.Where(s => IsInside(s, header))] };
        return Described(header);
    }

    /// <summary>The first line parted into names and values.</summary>
    private Dictionary<string, string> FirstLine(Stream file)
    {
        var bytes = new byte[Math.Min(512, file.Length)];
        file.Position = 0;
        file.ReadExactly(bytes);
        if (!IsFirstLine(bytes))
            throw Fault(0, "The first line does not state HeaderLen, SourceCh and StatevectorLen.", "The file is therefore not of BCI2000.");
        var end = bytes.AsSpan().IndexOfAny((byte)'\r', (byte)'\n');
        var words = Encoding.Latin1.GetString(end < 0 ? bytes : bytes.AsSpan(0, end)).Replace("=", "= ", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < words.Length; i++)
            if (words[i].EndsWith('=')) values.TryAdd(words[i][..^1], words[i + 1]);
        return values;
    }

    private int Number(Dictionary<string, string> line, string name, int least, int most) =>
        int.TryParse(line.GetValueOrDefault(name, ""), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value : throw Fault(0, $"{name} is '{line.GetValueOrDefault(name, "")}'; {least} to {most} was expected.",
                "The layout of the file follows from it.");

    private SampleType Type(string format) => format.ToLowerInvariant() switch
    {
        "int16" => SampleType.Int16,
        "int32" => SampleType.Int32,
        "float32" => SampleType.Float32,
        _ => throw Fault(0, $"The samples have the format '{format}'; int16, int32 and float32 are known.", "What the bytes mean is unknown."),
    };

    private static (List<Bci2000State> States, ImmutableArray<Bci2000Parameter> Parameters) Definitions(string text)
    {
        var states = new List<Bci2000State>();
        var parameters = ImmutableArray.CreateBuilder<Bci2000Parameter>();
        var section = "";
        foreach (var line in text.Split(["\r\n", "\n"], StringSplitOptions.TrimEntries))
            if (line is StatesTitle or ParametersTitle) section = line;
            else if (section == StatesTitle && Bci2000Text.State(line) is { } state) states.Add(state);
            else if (section == ParametersTitle && Bci2000Text.Parameter(line) is { } parameter) parameters.Add(parameter);
        return (states, parameters.ToImmutable());
    }

    private bool IsInside(Bci2000State state, Bci2000Header header)
    {
        if (state.Bits is > 0 and <= MostStateBits && state.FirstBit + state.Bits <= header.StateVectorBytes * 8) return true;
        _warnings.Add($"State '{state.Name}' has {state.Bits} bits from bit {state.FirstBit} on, which do not lie in the vector of "
            + $"{header.StateVectorBytes} bytes: it is left out.");
        return false;
    }

    private Bci2000Header Described(Bci2000Header header) => header with
    {
        StartTime = StorageTime(header.Parameter("StorageTime")?.Text),
        Subject = header.Parameter("SubjectName")?.Text ?? "",
        Description = header.Parameter("SubjectSession")?.Text is { Length: > 0 } session
            ? $"session {session}, run {header.Parameter("SubjectRun")?.Text}" : "",
        Device = header.Parameters.FirstOrDefault(p => p.Name.EndsWith("ADC", StringComparison.Ordinal) || p.Name == "SignalSourceFilterChain")?.Text ?? "",
        Fields = [.. header.Parameters.Select(p => new HeaderField(p.Name, p.Text, IsPersonal(p)))],
        Warnings = [.. _warnings],
    };

    private static bool IsPersonal(Bci2000Parameter parameter) =>
        PersonalWords.Any(w => parameter.Name.Contains(w, StringComparison.OrdinalIgnoreCase)) || parameter.Text.AsSpan().ContainsAny('/', '\\');

    private DateTime? StorageTime(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (DateTime.TryParseExact(text, StorageTimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var time)) return time;
        _warnings.Add($"The time of storage '{text}' is no date that is known: the start of the recording is unknown.");
        return null;
    }

    private RecordingFormatException Fault(long at, string what, string why) =>
        new(_file, at, what, why, "Copy the file again from where it was recorded.");
}
