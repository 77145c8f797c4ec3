using System.Globalization;
using System.Text;
using Pons.Formats;

namespace Pons.Deidentification.SideFiles;

/// <summary>
/// Tables with tabs, commas or semicolons: columns by their names, cells by the rules. Numbers are measurements unless nearly all of their
/// column looks like dates or numbers of people; rows of another subject move by that subject's shift.
/// </summary>
internal sealed class TableScrubber : IdentityScrubber
{
    private const int SampledRows = 200;
    private const double ShareOfHits = 0.8;

    private static readonly string[] SubjectColumns = ["participant_id", "subject_id", "participant", "subject", "受试者编号", "被试编号"];

    /// <inheritdoc/>
    public override string Format => "table";

    /// <inheritdoc/>
    public override bool OpensAsRecording(RecordingFiles files) => false;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) =>
        files.Extension is ".tsv" or ".csv" && PlainTextScrubber.IsText(files.FirstBytes.Span) && files.FirstBytes.Span is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]);

    /// <inheritdoc/>
    public override void Scrub(ScrubbedFiles files, Scribe scribe)
    {
        using var source = files.Source.OpenMain();
        var columns = Columns.Of(source, files, scribe);
        source.Position = 0;
        var target = files.Create(files.Name);
        var isHead = true;
        foreach (var (at, line) in Records(source, files.Name))
        {
            if (!PlainTextScrubber.IsText(line))
                throw new RecordingFormatException(files.Name, at, "The table holds bytes that are no text.", "What they are is unknown.", "Export the table again.");
            var text = TextBytes.Decode(line, out var encoding);
            var written = isHead ? columns.Head(text, at, scribe) : columns.Row(text, at, scribe);
            target.Write(text == written ? line : TextBytes.Encode(written, encoding));
            isHead = false;
        }
    }

    /// <summary>Lines, joined where a line end stands between quotes.</summary>
    private static IEnumerable<(long At, byte[] Line)> Records(Stream file, string name)
    {
        (long At, byte[] Line)? open = null;
        foreach (var (at, line) in ByteLines.Of(file, name))
        {
            var record = open is { } begun ? (begun.At, [.. begun.Line, .. line]) : (At: at, Line: line);
            open = record.Line.AsSpan().Count((byte)'"') % 2 == 1 && record.Line.Length < 1 << 20 ? record : null;
            if (open is null) yield return record;
        }

        if (open is { } rest) yield return rest;
    }

    private sealed class Columns(char separator, string[] names, bool hasHead, bool[] holdsNumbersOfPeople, bool isOfPeople)
    {
        private readonly int _subject = Array.FindIndex(names, n => SubjectColumns.Contains(n, StringComparer.OrdinalIgnoreCase));

        /// <summary>Looks at the first rows.</summary>
        public static Columns Of(Stream source, ScrubbedFiles files, Scribe scribe)
        {
            var rows = Records(source, files.Name).Take(SampledRows + 1).Select(r => TextBytes.Decode(r.Line, out _)).ToList();
            if (rows.Count == 0) return new(',', [], false, [], false);
            var separator = files.Source.Extension == ".tsv" || rows[0].Contains('\t') ? '\t' : rows[0].Count(c => c == ';') > rows[0].Count(c => c == ',') ? ';' : ',';
            var first = Cells(rows[0], separator).Select(c => c.Value).ToArray();
            var hasHead = first.Length > 0 && !first.Any(IsNumber);
            var body = rows.Skip(hasHead ? 1 : 0).Select(r => Cells(r, separator)).ToList();
            var people = new bool[first.Length];
            for (var i = 0; i < people.Length; i++)
            {
                var numbers = body.Where(r => r.Count > i && IsNumber(r[i].Value)).Select(r => r[i].Value).ToList();
                people[i] = numbers.Count > 0 && numbers.Count(scribe.WouldFind) >= ShareOfHits * numbers.Count;
            }

            return new(separator, hasHead ? first : [], hasHead, people, files.Name.StartsWith("participants", StringComparison.Ordinal)
                || first.Any(n => SubjectColumns.Contains(n, StringComparer.OrdinalIgnoreCase)));
        }

        public string Head(string line, long at, Scribe scribe) => hasHead ? Rewrite(line, (_, value) => scribe.Text("column name", at, value)) : Row(line, at, scribe);

        public string Row(string line, long at, Scribe scribe)
        {
            var cells = Cells(line, separator);
            var label = _subject >= 0 && _subject < cells.Count ? cells[_subject].Value : "";
            var own = label.StartsWith("sub-", StringComparison.Ordinal) ? scribe.About(label[4..]) : scribe;
            return Rewrite(line, (column, value) => Cell(column, value, at, own));
        }

        private string Cell(int column, string value, long at, Scribe scribe)
        {
            if (value.Length == 0 || value == "n/a") return value;
            var name = column < names.Length ? names[column] : "";
            var where = name.Length == 0 ? $"column {column + 1}" : $"column '{scribe.Shown(name)}'";
            if (name.Equals("age", StringComparison.OrdinalIgnoreCase) || name is "年龄") return scribe.Age(where, at, value);
            if (isOfPeople && name.ToUpperInvariant() is "NAME" or "FIRST" or "LAST")
                return scribe.Holds(where, at, IdentityKind.PersonName, value, ofSubject: true) ? "n/a" : value;
            if (scribe.Rules.FieldNamed(name) is { } field) return scribe.NamedValue(where, at, field, value, "n/a");
            if (IsNumber(value) && !(column < holdsNumbersOfPeople.Length && holdsNumbersOfPeople[column])) return value;
            return scribe.Text(where, at, value);
        }

        private string Rewrite(string line, Func<int, string, string> cell)
        {
            var result = new StringBuilder(line.Length);
            var (from, column) = (0, 0);
            foreach (var (start, length, value, isQuoted) in Cells(line, separator))
            {
                var now = cell(column++, value);
                result.Append(line, from, start - from);
                if (now == value) result.Append(line, start, length);
                else if (isQuoted || now.Contains(separator, StringComparison.Ordinal)) result.Append('"').Append(now.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
                else result.Append(now);
                from = start + length;
            }

            return result.Append(line, from, line.Length - from).ToString();
        }

        /// <summary>The cells of a line without the end of the line.</summary>
        private static List<(int Start, int Length, string Value, bool IsQuoted)> Cells(string line, char separator)
        {
            var cells = new List<(int, int, string, bool)>();
            var end = line.AsSpan().TrimEnd("\r\n").Length;
            for (var i = 0; i <= end;)
            {
                var stop = i;
                var isQuoted = i < end && line[i] == '"';
                if (isQuoted)
                {
                    stop++;
                    while (stop < end && (line[stop] != '"' || (stop + 1 < end && line[stop + 1] == '"'))) stop += line[stop] == '"' ? 2 : 1;
                    stop = Math.Min(stop + 1, end);
                }

                while (stop < end && line[stop] != separator) stop++;
                var raw = line[i..stop];
                var value = isQuoted && raw.Length >= 2 && raw[^1] == '"' ? raw[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : raw;
                cells.Add((i, stop - i, value, isQuoted));
                i = stop + 1;
            }

            return cells;
        }

        private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }
}
