using System.Security.Cryptography;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Formats;

namespace Pons.Cli;

/// <summary>One recording cut into trials, with the hash of its bytes.</summary>
internal sealed record CutFile(string Path, string Sha256, CutRecording Cut)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public static CutFile Read(string path, Paradigm paradigm, CancellationToken cancellation)
    {
        Inputs.RequireFile(path);
        using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        using var recording = Recording.Open(path);
        return new(path, hash, paradigm.Cut(recording, RunNames.KeyOf(path), cancellation));
    }

    /// <summary>All trials of several files, which must have the same channels and rate.</summary>
    public static TrialSet Join(IReadOnlyList<CutFile> files)
    {
        var first = files[0];
        foreach (var file in files.Skip(1)) RequireAlike(first, file);
        return TrialSet.Concat([.. files.Select(f => f.Cut.Trials)]);
    }

    private static void RequireAlike(CutFile first, CutFile other)
    {
        var (a, b) = (first.Cut.Trials.Stream, other.Cut.Trials.Stream);
        if (a.RateHz != b.RateHz)
            throw new InputException(
                FormattableString.Invariant($"'{first.Name}' has {a.RateHz} Hz and '{other.Name}' has {b.RateHz} Hz."),
                "Trials of one model must have one rate.", "Use recordings of one rate, or resample one of them.");
        var (labels, others) = (a.Channels.Select(c => c.Label).ToList(), b.Channels.Select(c => c.Label).ToList());
        if (labels.SequenceEqual(others)) return;
        var differing = labels.Except(others).Concat(others.Except(labels)).Take(8).ToList();
        throw new InputException(
            $"'{first.Name}' and '{other.Name}' differ in their channels: {(differing.Count > 0 ? string.Join(", ", differing) : "the order")}.",
            "Every channel has its own weight in a model.", "Use recordings with the same channels in the same order.");
    }
}
