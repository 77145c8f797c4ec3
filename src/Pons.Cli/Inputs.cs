using System.CommandLine;

namespace Pons.Cli;

/// <summary>Arguments and options that several commands share by meaning.</summary>
internal static class Inputs
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document to standard output; everything else goes to standard error." };

    /// <summary>Fails as bad input, before any work, when a file is not there.</summary>
    public static void RequireFile(string path)
    {
        if (File.Exists(path)) return;
        RequireNoOption(path);
        throw new InputException(
            Directory.Exists(path) ? $"'{path}' is a folder." : $"There is no file '{path}'.",
            "The command reads one recording.",
            "Check the path.");
    }

    private static void RequireNoOption(string path)
    {
        if (!path.StartsWith("--", StringComparison.Ordinal)) return;
        throw new UsageException($"There is no option '{path}'.", "It was taken for the name of a file, and there is no such file.", "See --help for the options.");
    }
}
