using System.Text.RegularExpressions;

namespace Pons.Tests.Rules;

/// <summary>Where things stand: folder, namespace, file and type agree, and every folder explains itself.</summary>
public sealed partial class FolderRules
{
    private static readonly string[] Refused = ["Common", "Core", "Utils", "Util", "Helpers", "Helper", "Shared", "Misc", "Manager",
        "Managers"];

    private static IEnumerable<string> SourceFolders => Directory.GetDirectories(Path.Combine(SourceTree.Root, "src"))
        .Where(d => Directory.GetFiles(d, "*.csproj").Length > 0);

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        var folders = ((string[])["src", "tests", "bench"]).Select(f => Path.Combine(SourceTree.Root, f)).Where(Directory.Exists)
            .SelectMany(SourceTree.Folders);
        Breaches.AssertNone(folders.Where(f => SourceTree.Relative(f).Split('/')
            .Any(p => Refused.Contains(p, StringComparer.OrdinalIgnoreCase))).Select(SourceTree.Relative));
    }

    [Fact]
    public void Every_folder_of_the_library_has_a_page()
    {
        var folders = SourceTree.Folders(SourceTree.Library).Where(f => f != SourceTree.Library)
            .Concat(Directory.GetDirectories(SourceTree.Library).Where(d => Path.GetFileName(d) is not ("bin" or "obj"))).Distinct();
        Breaches.AssertNone(folders.Where(f => !File.Exists(Path.Combine(f, "README.md"))).Select(SourceTree.Relative));
    }

    [Fact]
    public void Namespace_is_the_folder()
    {
        var breaches = from project in SourceFolders
                       from file in SourceTree.Files(project)
                       let stated = Namespace().Match(SourceTree.Code(file)).Groups[1].Value
                       let expected = ExpectedNamespace(project, file)
                       where stated.Length > 0 && stated != expected
                       select $"{SourceTree.Relative(file)}: {stated} instead of {expected}";
        Breaches.AssertNone(breaches);
    }

    [Fact]
    public void File_is_its_one_public_type()
    {
        var breaches = from project in SourceFolders
                       from file in SourceTree.Files(project)
                       let types = PublicType().Matches(SourceTree.Code(file)).Select(m => m.Groups[1].Value).Distinct().ToList()
                       where types.Count > 0 && (types.Count > 1 || !IsNamedAfter(file, types[0]))
                       select $"{SourceTree.Relative(file)} holds {string.Join(", ", types)}";
        Breaches.AssertNone(breaches);
    }

    [Theory]
    [InlineData("public sealed class A\n{\n    public sealed class Inner\n}\npublic record struct B(int X);", "A", "B")]
    [InlineData("public abstract record C<T>(int X);", "C")]
    [InlineData("internal class D;\npublic static class E;", "E")]
    [InlineData("public readonly record struct F;", "F")]
    [InlineData("public enum G { X }", "G")]
    [InlineData("public delegate void H(int x);", "H")]
    public void Rule_sees_every_kind_of_public_type(string code, params string[] types) =>
        Assert.Equal(types, PublicType().Matches(code).Select(m => m.Groups[1].Value));

    /// <summary>A part of a type may have its own file, named <c>Type.Part.cs</c>.</summary>
    private static bool IsNamedAfter(string file, string type) => Path.GetFileNameWithoutExtension(file).Split('.')[0] == type;

    private static string ExpectedNamespace(string project, string file)
    {
        var below = Path.GetRelativePath(project, Path.GetDirectoryName(file)!).Replace('\\', '.').Replace('/', '.');
        return below == "." ? Path.GetFileName(project) : $"{Path.GetFileName(project)}.{below}";
    }

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    /// <summary>At the left edge, as types of a file-scoped namespace stand.</summary>
    [GeneratedRegex("""
        ^public\s+(?:(?:abstract|sealed|static|readonly|partial|unsafe|ref|new)\s+)*
        (?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>\[\],?.\ ]+?)\s+(\w+)
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    internal static partial Regex PublicType();
}
