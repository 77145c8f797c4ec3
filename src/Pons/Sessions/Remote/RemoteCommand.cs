using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Pons.Sessions.Remote;

/// <summary>
/// One line that LabRecorder's remote control understands: <c>select all</c>, <c>select none</c>, <c>start</c>, <c>stop</c>, <c>update</c>,
/// <c>filename {root:…} {template:…} {task:…} {run:…} {participant:…} {session:…} {acquisition:…} {modality:…}</c>
/// (https://github.com/labstreaminglayer/App-LabRecorder, "Remote Control"). Immutable; parsing is a pure function.
/// </summary>
/// <param name="Kind">What to do.</param>
/// <param name="Fields">Parts of a file name, by their names in lower case; empty for other commands.</param>
public sealed partial record RemoteCommand(RemoteCommandKind Kind, ImmutableSortedDictionary<string, string> Fields)
{
    /// <summary>Longest line that is read, in bytes.</summary>
    public const int LongestLine = 4096;

    private static readonly string[] s_fields = ["root", "template", "task", "run", "participant", "session", "acquisition", "modality"];

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <returns>The command; <see langword="null"/> when it is none.</returns>
    public static RemoteCommand? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var words = line.Trim();
        if (words.Equals("filename", StringComparison.OrdinalIgnoreCase) || words.StartsWith("filename ", StringComparison.OrdinalIgnoreCase))
            return FieldsOf(words[8..]) is { } fields ? new(RemoteCommandKind.FileName, fields) : null;
        return Whitespace().Replace(words, " ").ToLowerInvariant() switch
        {
            "select all" => Of(RemoteCommandKind.SelectAll),
            "select none" => Of(RemoteCommandKind.SelectNone),
            "start" => Of(RemoteCommandKind.Start),
            "stop" => Of(RemoteCommandKind.Stop),
            "update" => Of(RemoteCommandKind.Update),
            _ => null,
        };
    }

    private static RemoteCommand Of(RemoteCommandKind kind) => new(kind, ImmutableSortedDictionary<string, string>.Empty);

    private static ImmutableSortedDictionary<string, string>? FieldsOf(string text)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var rest = Field().Replace(text, match =>
        {
            fields[match.Groups[1].Value.ToLowerInvariant()] = match.Groups[2].Value.Trim();
            return "";
        });
        return rest.Trim().Length == 0 && fields.Keys.All(s_fields.Contains) ? fields.ToImmutable() : null;
    }

    [GeneratedRegex(@"\{\s*([A-Za-z]+)\s*:([^{}]*)\}")]
    private static partial Regex Field();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
