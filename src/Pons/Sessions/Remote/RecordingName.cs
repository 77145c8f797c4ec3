using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Sessions.Remote;

/// <summary>
/// The name of the next recording, as LabRecorder makes it: a folder and a template with <c>%p</c> participant, <c>%s</c> session,
/// <c>%b</c> task, <c>%n</c> run, <c>%a</c> acquisition, <c>%m</c> modality, <c>%datetime</c>, <c>%hostname</c>. Immutable.
/// </summary>
/// <param name="Root">Folder.</param>
/// <param name="Template">Path below it, with wildcards.</param>
public sealed record RecordingName(string Root, string Template)
{
    private static readonly (char Letter, string Name)[] s_letters =
        [('p', "participant"), ('s', "session"), ('b', "task"), ('n', "run"), ('a', "acquisition"), ('m', "modality")];

    /// <summary>What stands for the wildcards, by the names of the commands, such as <c>participant</c>.</summary>
    public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The name that one path is.</summary>
    /// <param name="path">A path; signs of per cent in it stand for themselves.</param>
    public static RecordingName Of(string path)
    {
        var full = Path.GetFullPath(path);
        return new(Path.GetDirectoryName(full) ?? "", Path.GetFileName(full).Replace("%", "%%", StringComparison.Ordinal));
    }

    /// <summary>The name with what a command says of it; what it leaves out stays.</summary>
    /// <param name="fields">Fields of a <c>filename</c> command.</param>
    /// <exception cref="SessionException">A field would lead out of the folder.</exception>
    public RecordingName With(ImmutableSortedDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        foreach (var (name, value) in fields)
            if (name is not ("root" or "template") && value.AsSpan().ContainsAny(['/', '\\', ':', '\0']))
                throw new SessionException(
                    $"The {name} '{value}' is no part of a file name.", "It would lead to another folder.", "Leave out / \\ and :.");
        return this with
        {
            Root = fields.GetValueOrDefault("root", Root),
            Template = fields.GetValueOrDefault("template", Template).Replace('\\', Path.DirectorySeparatorChar)
                .Replace('/', Path.DirectorySeparatorChar),
            Fields = Fields.SetItems(fields.Where(f => f.Key is not ("root" or "template"))),
        };
    }

    /// <summary>The path.</summary>
    /// <param name="now">The wall clock, for <c>%datetime</c>.</param>
    public string PathAt(DateTimeOffset now)
    {
        var name = Template;
        foreach (var (wildcard, value) in Wildcards(now)) name = name.Replace(wildcard, value, StringComparison.Ordinal);
        name = name.Replace('\0', '%');
        if (!name.EndsWith(".xdf", StringComparison.OrdinalIgnoreCase)) name += ".xdf";
        return Path.GetFullPath(Path.Combine(Root, name));
    }

    private IEnumerable<(string Wildcard, string Value)> Wildcards(DateTimeOffset now)
    {
        yield return ("%%", "\0");
        yield return ("%datetime", now.ToString("yyyy-MM-dd'T'HHmmss", CultureInfo.InvariantCulture));
        yield return ("%hostname", Environment.MachineName);
        foreach (var (letter, name) in s_letters)
            yield return ($"%{letter}", Fields.GetValueOrDefault(name, ""));
    }
}
