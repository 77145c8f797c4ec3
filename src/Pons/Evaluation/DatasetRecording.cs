using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>One recording of an evaluation.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Key">Which recording it is, by its name.</param>
/// <param name="MustFit">Whether it is an error when it does not fit the paradigm; otherwise it is left out and reported.</param>
public sealed record DatasetRecording(string Path, RunKey Key, bool MustFit);
