using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Sessions.Ledger;

/// <summary>
/// The ledger of a session, read: what happened beside the samples, a JSON line each (docs/reference/ledger.md). Immutable. A last line that
/// was torn by a crash is left out and said.
/// </summary>
public sealed class SessionLedger
{
    /// <summary>Longest line that is read, in bytes.</summary>
    public const int LongestLine = 1 << 24;

    private SessionLedger(ImmutableArray<LedgerEntry> entries, ImmutableArray<string> warnings) => (Entries, Warnings) = (entries, warnings);

    /// <summary>The entries in the order of the file.</summary>
    public ImmutableArray<LedgerEntry> Entries { get; }

    /// <summary>What could not be read, each a sentence.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>The header; <see langword="null"/> when it is missing.</summary>
    public LedgerHeader? Header => Entries.OfType<LedgerHeader>().FirstOrDefault();

    /// <summary>The end; <see langword="null"/> when the session was not ended in order.</summary>
    public LedgerEnd? End => Entries.OfType<LedgerEnd>().LastOrDefault();

    /// <summary>Where the ledger of a recording is: beside it, with the ending <c>.ledger.jsonl</c>.</summary>
    /// <param name="recording">Path of the recording.</param>
    public static string PathFor(string recording) => Path.ChangeExtension(recording, ".ledger.jsonl");

    /// <summary>Reads a ledger.</summary>
    /// <param name="path">Path of the ledger.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SessionLedger Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Read(file);
    }

    /// <summary>Reads a ledger.</summary>
    /// <param name="file">The ledger; stays open.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SessionLedger Read(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (entries, warnings) = (ImmutableArray.CreateBuilder<LedgerEntry>(), new List<string>());
        var number = 0L;
        foreach (var (line, isWhole) in Lines(file))
        {
            number++;
            if (line.Length == 0) continue;
            if (!isWhole) warnings.Add($"The last line, {number}, is torn after {line.Length} bytes: the session was cut off there.");
            else if (Parse(line, out var fault) is { } entry) entries.Add(entry);
            else warnings.Add($"Line {number} is left out: {fault}.");
        }

        return new(entries.ToImmutable(), Short(warnings));
    }

    private static ImmutableArray<string> Short(List<string> warnings) => warnings.Count <= 8 ? [.. warnings]
        : [.. warnings.Take(7), $"{warnings.Count - 8} more lines are left out.", warnings[^1]];

    private static LedgerEntry? Parse(byte[] line, out string fault)
    {
        fault = "it is empty";
        try
        {
            return JsonSerializer.Deserialize(line, LedgerJson.Default.LedgerEntry);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            fault = e is JsonException ? "it is no JSON of a known entry" : "its kind is not known";
            return null;
        }
    }

    private static IEnumerable<(byte[] Line, bool IsWhole)> Lines(Stream file)
    {
        using var line = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            for (var from = 0; from < read;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, read - from);
                var count = (end < 0 ? read : end) - from;
                if (line.Length + count <= LongestLine) line.Write(buffer, from, count);
                from += count + 1;
                if (end < 0) continue;
                yield return (line.ToArray(), true);
                line.SetLength(0);
            }
        }

        if (line.Length > 0) yield return (line.ToArray(), false);
    }
}
