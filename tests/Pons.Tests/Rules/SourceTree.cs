using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Pons.Tests.Rules;

/// <summary>The C# files of the repository, as text.</summary>
internal static partial class SourceTree
{
    /// <summary>The repository's root: three folders above this file's.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static string Library => Path.Combine(Root, "src", "Pons");

    /// <summary>Every C# file below a folder, build output left out, in a stable order.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(f => !Relative(f).Split('/').Any(p => p is "bin" or "obj" or "node_modules")).Order(StringComparer.Ordinal);

    /// <summary>Every folder below one that holds C# files, itself included.</summary>
    public static IEnumerable<string> Folders(string folder) => Files(folder).Select(f => Path.GetDirectoryName(f)!).Distinct();

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The text without comments and without what stands between quotation marks.</summary>
    public static string Code(string file) => CommentOrText().Replace(File.ReadAllText(file), m => m.Value[0] == '/' ? " " : "\"\"");

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex("""
        //[^\n]*|/\*.*?\*/|\"\"\".*?\"\"\"|@"(?:""|[^"])*"|"(?:\\.|[^"\\\n])*"
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrText();
}
