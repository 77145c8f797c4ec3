using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pons.Formats.Delimited;

/// <summary>Opens a table: what its columns are, when its rows were taken; the rows stay in the file.</summary>
internal sealed partial class DelimitedReader
{
    private readonly RecordingFiles _files;
    private readonly Stream _file;
    private readonly DelimitedTable _table;
    private readonly DelimitedSidecar _sidecar;
    private readonly List<string> _warnings = [];
    private readonly string[] _names;
    private readonly DelimitedSource? _source;

    private DelimitedReader(RecordingFiles files, Stream file, DelimitedTable table)
    {
        (_files, _file, _table) = (files, file, table);
        if (table.EncodingAssumption is { } assumption) _warnings.Add(assumption);
        _sidecar = DelimitedSidecar.Of(files, _warnings);
        _names = Names();
        _source = DelimitedSource.Of(_names, table.Remarks);
    }

    /// <summary>Whether Pons wrote the table: its last column holds notes.</summary>
    private bool HasNotes => _names is [DelimitedWriter.TimeName, .., DelimitedWriter.MarkerName];

    /// <summary>Opens the recording; closes the file when that fails.</summary>
    public static Recording Open(RecordingFiles files)
    {
        var file = OpenText(files);
        try
        {
            var table = DelimitedTable.Of(Head(file, DelimitedTable.HeadBytes, out var isWhole), isWhole)
                ?? throw new RecordingFormatException(
                files.Name, 0, "The text is no table: its lines do not have one number of cells, with numbers among them.",
                "There are no samples to read.", "Give a text with one row a sample and one column a channel.");
            return new DelimitedReader(files, file, table).Open();
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is InvalidDataException)
                throw new RecordingFormatException(files.Name, null, "The compressed file is damaged.", "What it holds cannot be expanded.",
                    "Copy it again from where it came.", e);
            throw;
        }
    }

    /// <summary>The text of the named file, expanded when it is compressed.</summary>
    public static Stream OpenText(RecordingFiles files)
    {
        var file = files.OpenMain();
        if (file.Length == 0)
        {
            file.Dispose();
            throw RecordingFormat.Empty(files.Name);
        }

        return IsCompressed(files) ? new GzipText(file, files.Name) : file;
    }

    /// <summary>Whether the named file is compressed, by its first bytes.</summary>
    public static bool IsCompressed(RecordingFiles files) => files.FirstBytes.Span is [0x1F, 0x8B, 8, ..];

    /// <summary>The first bytes of a text.</summary>
    public static byte[] Head(Stream file, int length, out bool isWhole)
    {
        var head = new byte[length];
        file.Position = 0;
        var read = file.ReadAtLeast(head, length, throwOnEndOfStream: false);
        isWhole = read < length;
        return head[..read];
    }

    private Recording Open()
    {
        if (DelimitedSuspicion.Of(_table, _names) is { } suspicion)
            throw new RecordingFormatException(_files.Name, null, $"The table looks like {suspicion}.",
                "A recording has one row a sample and one column a channel; this table would become a wrong signal.",
                "Give the recording that it belongs to. If it is one, name its columns in a first line.");
        var layout = Layout();
        if (layout.Channels.IsEmpty)
            throw new RecordingFormatException(_files.Name, null, "No column of the table holds samples.", "There is no signal to read.",
                "Give a text with one row a sample and one column a channel.");
        var stated = StatedRate();
        var index = DelimitedIndex.Of(_file, _files.Name, layout, stated, _warnings);
        return Assemble(layout, index);
    }

    private string[] Names()
    {
        if (_sidecar.Columns.Length == _table.ColumnCount && _table.Header.Length == 0) return [.. _sidecar.Columns];
        if (!_sidecar.Columns.IsEmpty && _sidecar.Columns.Length != _table.ColumnCount)
            _warnings.Add($"'{_sidecar.Name}' names {_sidecar.Columns.Length} columns, the table has {_table.ColumnCount}: "
                + "those names are not used.");
        if (_table.Header.Length > 0) return _table.Header;
        return DelimitedRemarks.Labels(_table.Remarks, _table.ColumnCount);
    }

    private DelimitedLayout Layout()
    {
        var columns = ImmutableArray.CreateBuilder<DelimitedColumn>(_table.ColumnCount);
        for (var c = 0; c < _table.ColumnCount; c++) columns.Add(Column(c));
        var time = TimeColumn(columns);
        if (time >= 0) columns[time] = columns[time] with { Role = DelimitedRole.Time };
        WarnOfColumns(columns);
        var first = time < 0 ? 0 : FirstTime(time);
        var seconds = time < 0 ? 1 : SecondsOf(columns[time], first);
        return new(_table.Dialect, columns.MoveToImmutable(), _table.DataOffset)
        {
            Encoding = _table.Encoding,
            FirstTime = first,
            SecondsPerUnit = seconds,
            HasNotes = HasNotes,
        };
    }

    private DelimitedColumn Column(int index)
    {
        var (name, unit) = index < _names.Length ? Parted(_names[index]) : ("", "");
        if (unit.Length == 0) unit = _sidecar.Units.GetValueOrDefault(name, "");
        if (unit.Length == 0 && _source is not null) unit = DelimitedSource.UnitOf(name);
        if (name.Length == 0) name = _table.ColumnCount == 1 ? "signal" : $"column {index + 1}";
        return new(index, name, unit, HasNotes && index == _table.ColumnCount - 1 ? DelimitedRole.Marker : RoleOf(_table.Contents[index]));
    }

    /// <summary>Words that change with every other row are values, and no markers.</summary>
    private static DelimitedRole RoleOf(DelimitedContent content)
    {
        if (content.TextCount == 0) return content.NumberCount > 0 ? DelimitedRole.Channel : DelimitedRole.None;
        var isBusy = content.TextCount > 8 && content.ChangeCount > 0.5 * content.TextCount;
        return content.IsClock || isBusy ? DelimitedRole.None : DelimitedRole.Marker;
    }

    /// <summary>A label with its unit in brackets; round ones only around what is known to be a unit.</summary>
    private static (string Name, string Unit) Parted(string text)
    {
        var match = SquareUnit().Match(text);
        if (match.Success && match.Groups[1].Value.Length > 0) return (match.Groups[1].Value.Trim(), match.Groups[2].Value.Trim());
        if (text is ['[', .. var inside, ']']) return (inside.Trim(), "");
        match = RoundUnit().Match(text);
        return match.Success ? (match.Groups[1].Value.Trim(), match.Groups[2].Value.Trim()) : (text, "");
    }

    private int TimeColumn(ImmutableArray<DelimitedColumn>.Builder columns)
    {
        for (var c = 0; c < columns.Count; c++)
        {
            var content = _table.Contents[c];
            var isRising = content.RiseCount > 0 && content.FallCount <= 0.2 * content.NumberCount;
            if (columns[c].Role == DelimitedRole.Channel && DelimitedTimeUnit.IsTime(columns[c].Name) && isRising && columns.Count > 1)
                return c;
        }

        return -1;
    }

    private double FirstTime(int column)
    {
        var at = 0;
        var row = _table.Row(0);
        for (var c = 0; ; c++)
        {
            var cell = _table.Dialect.Take(ref row, out _);
            if (c == column) return DelimitedNumber.TryRead(cell, ref at, _table.Dialect.DecimalSymbol, out var time) ? time : 0;
        }
    }

    private double SecondsOf(DelimitedColumn column, double first)
    {
        var content = _table.Contents[column.Index];
        var step = (content.Largest - content.Least) / Math.Max(1, _table.SampleRowCount - 1);
        var (seconds, reason) = DelimitedTimeUnit.Of(column, first, step);
        if (column.Name != DelimitedWriter.TimeName)
            _warnings.Add($"The column '{column.Name}' is taken for the times of the rows, in "
                + $"{DelimitedTimeUnit.NameOf(seconds)}, {reason}.");
        return seconds;
    }

    private void WarnOfColumns(IEnumerable<DelimitedColumn> columns)
    {
        var channels = columns.Where(c => c.Role == DelimitedRole.Channel).ToList();
        var without = channels.Count(c => c.Unit.Length == 0);
        if (_source is not null) _warnings.Add($"The units are not in the file: {_source.Reason}.");
        else if (without > 0)
            _warnings.Add($"{without} of {channels.Count} channels have no unit in the file: their numbers are read as they stand, "
                + "and need not be microvolts.");
        foreach (var column in columns.Where(c => c.Role == DelimitedRole.None && _table.Contents[c.Index].TextCount > 0))
            _warnings.Add($"The column '{column.Name}' holds words that change with the rows (such as "
                + $"{string.Join(", ", _table.Contents[column.Index].Texts.Select(t => $"'{t}'"))}) and is left out.");
        foreach (var column in columns.Where(c => c.Role == DelimitedRole.Channel && DelimitedRecording.IsLabel(c.Name)))
            _warnings.Add($"The column '{column.Name}' holds numbers and stays a channel; it looks as if it marked events or conditions.");
    }

    private double? StatedRate()
    {
        if (_sidecar.RateHz is { } rate) return rate;
        if (DelimitedRemarks.RateHz(_table.Remarks) is { } remarked) return remarked;
        if (_source?.RateHz is { } known) return known;
        if (!_names.Any(n => DelimitedTimeUnit.IsTime(Parted(n).Name)) && RateInName().Match(_files.Name) is { Success: true } match
            && double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is > 0 and < 1e6 and var named)
        {
            _warnings.Add(FormattableString.Invariant($"Nothing in the file states its rate: {named} Hz is taken from its name."));
            return named;
        }

        return null;
    }

    private Recording Assemble(DelimitedLayout layout, DelimitedIndex index)
    {
        if (index.Timing.RateHz is null && layout.Time is null)
            _warnings.Add("Nothing in the file states its rate, and no column holds times: the rows are numbered, "
                + "their times are unknown.");
        return new DelimitedRecording(_files.Name, _file, layout, index)
        {
            Format = Format(layout.Dialect),
            StartTime = Start(layout),
            Device = _source?.Device ?? "",
            Fields = [.. DelimitedRemarks.Fields([.. _table.Remarks]), .. _sidecar.Fields],
        }.Open(_warnings);
    }

    private static string Format(DelimitedDialect dialect) => dialect.Delimiter switch
    {
        (byte)',' => "CSV",
        (byte)'\t' => "TSV",
        _ => "Delimited text",
    };

    private DateTime? Start(DelimitedLayout layout)
    {
        if (DelimitedRemarks.Start(_table.Remarks) is { } remarked) return remarked;
        if (layout.Time is null || DelimitedTimeUnit.EpochUnit(layout.FirstTime) is not { } seconds || seconds != layout.SecondsPerUnit)
            return null;
        _warnings.Add("The start is the first time of the rows, counted from 1970 in universal time; the time zone "
            + "of the place is not known.");
        return DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks((long)(layout.FirstTime * seconds * TimeSpan.TicksPerSecond)),
            DateTimeKind.Unspecified);
    }

    [GeneratedRegex(@"^(.*?)\s*\[([^\[\]]*)\]$")]
    private static partial Regex SquareUnit();

    [GeneratedRegex(@"^(.*?)\s*\(([nuµm]?V|[mµun]?s|[kM]?Hz|g|mg|m/s\^?2|deg/s|°/s|°?C|%|mmHg|[mµu]S|[kM]?Ohm|bpm|a\.?u\.?)\)$")]
    private static partial Regex RoundUnit();

    [GeneratedRegex(@"(?:^|[^0-9a-zA-Z.])([0-9]{1,6}(?:\.[0-9]+)?) ?hz(?:[^a-z]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex RateInName();
}
