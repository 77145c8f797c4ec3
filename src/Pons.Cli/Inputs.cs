using System.CommandLine;
using Pons.Decoding;
using Pons.Experiments;

namespace Pons.Cli;

/// <summary>Arguments and options that several commands share by meaning.</summary>
internal static class Inputs
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document to standard output; everything else goes to standard error." };

    public static Option<string> Paradigm() =>
        Settings.Option("--paradigm", "The experiment that was recorded", Paradigms.All[0].Name).OneOf([.. Paradigms.All.Select(p => p.Name)]);

    public static Option<string> Decoder() =>
        Settings.Option("--decoder", "How to decode; +temperature behind it calibrates probabilities, +tuned chooses parameters", "tangent-lr")
            .OneOf([.. Decoders.All.Select(d => d.Name)], alsoFits: name => Decoders.Find(name) is not null);

    public static Option<string> Url() => Settings.Option("--url", "Address of the studio", "http://127.0.0.1:5080");

    private static Option<string> OneOf(this Option<string> option, string[] names, Func<string, bool>? alsoFits = null)
    {
        option.HelpName = string.Join('|', names);
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } value && !names.Contains(value) && alsoFits?.Invoke(value) != true)
                result.AddError($"{option.Name} is '{value}', but must be one of: {string.Join(", ", names)}.");
        });
        return option;
    }

    /// <summary>Fails as bad input, before any work, when a file is not there.</summary>
    public static void RequireFile(string path)
    {
        if (File.Exists(path)) return;
        RequireNoOption(path);
        throw new InputException(
            Directory.Exists(path) ? $"'{path}' is a folder." : $"There is no file '{path}'.",
            "The command reads it.",
            "Check the path.");
    }

    /// <summary>Fails as bad input, before any work, when neither a file nor a folder is there.</summary>
    public static void RequireRecording(string path)
    {
        if (!Directory.Exists(path)) RequireFile(path);
    }

    /// <summary>Fails as bad input, before any work, when a file that will be written has no folder, or is one.</summary>
    public static void RequireFolderOf(string path)
    {
        if (Directory.Exists(path)) throw new InputException($"'{path}' is a folder.", "The report is one file.", "Name a file in it.");
        if (Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))) return;
        throw new InputException($"There is no folder for '{path}'.", "The report would be written there.", "Make the folder, or choose another place.");
    }

    private static void RequireNoOption(string path)
    {
        if (!path.StartsWith("--", StringComparison.Ordinal)) return;
        throw new UsageException($"There is no option '{path}'.", "It was taken for the name of a file, and there is no such file.", "See --help for the options.");
    }
}
