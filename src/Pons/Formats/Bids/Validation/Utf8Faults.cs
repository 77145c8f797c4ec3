using System.Buffers;
using System.Text;

namespace Pons.Formats.Bids.Validation;

/// <summary>Finds where text stops being UTF-8.</summary>
internal static class Utf8Faults
{
    /// <summary>Index of the first byte that belongs to no character; the length when there is none.</summary>
    public static int First(ReadOnlySpan<byte> content)
    {
        var at = 0;
        while (at < content.Length)
        {
            if (Rune.DecodeFromUtf8(content[at..], out _, out var length) != OperationStatus.Done) return at;
            at += length;
        }

        return at;
    }
}
