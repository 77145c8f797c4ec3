using System.Security.Cryptography;
using Pons.Decoding;
using Pons.Formats;

namespace Pons.Experiments;

/// <summary>One recording in a file, cut into trials.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Sha256">SHA-256 of its bytes, as 64 hexadecimal digits.</param>
/// <param name="Cut">Its trials, and those that could not be cut.</param>
public sealed record CutFile(string Path, string Sha256, CutRecording Cut)
{
    /// <summary>Name of the file, without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads a file and cuts it.</summary>
    /// <param name="path">Path of the file; its name says which subject and run it is.</param>
    /// <param name="paradigm">Cuts the trials.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <exception cref="ParadigmException">The recording does not fit the paradigm.</exception>
    /// <exception cref="RecordingFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CutFile Read(string path, Paradigm paradigm, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paradigm);
        using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        using var recording = Recording.Open(path);
        return new(path, hash, paradigm.Cut(recording, RunNames.KeyOf(path), cancellation));
    }

    /// <summary>All trials of several files, one file after the other.</summary>
    /// <exception cref="ParadigmException">The files differ in channels, rate or length of trials.</exception>
    public static TrialSet Join(IReadOnlyList<CutFile> files)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        foreach (var file in files) RequireAlike(files[0], file);
        return TrialSet.Concat([.. files.Select(f => f.Cut.Trials)]);
    }

    private static void RequireAlike(CutFile first, CutFile other)
    {
        var (a, b) = (first.Cut.Trials.Stream, other.Cut.Trials.Stream);
        if (a.RateHz != b.RateHz)
            throw new ParadigmException(
                FormattableString.Invariant($"'{first.Name}' has {a.RateHz} Hz and '{other.Name}' has {b.RateHz} Hz."),
                "Trials of one model must have one rate.", "Use recordings of one rate, or resample one of them.");
        var (labels, others) = (a.Channels.Select(c => c.Label).ToList(), b.Channels.Select(c => c.Label).ToList());
        if (a.Channels.SequenceEqual(b.Channels)) return;
        var differing = labels.Except(others).Concat(others.Except(labels)).Take(8).ToList();
        throw new ParadigmException(
            $"'{first.Name}' and '{other.Name}' differ in their channels: {(differing.Count > 0 ? string.Join(", ", differing) : "order, kind or unit")}.",
            "Every channel has its own weight in a model.", "Use recordings with the same channels in the same order.");
    }
}
