using Pons.Decoding;
using Pons.Formats;

namespace Pons.Experiments;

/// <summary>Makes a model from recordings, with its lineage.</summary>
public static class Training
{
    /// <summary>Cuts every recording, joins the trials in the order of the paths, and fits the decoder.</summary>
    /// <param name="paths">Files, at least one.</param>
    /// <param name="paradigm">Cuts the trials, as <see cref="Paradigm.For"/> gives it for the decoder.</param>
    /// <param name="decoder">Learns from them.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <exception cref="ParadigmException">A recording does not fit, or two of them do not fit together.</exception>
    /// <exception cref="RecordingFormatException">A file is damaged.</exception>
    /// <exception cref="DecodingException">The trials do not suffice.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SavedModel FromFiles(IReadOnlyList<string> paths, Paradigm paradigm, Decoder decoder, CancellationToken cancellation = default) =>
        FromCuts([.. paths.Select(path => CutFile.Read(path, paradigm.For(decoder), cancellation))], paradigm.For(decoder), decoder);

    /// <summary>Fits the decoder to recordings that are cut already.</summary>
    /// <param name="files">At least one, all cut by <paramref name="paradigm"/>.</param>
    /// <param name="paradigm">What cut them.</param>
    /// <param name="decoder">Learns from them.</param>
    /// <exception cref="ParadigmException">Two recordings do not fit together.</exception>
    /// <exception cref="DecodingException">The trials do not suffice.</exception>
    public static SavedModel FromCuts(IReadOnlyList<CutFile> files, Paradigm paradigm, Decoder decoder)
    {
        ArgumentNullException.ThrowIfNull(paradigm);
        ArgumentNullException.ThrowIfNull(decoder);
        var trials = CutFile.Join(files);
        return new(
            decoder.Fit(trials),
            new(paradigm.Name, paradigm.Parameters, [.. files.Select(f => new ModelInput(f.Name, f.Sha256))], trials.Count, ModelLineage.ThisProgram));
    }
}
