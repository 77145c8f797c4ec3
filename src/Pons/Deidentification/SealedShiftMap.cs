using System.Security.Cryptography;
using System.Text.Json;
using Pons.Formats;

namespace Pons.Deidentification;

/// <summary>
/// The file that alone can undo a de-identification: what the source calls each subject, the label it got and the days its dates were
/// moved. Encrypted with AES-256-GCM under a key that PBKDF2 (SHA-256, 600 000 rounds) makes of a passphrase or key file.
/// Layout: <c>PONSMAP1</c>, 16 bytes salt, 12 bytes nonce, 16 bytes tag, ciphertext; the first 36 bytes are authenticated too.
/// </summary>
public sealed class SealedShiftMap
{
    private const int SaltBytes = 16, NonceBytes = 12, TagBytes = 16, KeyBytes = 32, Rounds = 600_000, ShortestSecret = 12, HashKeyBytes = 32;

    private readonly byte[] _secret;

    /// <summary>Names the file and its secret; nothing is read yet.</summary>
    /// <param name="path">Path of the map; made when it does not exist.</param>
    /// <param name="secret">Passphrase or content of a key file, at least 12 bytes.</param>
    /// <exception cref="SealedShiftMapException">The secret is too short.</exception>
    public SealedShiftMap(string path, ReadOnlySpan<byte> secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (secret.Length < ShortestSecret)
            throw new SealedShiftMapException($"The key has {secret.Length} bytes.", "Whoever guesses it can undo the de-identification.",
                $"Use a passphrase or key file of at least {ShortestSecret} bytes.");
        Path = path;
        _secret = secret.ToArray();
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    private static ReadOnlySpan<byte> Magic => "PONSMAP1"u8;

    /// <summary>Opens the map; a new one when there is none yet.</summary>
    /// <exception cref="SealedShiftMapException">The key is wrong, or the file is damaged or no map.</exception>
    internal Content Open()
    {
        if (!File.Exists(Path)) return new([], RandomNumberGenerator.GetBytes(HashKeyBytes));
        var file = File.ReadAllBytes(Path);
        var head = Magic.Length + SaltBytes + NonceBytes;
        if (file.Length < head + TagBytes || !file.AsSpan().StartsWith(Magic))
            throw new SealedShiftMapException($"'{System.IO.Path.GetFileName(Path)}' is no map of shifts.", "It would be overwritten.", "Name another file with --shift-map.");
        var plain = new byte[file.Length - head - TagBytes];
        try
        {
            using var cipher = new AesGcm(Key(file.AsSpan(Magic.Length, SaltBytes)), TagBytes);
            cipher.Decrypt(file.AsSpan(Magic.Length + SaltBytes, NonceBytes), file.AsSpan(head + TagBytes), file.AsSpan(head, TagBytes), plain, file.AsSpan(0, head));
            return Read(plain);
        }
        catch (AuthenticationTagMismatchException fault)
        {
            throw new SealedShiftMapException($"'{System.IO.Path.GetFileName(Path)}' does not open with this key, or was changed.",
                "Without it the same subject would get another shift.", "Give the key with which the map was made.", fault);
        }
    }

    /// <summary>Seals the map; the old one stays when that fails.</summary>
    internal void Save(Content content)
    {
        var plain = Write(content);
        var head = Magic.Length + SaltBytes + NonceBytes;
        var file = new byte[head + TagBytes + plain.Length];
        Magic.CopyTo(file);
        RandomNumberGenerator.Fill(file.AsSpan(Magic.Length, SaltBytes + NonceBytes));
        using var cipher = new AesGcm(Key(file.AsSpan(Magic.Length, SaltBytes)), TagBytes);
        cipher.Encrypt(file.AsSpan(Magic.Length + SaltBytes, NonceBytes), plain, file.AsSpan(head + TagBytes), file.AsSpan(head, TagBytes), file.AsSpan(0, head));
        CryptographicOperations.ZeroMemory(plain);
        using var files = new UnfinishedFiles();
        files.Begin(Path).Write(file);
        files.Commit();
    }

    private byte[] Key(ReadOnlySpan<byte> salt) => Rfc2898DeriveBytes.Pbkdf2(_secret, salt, Rounds, HashAlgorithmName.SHA256, KeyBytes);

    private static byte[] Write(Content content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteBase64String("hashKey", content.HashKey);
            json.WriteStartArray("subjects");
            foreach (var entry in content.Entries)
            {
                json.WriteStartObject();
                json.WriteString("subject", entry.Subject);
                json.WriteString("label", entry.Label);
                if (entry.ShiftDays is { } days) json.WriteNumber("shiftDays", days);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static Content Read(byte[] plain)
    {
        using var document = JsonDocument.Parse(plain);
        var root = document.RootElement;
        return new(
            [.. root.GetProperty("subjects").EnumerateArray().Select(s => new ShiftEntry(
                s.GetProperty("subject").GetString()!, s.GetProperty("label").GetString()!,
                s.TryGetProperty("shiftDays", out var days) ? days.GetInt32() : null))],
            root.GetProperty("hashKey").GetBytesFromBase64());
    }

    /// <summary>What the map holds.</summary>
    /// <param name="Entries">The subjects.</param>
    /// <param name="HashKey">Key of the hashes in reports.</param>
    internal sealed record Content(IReadOnlyList<ShiftEntry> Entries, byte[] HashKey);
}
