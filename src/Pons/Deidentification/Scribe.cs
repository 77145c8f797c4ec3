namespace Pons.Deidentification;

/// <summary>
/// Goes through the texts of one recording with a scrubber: says what must stand in each place instead, and notes what was found. In the
/// survey it learns and changes nothing; when the result is inspected, whatever it finds is left over.
/// </summary>
internal sealed class Scribe
{
    private readonly ScrubPlan _plan;
    private readonly string _path;
    private readonly List<LearntIdentity> _learnt;
    private readonly List<DateOnly> _dates;

    public Scribe(ScrubPlan plan, ScrubPass pass, string path, SubjectRecord? subject)
        : this(plan, pass, path, subject, new(), [], [], [])
    {
    }

    private Scribe(
        ScrubPlan plan, ScrubPass pass, string path, SubjectRecord? subject, FindingList findings, List<LearntIdentity> learnt, List<DateOnly> dates,
        HashSet<string> notes)
    {
        _plan = plan;
        _path = path;
        Pass = pass;
        Subject = subject;
        Findings = findings;
        _learnt = learnt;
        _dates = dates;
        Notes = notes;
    }

    public ScrubPass Pass { get; }

    /// <summary>Whose recording it is; <see langword="null"/> in the survey and for files of no subject.</summary>
    public SubjectRecord? Subject { get; }

    /// <summary>What the recording itself calls its subject; seen in the survey.</summary>
    public string? DeclaredSubject { get; private set; }

    public FindingList Findings { get; }

    public HashSet<string> Notes { get; }

    public bool KeepTimeOfDay => _plan.KeepTimeOfDay;

    public IdentityRules Rules => _plan.Rules;

    /// <summary>Code of the subject for headers: <c>sub-001</c>; X when there is none.</summary>
    public string Code => Subject is { } subject && subject.Label.Length > 0 ? "sub-" + subject.Label : "X";

    /// <summary>A scribe for a row that belongs to another subject; it notes into the same lists.</summary>
    public Scribe About(string label) =>
        new(_plan, Pass, _path, Pass == ScrubPass.Survey ? SurveyedSubject(label) : FindByLabel(label), Findings, _learnt, _dates, Notes);

    /// <summary>Says what the recording calls its subject: a number, else a name. A code that an earlier run wrote stays the code.</summary>
    public void Declare(string subject)
    {
        var code = subject.Trim().Split(' ')[0];
        if (DeclaredSubject is null && !_plan.IsBlank(subject)) DeclaredSubject = ScrubPlan.IsCode(code) ? code : subject.Trim();
    }

    public void Note(string sentence) => Notes.Add(sentence);

    /// <summary>Declares the code that a field begins with, if it does; what else stands there is empty.</summary>
    public void DeclareCode(string field)
    {
        if (field.Split(' ')[0] is var code && ScrubPlan.IsCode(code)) DeclaredSubject ??= code;
    }

    /// <summary>Whether a place holds nothing, or what de-identification writes itself.</summary>
    public bool IsBlank(string value) => _plan.IsBlank(value);

    /// <summary>Learns from a field that is emptied as a whole what must be looked for elsewhere.</summary>
    public void LearnFrom(string text)
    {
        if (Pass != ScrubPass.Survey) return;
        foreach (var hit in _plan.Text.Find(text)) Learn(hit);
    }

    /// <summary>Text without what points to a person.</summary>
    /// <param name="where">Field or part of the file.</param>
    /// <param name="at">Byte in the file; <see langword="null"/> where that says nothing.</param>
    /// <param name="text">What stands there.</param>
    /// <param name="knownOnly">Whether only what is known of the subjects and staff counts.</param>
    public string Text(string where, long? at, string text, bool knownOnly = false)
    {
        var hits = Hits(text, knownOnly);
        if (hits.Count == 0) return text;
        foreach (var hit in hits) Add(where, at is null ? null : at + hit.Start, hit.Rule, Action(hit), hit.Value);
        return Pass == ScrubPass.Write ? _plan.Text.Replace(text, hits, Replacement(isShort: false), knownOnly) : text;
    }

    /// <summary>Text that must not become longer than a number of bytes; shorter tokens are taken, and at last the letter X.</summary>
    public byte[] TextWithin(string where, long? at, ReadOnlySpan<byte> bytes, int maxBytes)
    {
        var text = TextBytes.Decode(bytes, out var encoding);
        var hits = Hits(text, false);
        if (hits.Count == 0) return bytes.ToArray();
        foreach (var hit in hits) Add(where, at, hit.Rule, Action(hit), hit.Value);
        if (Pass != ScrubPass.Write) return bytes.ToArray();
        foreach (var isShort in (bool[])[false, true])
        {
            var written = TextBytes.Encode(_plan.Text.Replace(text, hits, Replacement(isShort)), encoding);
            if (written.Length <= maxBytes) return written;
        }

        return [];
    }

    /// <summary>A field of fixed width, rewritten in place and filled up with what fills it.</summary>
    public void FixedText(string where, long at, Span<byte> field, byte padding = (byte)' ')
    {
        var end = field.IndexOf((byte)0);
        var used = (end < 0 ? field : field[..end]).TrimEnd(" \0"u8).Length;
        var written = TextWithin(where, at, field[..used], field.Length);
        if (Pass == ScrubPass.Write && !written.AsSpan().SequenceEqual(field[..used]))
        {
            field[..Math.Max(used, written.Length)].Fill(padding);
            written.CopyTo(field);
        }

        if (end >= 0) Unused(where + ", behind its end", at + end, field[Math.Max(end, written.Length)..]);
    }

    /// <summary>Whether a field that identifies by its place must be emptied; what it held is looked for everywhere.</summary>
    /// <param name="where">Field or part of the file.</param>
    /// <param name="at">Byte in the file.</param>
    /// <param name="kind">What stands there.</param>
    /// <param name="value">The value.</param>
    /// <param name="ofSubject">Whether it names the subject and not staff, a place or a device.</param>
    /// <param name="isLookedFor">Whether the value is looked for elsewhere.</param>
    public bool Holds(string where, long? at, IdentityKind kind, string value, bool ofSubject = false, bool isLookedFor = true) =>
        Holds(where, at, FoundBy.Place, kind, value, ofSubject, isLookedFor);

    /// <summary>The value of a field whose name says what it is.</summary>
    /// <param name="where">Field or part of the file.</param>
    /// <param name="at">Byte in the file.</param>
    /// <param name="field">What its name says.</param>
    /// <param name="value">The value.</param>
    /// <param name="empty">What the format writes for unknown.</param>
    public string NamedValue(string where, long? at, IdentityField field, string value, string empty)
    {
        var plain = value.StartsWith("sub-", StringComparison.Ordinal) ? value[4..] : value;
        if (field.Kind == IdentityKind.SubjectLabel && (NameLists.IsPlainCode(plain) || FindByLabel(plain) is not null)) return Text(where, at, value);
        return Holds(where, at, FoundBy.Field, field.Kind, value, field.Id is "field-name" or "field-number" or "field-subject", isLookedFor: true) && Pass == ScrubPass.Write
            ? empty : value;
    }

    /// <summary>An age: from 89 years on it says no more than that (45 CFR 164.514(b)(2)(i)(C); BIDS writes <c>89+</c>).</summary>
    public string Age(string where, long? at, string value)
    {
        if (!double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var years) || years < 89) return Text(where, at, value);
        Add(where, at, FoundBy.Rule(FoundBy.Field, IdentityKind.Age), IdentityAction.Generalise, value);
        return Token(IdentityKind.Age);
    }

    /// <summary>Whether the rules find something in a text; nothing is noted.</summary>
    public bool WouldFind(string text) => _plan.Text.Find(text).Count > 0;

    /// <summary>A name of the file as it may stand in the report.</summary>
    public string Shown(string name) => _plan.Text.Find(name) is { Count: > 0 } hits ? _plan.Text.Replace(name, hits, new(null, false)) : name;

    /// <summary>A date moved by the shift of the subject; <see langword="null"/> when there is none and the place must be emptied.</summary>
    public DateOnly? Date(string where, long? at, DateOnly date)
    {
        if (DateSpelling.IsReleased(date)) return date;
        Add(where, at, FoundBy.Rule(FoundBy.Place, IdentityKind.Date), IdentityAction.Shift, Spelled(date));
        if (Pass != ScrubPass.Survey) return TextReplacement.Shift(date, Subject?.ShiftDays);
        NoteDate(date);
        return date;
    }

    /// <summary>A time of day: midnight, unless times are kept.</summary>
    public TimeOnly TimeOfDay(string where, long? at, TimeOnly time)
    {
        if (KeepTimeOfDay || time == TimeOnly.MinValue) return time;
        Add(where, at, FoundBy.Rule(FoundBy.Place, IdentityKind.TimeOfDay), IdentityAction.Generalise, time.ToString("O", null));
        return TimeOnly.MinValue;
    }

    /// <summary>Empties what the format leaves unused.</summary>
    public void Unused(string where, long at, Span<byte> bytes, byte blank = 0)
    {
        var used = bytes.IndexOfAnyExcept(blank, (byte)' ', (byte)0);
        if (used < 0) return;
        Cut(where, at + used, bytes[used..]);
        if (Pass == ScrubPass.Write) bytes.Fill(blank);
    }

    /// <summary>Notes bytes that are not copied.</summary>
    public void Cut(string where, long at, ReadOnlySpan<byte> bytes) =>
        Add(where, at, FoundBy.Rule(FoundBy.Unused, IdentityKind.UnusedSpace), IdentityAction.Remove, TextBytes.Decode(bytes, out _));

    /// <summary>Name of another file of the recording, in the output.</summary>
    public string FileName(string where, long? at, string name)
    {
        if (Pass == ScrubPass.Write && _plan.NewNameBeside(_path, name) is { } renamed)
        {
            if (renamed != name) Add(where, at, FoundBy.Rule(FoundBy.Renamed, IdentityKind.SubjectLabel), IdentityAction.Token, name);
            return renamed;
        }

        return Pass == ScrubPass.Survey ? name : Text(where, at, name);
    }

    public string Token(IdentityKind kind) => Rules.TokenOf(kind);

    /// <summary>Gives the plan what the survey learnt, now that the subject is known.</summary>
    public void Deliver(SubjectRecord? subject)
    {
        foreach (var date in _dates) subject?.Note(date);
        foreach (var learnt in _learnt) _plan.Learn(learnt.SubjectKey == "" ? learnt with { SubjectKey = subject?.Key } : learnt);
    }

    private bool Holds(string where, long? at, string foundBy, IdentityKind kind, string value, bool ofSubject, bool isLookedFor)
    {
        if (_plan.IsBlank(value)) return false;
        if (kind == IdentityKind.Date && DateSpelling.TryParse(value, out var date) && date == DateSpelling.EdfUnknown) return false;
        Add(where, at, FoundBy.Rule(foundBy, kind), IdentityAction.Remove, value.Trim());
        if (Pass == ScrubPass.Survey && isLookedFor) _learnt.Add(new(kind, value.Trim(), ofSubject ? Subject?.Key ?? "" : null, true));
        return true;
    }

    private IReadOnlyList<TextHit> Hits(string text, bool knownOnly)
    {
        var hits = _plan.Text.Find(text, knownOnly);
        if (hits.Count > 0 && KeepTimeOfDay) hits = [.. hits.Where(h => h.Rule.Kind != IdentityKind.TimeOfDay)];
        if (Pass == ScrubPass.Survey)
            foreach (var hit in hits) Learn(hit);
        return Pass == ScrubPass.Inspect ? [.. hits.Where(h => h.Rule.Action != IdentityAction.Report)] : hits;
    }

    private void Learn(TextHit hit)
    {
        var (kind, certainty) = (hit.Rule.Kind, hit.Rule.Certainty);
        if (hit.Rule.Action == IdentityAction.Shift && DateSpelling.TryParse(TextFolding.Fold(hit.Value), out var date)) NoteDate(date);
        else if (certainty >= IdentityCertainty.Likely && hit.Rule.Action == IdentityAction.Token && kind is IdentityKind.PersonName or IdentityKind.NationalId
            or IdentityKind.Phone or IdentityKind.Email or IdentityKind.RecordNumber or IdentityKind.SerialNumber or IdentityKind.Institution or IdentityKind.Address)
            _learnt.Add(new(kind, hit.Value, null, false));
    }

    private void NoteDate(DateOnly date)
    {
        if (Subject is { } subject) subject.Note(date);
        else _dates.Add(date);
    }

    private void Add(string where, long? at, IdentityRule rule, IdentityAction action, string value) =>
        Findings.Add(new(where, at, rule.Id, rule.Kind, action, rule.Certainty, value.Length, _plan.Hash(value), 1));

    /// <summary>A date of no subject cannot be shifted.</summary>
    private IdentityAction Action(TextHit hit) =>
        hit.Rule.Action == IdentityAction.Shift && Subject?.ShiftDays is null && Pass != ScrubPass.Survey ? IdentityAction.Token : hit.Rule.Action;

    private TextReplacement Replacement(bool isShort) => new(Subject?.ShiftDays, KeepTimeOfDay) { IsShort = isShort };

    private SubjectRecord SurveyedSubject(string label) => _plan.Roster.Of("sub-" + label, label);

    private SubjectRecord? FindByLabel(string label) => _plan.Roster.Find("sub-" + label) ?? _plan.Roster.All.FirstOrDefault(s => s.Label == label);

    private static string Spelled(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
