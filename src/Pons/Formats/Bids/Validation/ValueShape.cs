using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// What a field or cell may hold, in the notation of <c>bids-rules.json</c>: <c>number > 0 [Hz] | one of n/a</c>,
/// <c>array(3) of number</c>, <c>object of string as uri</c>, <c>string like sub-&lt;label></c>.
/// </summary>
internal sealed partial class ValueShape
{
    private readonly ImmutableArray<Alternative> _alternatives;

    private ValueShape(string notation, ImmutableArray<Alternative> alternatives)
    {
        Notation = notation;
        _alternatives = alternatives;
    }

    /// <summary>What is expected, in words that need no translation: lists are written out.</summary>
    public string Notation { get; }

    /// <summary>The values of a list, without the deprecated ones; empty when it is no list.</summary>
    public IEnumerable<string> Choices => _alternatives.OfType<Choice>().SelectMany(c => c.Allowed);

    public static ValueShape Parse(string notation, IReadOnlyDictionary<string, string[]> lists)
    {
        var parts = notation.Split(" | ").Select(part => ParseOne(part, lists)).ToImmutableArray();
        return new(string.Join(" | ", parts.Select(p => p.Notation).Where(n => n != Choice.None)), parts);
    }

    /// <summary>One of the given values and nothing else.</summary>
    public static ValueShape OneOf(IEnumerable<string> values)
    {
        var choice = new Choice([.. values], []);
        return new(choice.Notation, [choice]);
    }

    /// <summary>How well a part of a JSON document fits, and the innermost part that does not.</summary>
    public (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part)
    {
        var best = (Verdict: ShapeVerdict.WrongType, At: part);
        foreach (var alternative in _alternatives)
        {
            var judged = alternative.Judge(part);
            if (judged.Verdict < best.Verdict) best = judged;
        }

        return best;
    }

    /// <summary>How well the text of a cell fits; <c>n/a</c> is not asked here.</summary>
    public ShapeVerdict Judge(string cell)
    {
        var best = ShapeVerdict.WrongType;
        foreach (var alternative in _alternatives)
        {
            var verdict = alternative.Judge(cell);
            if (verdict < best) best = verdict;
        }

        return best;
    }

    /// <summary>Whether a cell surely fits, seen from its bytes; what does not may still fit.</summary>
    public bool Fits(ReadOnlySpan<byte> cell)
    {
        foreach (var alternative in _alternatives)
            if (alternative.Fits(cell)) return true;
        return false;
    }

    private static Alternative ParseOne(string text, IReadOnlyDictionary<string, string[]> lists)
    {
        if (text.StartsWith("one of ", StringComparison.Ordinal)) return Choice.Of(text[7..], lists);
        if (text.StartsWith("array", StringComparison.Ordinal)) return ParseArray(text, lists);
        if (text.StartsWith("object", StringComparison.Ordinal))
            return new Members(text.Length > 6 ? ParseOne(text["object of ".Length..], lists) : null);
        if (text.StartsWith("string", StringComparison.Ordinal)) return Text.Of(text, lists);
        if (text == "boolean") return new Truth();
        var match = NumberNotation().Match(text);
        if (!match.Success) throw new FormatException($"bids-rules.json: '{text}' is no shape.");
        var limit = match.Groups[3].Success ? double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : double.NegativeInfinity;
        return new Number(text, match.Groups[1].Value == "integer", limit, match.Groups[2].Value == ">");
    }

    private static Items ParseArray(string text, IReadOnlyDictionary<string, string[]> lists)
    {
        var match = ArrayNotation().Match(text);
        var least = match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        var most = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)
            : match.Groups[1].Success && !match.Groups[3].Success ? least : int.MaxValue;
        return new(text[..match.Groups[4].Index], ParseOne(match.Groups[4].Value, lists), least, most);
    }

    [GeneratedRegex(@"^(number|integer)(?: (>=?) (\S+))?(?: \[[^\]]+\])?$")]
    private static partial Regex NumberNotation();

    [GeneratedRegex(@"^array(?:\((\d+)(?:(?:\.\.(\d+))|(\.\.))?\))? of (.+)$")]
    private static partial Regex ArrayNotation();

    private abstract class Alternative(string notation)
    {
        public string Notation { get; } = notation;

        public abstract (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part);

        public abstract ShapeVerdict Judge(string cell);

        protected static (ShapeVerdict Verdict, JsonPart At) Worse(
            (ShapeVerdict Verdict, JsonPart At) one, (ShapeVerdict Verdict, JsonPart At) other) => other.Verdict > one.Verdict ? other : one;

        /// <summary>Whether a cell surely fits; a kind that cannot tell from bytes says no.</summary>
        public virtual bool Fits(ReadOnlySpan<byte> cell) => false;
    }

    private sealed class Number(string notation, bool isInteger, double limit, bool isOpen) : Alternative(notation)
    {
        public override (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part) =>
            (part.Kind == JsonValueKind.Number ? Judge(part.Text) : ShapeVerdict.WrongType, part);

        public override ShapeVerdict Judge(string cell) =>
            double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? Judge(value) : ShapeVerdict.WrongType;

        public override bool Fits(ReadOnlySpan<byte> cell) =>
            double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Judge(value) == ShapeVerdict.Fits;

        private ShapeVerdict Judge(double value)
        {
            if (!double.IsFinite(value) || (isInteger && value % 1 != 0)) return ShapeVerdict.WrongType;
            return value < limit || (isOpen && value == limit) ? ShapeVerdict.OutOfRange : ShapeVerdict.Fits;
        }
    }

    private sealed class Truth() : Alternative("boolean")
    {
        public override (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part) =>
            (part.Kind is JsonValueKind.True or JsonValueKind.False ? ShapeVerdict.Fits : ShapeVerdict.WrongType, part);

        public override ShapeVerdict Judge(string cell) => cell is "true" or "false" ? ShapeVerdict.Fits : ShapeVerdict.WrongType;
    }

    private sealed class Members(Alternative? of) : Alternative(of is null ? "object" : $"object of {of.Notation}")
    {
        public override (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part)
        {
            if (part.Kind != JsonValueKind.Object) return (ShapeVerdict.WrongType, part);
            var worst = (Verdict: ShapeVerdict.Fits, At: part);
            if (of is not null)
                foreach (var member in part.Members) worst = Worse(worst, of.Judge(member.Value));
            return worst;
        }

        public override ShapeVerdict Judge(string cell) => ShapeVerdict.WrongType;
    }

    private sealed class Items(string prefix, Alternative of, int least, int most) : Alternative(prefix + of.Notation)
    {
        public override (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part)
        {
            if (part.Kind != JsonValueKind.Array) return (ShapeVerdict.WrongType, part);
            if (part.Items.Length < least || part.Items.Length > most) return (ShapeVerdict.WrongValue, part);
            var worst = (Verdict: ShapeVerdict.Fits, At: part);
            foreach (var item in part.Items) worst = Worse(worst, of.Judge(item));
            return worst;
        }

        public override ShapeVerdict Judge(string cell) => ShapeVerdict.WrongType;
    }

    private sealed class Choice(ImmutableArray<string> allowed, ImmutableArray<string> deprecated)
        : Alternative(None + string.Join(", ", allowed))
    {
        /// <summary>Notation of a list that holds deprecated values only.</summary>
        public const string None = "one of ";

        public ImmutableArray<string> Allowed => allowed;

        private readonly byte[][] _bytes = [.. allowed.Select(System.Text.Encoding.UTF8.GetBytes)];

        public static Choice Of(string text, IReadOnlyDictionary<string, string[]> lists)
        {
            var values = Expand(text.Split(", "), lists).ToList();
            return new([.. values.Where(v => v[0] != '-')], [.. values.Where(v => v[0] == '-').Select(v => v[1..])]);
        }

        public override (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part) =>
            (part.Kind == JsonValueKind.String ? Judge(part.Text) : ShapeVerdict.WrongType, part);

        public override ShapeVerdict Judge(string cell) =>
            allowed.Contains(cell) ? ShapeVerdict.Fits : deprecated.Contains(cell) ? ShapeVerdict.Deprecated : ShapeVerdict.WrongValue;

        public override bool Fits(ReadOnlySpan<byte> cell)
        {
            foreach (var value in _bytes)
                if (cell.SequenceEqual(value)) return true;
            return false;
        }

        private static IEnumerable<string> Expand(IEnumerable<string> values, IReadOnlyDictionary<string, string[]> lists) =>
            values.SelectMany(v => v[0] == '@' ? Expand(lists[v[1..]], lists) : [v]);
    }

    private sealed class Text(string notation, Func<string, ShapeVerdict> judge) : Alternative(notation)
    {
        public static Text Of(string notation, IReadOnlyDictionary<string, string[]> lists) => new(notation, notation switch
        {
            "string" => static _ => ShapeVerdict.Fits,
            "string as uri" => Uri,
            "string as hed-version" => static t => WrongUnless(HedVersion().IsMatch(t)),
            "string as datetime" => static t => WrongUnless(DateAndTime().IsMatch(t)),
            "string as rrid" => static t => WrongUnless(t.StartsWith("RRID:", StringComparison.Ordinal) && t.Contains('_', StringComparison.Ordinal)),
            "string as unit" => new UnitNotation(lists).Judge,
            _ => Like(notation["string like ".Length..^"<label>".Length]),
        });

        public override (ShapeVerdict Verdict, JsonPart At) Judge(JsonPart part) =>
            (part.Kind == JsonValueKind.String ? judge(part.Text) : ShapeVerdict.WrongType, part);

        public override ShapeVerdict Judge(string cell) => judge(cell);

        private static Func<string, ShapeVerdict> Like(string prefix) => text =>
            WrongUnless(text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal)
                && text.AsSpan(prefix.Length).IndexOfAnyExcept(LabelCharacters) < 0);

        /// <summary>A relative reference is an address too, but it holds no blank; a bare DOI is deprecated.</summary>
        private static ShapeVerdict Uri(string text) =>
            BareDoi().IsMatch(text) ? ShapeVerdict.Deprecated : WrongUnless(text.Length > 0 && !text.AsSpan().ContainsAny(NoAddress));

        private static ShapeVerdict WrongUnless(bool fits) => fits ? ShapeVerdict.Fits : ShapeVerdict.WrongValue;
    }

    private static readonly SearchValues<char> NoAddress = SearchValues.Create(" \t\n<>\"");

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+");

    [GeneratedRegex(@"^(?:[a-zA-Z]+:)?(?:[a-zA-Z]+_)?(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)$")]
    private static partial Regex HedVersion();

    [GeneratedRegex("""
        ^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:2[0-3]|[01][0-9]):[0-5][0-9]:(?:[0-5][0-9]|60)
        (?:\.[0-9]{1,6})?(?:Z|[+-](?:2[0-3]|[01][0-9]):[0-5][0-9])?$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"^10\.[0-9]{4,}/")]
    private static partial Regex BareDoi();
}
