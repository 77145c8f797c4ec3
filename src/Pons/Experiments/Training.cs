using System.Collections.Immutable;
using System.Security.Cryptography;
using Pons.Decoding;
using Pons.Formats;

namespace Pons.Experiments;

/// <summary>Makes a model from recordings, with its lineage.</summary>
public static class Training
{
    /// <summary>Cuts every recording, joins the trials in the order of the paths, and fits the decoder.</summary>
    /// <param name="paths">Files, at least one.</param>
    /// <param name="paradigm">Cuts the trials.</param>
    /// <param name="decoder">Learns from them.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <exception cref="ParadigmException">A recording does not fit, or two of them do not fit together.</exception>
    /// <exception cref="RecordingFormatException">A file is damaged.</exception>
    /// <exception cref="DecodingException">The trials do not suffice.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SavedModel FromFiles(
        IReadOnlyList<string> paths, Paradigm paradigm, Decoder decoder, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count);
        var trials = Joined([.. paths.Select(path => Cut(path, paradigm, cancellation))]);
        var fitted = decoder.Fit(trials);
        ImmutableArray<ModelInput> inputs = [.. paths.Select(path => new ModelInput(Path.GetFileName(path), HashOf(path)))];
        return new(fitted, new(paradigm.Name, paradigm.Parameters, inputs, trials.Count, ModelLineage.ThisProgram));
    }

    private static TrialSet Cut(string path, Paradigm paradigm, CancellationToken cancellation)
    {
        using var recording = Recording.Open(path);
        return paradigm.Cut(recording, RunNames.KeyOf(path), cancellation).Trials;
    }

    private static TrialSet Joined(TrialSet[] sets)
    {
        try
        {
            return TrialSet.Concat(sets);
        }
        catch (ArgumentException fault)
        {
            throw new ParadigmException(
                $"The recordings do not fit together: {fault.Message}", "A decoder learns from trials of one shape.",
                "Train on recordings of the same channels and rate.");
        }
    }

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
