using Pons.Deidentification;
using Pons.Deidentification.Risk;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons bids deidentify --report</c> writes; docs/reference/json/deidentify.schema.json. Quotes nothing that was found.</summary>
internal sealed record DeidentificationDocument(
    string Version,
    string Time,
    string Rules,
    bool IsComplete,
    DeidentificationDocument.Totals Summary,
    int Subjects,
    int RelabelledSubjects,
    bool IsSealed,
    bool KeepsTimeOfDay,
    IReadOnlyList<DeidentificationDocument.FileEntry> Files,
    int NamelessRecordings,
    IReadOnlyList<DeidentificationDocument.Limit> CannotBeExcluded,
    RiskDocument.TableSection? TableRisk,
    RiskDocument.SignalSection? SignalRisk)
{
    /// <summary>What no de-identification of headers and texts can exclude, in both languages.</summary>
    private static readonly Limit[] Limits =
    [
        new("The signal itself is a biometric: a person can be recognised by it in other recordings. No header can change that.",
            "信号本身即是生物特征：可凭此在其他记录中认出本人，清理文件头无法改变这一点。"),
        new("A name, nickname or event that no rule and no list knows may still stand in a free text. Texts marked 'possible' must be looked at by a person.",
            "未被任何规则或名单收录的姓名、昵称或事件仍可能留在自由文本中；标为“可能”的文本须由人工查看。"),
        new("Rare combinations of age, sex, diagnosis, device and place may point to one person: see the risk of the table.",
            "年龄、性别、诊断、设备与地点的罕见组合可能指向某一个人：见表格风险。"),
        new("Lengths of recordings, intervals between them and times inside them are kept; whoever has the register of a laboratory could compare them.",
            "记录时长、记录间隔与记录内的时间予以保留；持有实验室登记簿者可能据此比对。"),
        new("Copies that were shared before are not changed by this.", "此前已共享的副本不受影响。"),
    ];

    internal sealed record Totals(int Released, int Refused, int Failed, int LeftOut, int Findings, long SamplesCompared, IReadOnlyDictionary<string, int> FindingsByKind);

    internal sealed record FileEntry(
        string Path, IReadOnlyList<string>? Companions, string Format, string Verdict, string? Reason, string? Subject, long? SamplesCompared,
        IReadOnlyList<FoundEntry> Findings, IReadOnlyList<FoundEntry>? Leftovers, IReadOnlyList<string>? Notes);

    internal sealed record FoundEntry(string Where, long? Byte, string Rule, string Kind, string Action, string Certainty, int Length, string Hash, int Count);

    internal sealed record Limit(string En, string Zh);

    public static DeidentificationDocument Of(DeidentificationReport report, string version, TableRisk? tableRisk)
    {
        var findings = report.Files.SelectMany(f => f.Findings).ToList();
        int Count(FileVerdict verdict) => report.Files.Count(f => f.Verdict == verdict);
        return new(
            version, report.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), report.Rules, report.IsComplete,
            new(Count(FileVerdict.Released), Count(FileVerdict.Refused), Count(FileVerdict.Failed), Count(FileVerdict.LeftOut),
                findings.Sum(f => f.Count), report.Files.Where(f => f.Verdict == FileVerdict.Released).Sum(f => f.SamplesCompared ?? 0),
                new SortedDictionary<string, int>(findings.GroupBy(f => Camel(f.Kind)).ToDictionary(g => g.Key, g => g.Sum(f => f.Count)), StringComparer.Ordinal)),
            report.SubjectCount, report.RelabelledSubjectCount, report.IsSealed, report.KeepsTimeOfDay,
            [.. report.Files.Select(Of)], report.NamelessRecordingCount, Limits, RiskDocument.Of(tableRisk, null).Table, null);
    }

    private static FileEntry Of(DeidentifiedFile file) => new(
        file.Path, file.Companions.IsEmpty ? null : file.Companions, file.Format, Camel(file.Verdict), file.Reason.Length > 0 ? file.Reason : null, file.Subject, file.SamplesCompared,
        [.. file.Findings.Select(Of)], file.Leftovers.IsEmpty ? null : [.. file.Leftovers.Select(Of)], file.Notes.IsEmpty ? null : file.Notes);

    private static FoundEntry Of(IdentityFinding f) => new(f.Where, f.Byte, f.Rule, Camel(f.Kind), Camel(f.Action), Camel(f.Certainty), f.Length, f.Hash, f.Count);

    private static string Camel<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
