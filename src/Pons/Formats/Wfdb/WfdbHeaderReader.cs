using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pons.Formats.Wfdb;

/// <summary>Reads header files (header(5)); each fault with the byte of its line.</summary>
internal sealed partial class WfdbHeaderReader
{
    /// <summary>A header of ten thousand segments has half a megabyte.</summary>
    private const int LargestBytes = 8 << 20;

    private const double FastestHz = 1e9;

    private readonly string _file;
    private readonly List<string> _warnings;
    private readonly List<(int Byte, string Text)> _lines = [];
    private readonly List<string> _comments = [], _info = [];

    private WfdbHeaderReader(string file, List<string> warnings) => (_file, _warnings) = (file, warnings);

    /// <summary>Reads a header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="warnings">Gets what was mended.</param>
    /// <exception cref="RecordingFormatException">It is none.</exception>
    public static WfdbRecord Read(Stream file, string name, List<string> warnings)
    {
        if (file.Length == 0) throw RecordingFormat.Empty(name);
        if (file.Length > LargestBytes)
            throw new RecordingFormatException(name, null, $"The header has {file.Length} bytes.",
                $"No header is longer than {LargestBytes}.", "Check that the file is a WFDB header.");
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        return new WfdbHeaderReader(name, warnings).Read(bytes);
    }

    /// <summary>Whether text looks like a header: its first line that is no comment is a record line.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOfAnyInRange((byte)0, (byte)8) >= 0) return false;
        foreach (var line in Encoding.Latin1.GetString(bytes).Split('\n'))
            if (line.Trim() is { Length: > 0 } text && text[0] != '#') return RecordLine().IsMatch(text);
        return false;
    }

    private WfdbRecord Read(byte[] bytes)
    {
        for (int from = 0, end; from < bytes.Length; from = end + 1)
        {
            end = Array.IndexOf(bytes, (byte)'\n', from);
            if (end < 0) end = bytes.Length;
            var text = Decode(bytes.AsSpan(from, end - from)).Trim();
            if (text.StartsWith('#'))
            {
                if (text.TrimStart('#').Trim() is { Length: > 0 } comment) _info.Add(comment);
            }
            else if (text.Length > 0)
            {
                _lines.Add((from, text));
                // Only what stands behind the last line describes the record.
                _comments.AddRange(_info);
                _info.Clear();
            }
        }

        if (_lines.Count == 0)
            throw Fault(0, "The header has no record line.", "It does not say what the record is.", "Copy the header again.");
        var match = RecordLine().Match(_lines[0].Text);
        if (!match.Success)
            throw Fault(0, $"The record line is '{Short(_lines[0].Text)}'.", "A record line has a name and a number of signals.",
                "Check that the file is a WFDB header.");
        var named = new WfdbRecord { File = _file, Name = match.Groups["name"].Value, Comments = [.. _comments], Info = [.. _info] };
        var record = WithTimes(named, match);
        return match.Groups["segments"].Success ? WithSegments(record, match) : WithSignals(record, match);
    }

    private WfdbRecord WithTimes(WfdbRecord record, Match match)
    {
        var rate = WfdbRecord.DefaultRateHz;
        if (!match.Groups["rate"].Success)
            _warnings.Add($"'{_file}' states no sampling frequency: {rate} Hz, the default of WFDB, is assumed.");
        else if (!TryNumber(match.Groups["rate"].Value, out rate) || rate is <= 0 or > FastestHz)
            throw Fault(0, $"The sampling frequency is '{match.Groups["rate"].Value}'.", "Without it, samples have no time.",
                "Correct the second number of the record line.");
        long? frames = long.TryParse(match.Groups["frames"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 ? count : null;
        var time = TimeOf(match.Groups["time"].Value);
        var date = DateTime.TryParseExact(match.Groups["date"].Value, "d/M/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day) ? day : (DateTime?)null;
        if ((match.Groups["time"].Success && time is null) || (match.Groups["date"].Success && date is null))
            _warnings.Add($"'{_file}' states the start '{match.Groups["time"].Value} {match.Groups["date"].Value}', "
                + "which is no time and date: it is left out.");
        return record with { FrameRateHz = rate, FrameCount = frames, BaseTime = time, BaseDate = date };
    }

    /// <summary>Hours, minutes and seconds; fewer parts are the lower ones.</summary>
    private static TimeSpan? TimeOf(string text)
    {
        if (text.Length == 0) return null;
        var seconds = 0.0;
        foreach (var part in text.Split(':'))
        {
            if (!TryNumber(part, out var number) || number is < 0 or > 1e6) return null;
            seconds = seconds * 60 + number;
        }

        return seconds < 86_400 ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    private WfdbRecord WithSegments(WfdbRecord record, Match match)
    {
        var stated = match.Groups["segments"].Value;
        var segments = _lines.Skip(1).Select(line =>
        {
            var fields = Fields(line.Text);
            if (fields.Length < 2 || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || count > long.MaxValue / 1024)
                throw Fault(line.Byte, $"A segment line is '{Short(line.Text)}'.", "It needs a name and a number of samples.",
                    "Correct the line.");
            return (fields[0], count);
        }).ToImmutableArray();
        if (stated != segments.Length.ToString(CultureInfo.InvariantCulture))
            _warnings.Add($"'{_file}' states {stated} segments and lists {segments.Length}: those that are listed are read.");
        return record with { Segments = segments, HasSegments = true };
    }

    private WfdbRecord WithSignals(WfdbRecord record, Match match)
    {
        if (!int.TryParse(match.Groups["signals"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var stated))
            throw Fault(0, $"The header states {match.Groups["signals"].Value} signals.", "No record has that many.",
                "Correct the record line.");
        if (stated > _lines.Count - 1)
            throw Fault(_lines[^1].Byte, $"The header states {stated} signals and describes {_lines.Count - 1}.",
                "How the others are stored is unknown.", "Copy the header again.");
        if (stated < _lines.Count - 1)
            _warnings.Add($"'{_file}' states {stated} signals and has {_lines.Count - 1} lines for them: "
                + $"the last {_lines.Count - 1 - stated} are left out.");
        return record with { Signals = [.. _lines.Skip(1).Take(stated).Select(l => SignalOf(l.Byte, l.Text))] };
    }

    private WfdbSignal SignalOf(int at, string line)
    {
        var fields = Fields(line);
        var storage = fields.Length < 2 ? Match.Empty : Storage().Match(fields[1]);
        if (!storage.Success)
            throw Fault(at, $"A signal line is '{Short(line)}'.", "It needs a file and a storage format, such as '100.dat 212'.",
                "Correct the line.");
        var gain = fields.Length > 2 ? GainField().Match(fields[2]) : Match.Empty;
        var numbers = Enumerable.Range(3, 5).Select(i => fields.Length > i ? WholeNumber(fields[i]) : null).ToArray();
        var description = Description().Match(line) is { Success: true } d ? d.Groups[1].Value.Trim() : "";
        var steps = TryNumber(gain.Groups["gain"].Value, out var g) ? g : 0;
        if (steps == 0)
        {
            _warnings.Add($"The signal '{(description.Length > 0 ? description : fields[0])}' is not calibrated: "
                + $"{WfdbSignal.DefaultGain} steps a unit, the default of WFDB, are assumed.");
            steps = WfdbSignal.DefaultGain;
        }

        return new()
        {
            File = fields[0],
            Format = FormatOf(at, storage.Groups["format"].Value),
            SamplesPerFrame = Count(at, storage.Groups["samples"], 1, 1 << 20),
            Skew = Count(at, storage.Groups["skew"], 0, 1 << 30),
            ByteOffset = long.TryParse(storage.Groups["offset"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? offset : 0,
            Gain = steps,
            Baseline = TryNumber(gain.Groups["baseline"].Value, out var baseline) ? baseline : numbers[1] ?? 0,
            Unit = gain.Groups["unit"].Success ? gain.Groups["unit"].Value : "mV",
            Resolution = numbers[0] ?? 0,
            Zero = numbers[1] ?? 0,
            InitialValue = numbers[2] ?? numbers[1] ?? 0,
            Checksum = numbers[3],
            Description = description,
        };
    }

    private WfdbSampleFormat FormatOf(int at, string number) =>
        (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? WfdbSampleFormat.Of(n) : null)
            ?? throw Fault(at, $"The samples are stored in format {number}.", "No such format is known, so that they cannot be read.",
                "Correct the signal line.");

    private int Count(int at, Group field, int least, int most)
    {
        if (!field.Success) return least;
        return int.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw Fault(at, $"A signal line states {field.Value} as samples a frame or skew.", $"Sensible are {least} to {most}.",
                "Correct the signal line.");
    }

    private RecordingFormatException Fault(int at, string what, string why, string remedy) => new(_file, at, what, why, remedy);

    private static string[] Fields(string line) => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static int? WholeNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    /// <summary>Name/segments, signals, rate/counter(base), frames, time, date; from the rate on each may be missing.</summary>
    [GeneratedRegex(@"^(?<name>[^\s/]+)(?:/(?<segments>[0-9]+))?\s+(?<signals>[0-9]+)"
        + @"(?:\s+(?<rate>[-+0-9.eE]+)(?:/[-+0-9.eE]+(?:\([-+0-9.eE]+\))?)?"
        + @"(?:\s+(?<frames>[0-9]+)(?:\s+(?<time>[0-9:.]+)(?:\s+(?<date>[0-9]+/[0-9]+/[0-9]+))?)?)?)?\s*$")]
    private static partial Regex RecordLine();

    [GeneratedRegex(@"^(?<format>[0-9]+)(?:x(?<samples>[0-9]+))?(?::(?<skew>[0-9]+))?(?:\+(?<offset>[0-9]+))?$")]
    private static partial Regex Storage();

    [GeneratedRegex(@"^(?<gain>[-+0-9.eE]+)?(?:\((?<baseline>[-+0-9.eE]+)\))?(?:/(?<unit>\S+))?$")]
    private static partial Regex GainField();

    /// <summary>What stands behind the eighth field, with its own spaces.</summary>
    [GeneratedRegex(@"^(?:\S+\s+){8}(.*)$")]
    private static partial Regex Description();
}
