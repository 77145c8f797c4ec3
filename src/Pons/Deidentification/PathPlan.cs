using System.Globalization;
using System.Text.RegularExpressions;

namespace Pons.Deidentification;

/// <summary>New names of files and folders: names and numbers become the label of the subject, dates move, the rest stays.</summary>
internal sealed partial class PathPlan(TextScrubber text, bool keepTimeOfDay)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The label in <c>sub-LABEL</c> of a path; <see langword="null"/> when there is none.</summary>
    public static string? LabelIn(string path) => SubjectEntity().Match(path) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>A new path; no two files get the same.</summary>
    public string NewPath(string path, SubjectRecord? subject)
    {
        var renamed = string.Join('/', path.Split('/').Select(part => NewName(part, subject)));
        if (_taken.Add(renamed)) return renamed;
        var dot = renamed.LastIndexOf('.') is var at && at > renamed.LastIndexOf('/') ? at : renamed.Length;
        for (var n = 2; ; n++)
        {
            var other = renamed[..dot] + "-" + n.ToString(CultureInfo.InvariantCulture) + renamed[dot..];
            if (_taken.Add(other)) return other;
        }
    }

    private string NewName(string name, SubjectRecord? subject)
    {
        var hits = text.Find(name);
        if (hits.Count == 0) return name;
        var renamed = text.Replace(name, hits, new(subject?.ShiftDays, keepTimeOfDay) { IsFileName = true });
        return renamed.Trim(' ', '.') is { Length: > 0 } some ? some : "file";
    }

    [GeneratedRegex("(?:^|/)sub-([^/_]+)")]
    private static partial Regex SubjectEntity();
}
