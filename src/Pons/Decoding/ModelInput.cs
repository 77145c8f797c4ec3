namespace Pons.Decoding;

/// <summary>One file that a model was trained on.</summary>
/// <param name="Name">Name of the file, without its folder.</param>
/// <param name="Sha256">SHA-256 of its bytes, as 64 hexadecimal digits.</param>
public sealed record ModelInput(string Name, string Sha256);
