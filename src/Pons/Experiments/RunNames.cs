using System.Text.RegularExpressions;
using Pons.Decoding;

namespace Pons.Experiments;

/// <summary>Which recording a file is, by its name.</summary>
public static partial class RunNames
{
    /// <summary>
    /// Reads <c>S007R04</c> (EEGMMIDB: subject S007, run R04), <c>AAS010R01</c> (BCI2000: subject AA, session 010, run R01) and BIDS names
    /// (<c>sub-07_ses-1_run-04…</c>), <c>subject01_record-…</c> (SSVEP exoskeleton: subject01, run record-…) and <c>Subject00_1</c> (mental
    /// arithmetic: Subject00, run 1); any other name stands for a subject of its own with one run.
    /// </summary>
    /// <param name="path">Path or name of the file.</param>
    public static RunKey KeyOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (Eegmmidb().Match(name) is { Success: true } eegmmidb)
            return new(new(eegmmidb.Groups[1].Value), new("1"), new(eegmmidb.Groups[2].Value));
        if (Bci2000().Match(name) is { Success: true } bci2000)
            return new(new(bci2000.Groups[1].Value), new(bci2000.Groups[2].Value), new(bci2000.Groups[3].Value));
        if (Exoskeleton().Match(name) is { Success: true } exoskeleton)
            return new(new(exoskeleton.Groups[1].Value), new("1"), new(exoskeleton.Groups[2].Value));
        if (MentalArithmetic().Match(name) is { Success: true } arithmetic)
            return new(new(arithmetic.Groups[1].Value), new("1"), new(arithmetic.Groups[2].Value));
        if (Entity(name, "sub") is { } subject)
            return new(new(subject), new(Entity(name, "ses") ?? "1"), new(Entity(name, "run") ?? "1"));
        return new(new(name), new("1"), new("1"));
    }

    private static string? Entity(string name, string key) =>
        name.Split('_').FirstOrDefault(part => part.StartsWith(key + "-", StringComparison.Ordinal))?[(key.Length + 1)..];

    /// <summary>A file name of EEGMMIDB: subject and run.</summary>
    [GeneratedRegex(@"^(S\d{3})(R\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Eegmmidb();

    /// <summary>A file name of BCI2000: subject, session and run.</summary>
    [GeneratedRegex(@"^(\w+)S(\d{3})(R\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Bci2000();

    /// <summary>A file name of the SSVEP exoskeleton set: subject and record.</summary>
    [GeneratedRegex(@"^(subject\d{2})_(record-.+?)(?:_raw)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Exoskeleton();

    /// <summary>A file name of the mental arithmetic set: subject and run.</summary>
    [GeneratedRegex(@"^(Subject\d{2})_([12])$", RegexOptions.CultureInvariant)]
    private static partial Regex MentalArithmetic();
}
