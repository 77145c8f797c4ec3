using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pons.Tests.Rules;

/// <summary>What the compiler does not check about the documentation of the library: that it says something.</summary>
public sealed partial class DocumentationRules
{
    private static readonly Assembly Library = typeof(PonsException).Assembly;

    private static readonly Dictionary<string, XElement> Documented =
        XDocument.Load(Path.ChangeExtension(Library.Location, ".xml")).Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>Names of types and of members that users of the library can see; overloads share one.</summary>
    private static readonly HashSet<string> PublicNames = [.. PublicSurface.Types(Library).SelectMany(t =>
        PublicSurface.Members(t).Select(m => $"{NameOf(t)}.{m.Name.Replace(".ctor", "#ctor")}").Append(NameOf(t)))];

    [Fact]
    public void Every_public_type_is_documented()
    {
        var missing = PublicSurface.Types(Library).Where(t => !Documented.ContainsKey("T:" + t.FullName!.Replace('+', '.')))
            .Select(t => t.FullName!);
        Breaches.AssertNone(missing);
    }

    [Fact]
    public void Every_summary_is_a_sentence()
    {
        var empty = from member in Documented
                    where IsOurs(member.Key)
                    let summary = member.Value.Element("summary")
                    where member.Value.Element("inheritdoc") is null && !IsSentence(summary)
                    select $"{member.Key}: '{summary?.Value.Trim()}'";
        Breaches.AssertNone(empty);
    }

    [Fact]
    public void No_explanation_of_a_parameter_is_empty()
    {
        var empty = from member in Documented
                    where IsOurs(member.Key)
                    from part in member.Value.Elements()
                    where part.Name.LocalName is "param" or "exception" or "returns" or "typeparam" && Plain(part).Length == 0
                    select $"{member.Key}: <{part.Name.LocalName} {part.FirstAttribute?.Value}>";
        Breaches.AssertNone(empty);
    }

    [Fact]
    public void Parameters_are_explained_all_or_none()
    {
        var partial = from member in Documented
                      let method = MethodParameters().Match(member.Key)
                      where IsOurs(member.Key) && method.Success
                      let explained = member.Value.Elements("param").Count()
                      let inText = member.Value.Descendants("paramref").Count()
                      where explained > 0 && explained + inText < ParameterCount(method.Groups[1].Value)
                      select $"{member.Key}: {explained} of {ParameterCount(method.Groups[1].Value)}";
        Breaches.AssertNone(partial);
    }

    /// <summary>
    /// A member whose own lines throw an error for users tells them; the text of the source is read, so this needs no model of the code.
    /// </summary>
    [Fact]
    public void Errors_for_users_are_announced()
    {
        var families = Library.GetTypes().Where(t => t.IsSubclassOf(typeof(PonsException))).Select(t => t.Name).ToHashSet();
        var silent = from file in SourceTree.Files(SourceTree.Library)
                     where FolderRules.PublicType().IsMatch(SourceTree.Code(file))
                     from member in PublicMembers(File.ReadAllLines(file))
                     from thrown in Throw().Matches(member.Body).Select(m => m.Groups[1].Value).Distinct()
                     where families.Contains(thrown) && !member.Documentation.Contains("<inheritdoc", StringComparison.Ordinal)
                         && !member.Documentation.Contains($"<exception cref=\"{thrown}\"", StringComparison.Ordinal)
                     select $"{SourceTree.Relative(file)}: {member.Signature} throws {thrown}";
        Breaches.AssertNone(silent);
    }

    /// <summary>The compiler's file names members too that nobody outside can see, some of them generated.</summary>
    private static bool IsOurs(string name) => PublicNames.Contains(name[2..].Split('(')[0].Split("``")[0]);

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static bool IsSentence(XElement? summary) => summary is not null && Plain(summary) is { Length: > 3 } text
        && text.Trim()[^1] is '.' or ')' or '!' or ':';

    /// <summary>Text with references counted as words.</summary>
    private static string Plain(XElement element) =>
        string.Concat(element.DescendantNodes().Select(n => n is XText t ? t.Value : n is XElement { HasElements: false } e
            && e.Value.Length == 0 ? "x" : "")).Trim();

    /// <summary>Commas outside of braces and brackets part the parameters.</summary>
    private static int ParameterCount(string list)
    {
        var (depth, count) = (0, 1);
        foreach (var c in list)
        {
            depth += c is '{' or '[' or '(' ? 1 : c is '}' or ']' or ')' ? -1 : 0;
            if (c == ',' && depth == 0) count++;
        }

        return count;
    }

    /// <summary>Public members at the indentation of a type in a file-scoped namespace, with what stands before and inside.</summary>
    private static IEnumerable<(string Documentation, string Signature, string Body)> PublicMembers(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!MemberStart().IsMatch(lines[i])) continue;
            var from = i;
            while (from > 0 && lines[from - 1].TrimStart() is ['/', '/', '/', ..] or ['[', ..]) from--;
            var to = i + 1;
            while (to < lines.Length && lines[to].Length > 0 && !lines[to].StartsWith("    }", StringComparison.Ordinal) && !NextMember()
                .IsMatch(lines[to])
                || (to < lines.Length && lines[to].Length == 0 && to + 1 < lines.Length
                    && lines[to + 1].StartsWith("        ", StringComparison.Ordinal))) to++;
            yield return (string.Join('\n', lines[from..i]), lines[i].Trim(), string.Join('\n', lines[i..Math.Min(to, lines.Length)]));
        }
    }

    [GeneratedRegex(@"^M:[^(]+\((.+)\)(~.*)?$")]
    private static partial Regex MethodParameters();

    [GeneratedRegex(@"throw\s+new\s+(\w+)")]
    private static partial Regex Throw();

    [GeneratedRegex(@"^    (?:public|protected)\s")]
    private static partial Regex MemberStart();

    [GeneratedRegex(@"^    (?:public|protected|private|internal|///)")]
    private static partial Regex NextMember();
}
