using System.Runtime.CompilerServices;

namespace Pons.Tests;

/// <summary>
/// Real recordings to test against. They are not part of the repository: the environment variable PONS_DATA names their
/// folder, by default <c>shared/data</c> beside the repository. A test that needs them is skipped where they are absent.
/// </summary>
internal static class RecordedData
{
    /// <summary>Full path of a file or folder of the recordings; skips the test that asks when it is absent.</summary>
    public static string PathOf(string relative)
    {
        var path = Path.Combine(Folder(), relative);
        Assert.SkipUnless(Path.Exists(path), $"The recording '{relative}' is not at hand: set PONS_DATA to the folder of the recordings.");
        return path;
    }

    /// <summary>The repository's root.</summary>
    public static string Root() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static string Folder() =>
        Environment.GetEnvironmentVariable("PONS_DATA") ?? Path.GetFullPath(Path.Combine(Root(), "..", "shared", "data"));
}
