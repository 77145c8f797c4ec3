using System.Security.Cryptography;
using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>One recording of an evaluation.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Key">Which recording it is, by its name.</param>
/// <param name="MustFit">Whether it is an error when it does not fit the paradigm; otherwise it is left out and reported.</param>
/// <param name="Sha256">SHA-256 of its bytes, where it is known already, so that they are not read for it once more.</param>
public sealed record DatasetRecording(string Path, RunKey Key, bool MustFit, string? Sha256 = null)
{
    internal ModelInput ToInput() => new(System.IO.Path.GetFileName(Path), Sha256 ?? HashOf(Path));

    /// <summary>SHA-256 of the bytes of a file.</summary>
    internal static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
