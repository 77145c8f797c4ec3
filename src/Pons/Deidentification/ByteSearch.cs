using System.Collections.Immutable;

namespace Pons.Deidentification;

/// <summary>
/// Looks for known words in raw bytes, in every encoding in which a file may hold them. Where only samples stand, short words are not
/// looked for: numbers give any four bytes sooner or later.
/// </summary>
internal sealed class ByteSearch
{
    private const int ShortestInText = 4, ShortestInSamples = 8, BlockBytes = 1 << 20;

    private readonly Dictionary<ushort, List<Pattern>> _byStart = [];
    private readonly bool[] _starts = new bool[1 << 16];
    private readonly int _longest;

    public ByteSearch(KnownIdentities known)
    {
        foreach (var word in known.Words)
            foreach (var bytes in word.Encodings().Where(b => b.Length >= ShortestInText && !b.AsSpan().Contains((byte)'?')).DistinctBy(Convert.ToHexString))
            {
                var start = (ushort)(bytes[0] | (bytes[1] << 8));
                if (!_byStart.TryGetValue(start, out var list)) _byStart[start] = list = [];
                list.Add(new(bytes, word));
                _starts[start] = true;
                _longest = Math.Max(_longest, bytes.Length);
            }
    }

    /// <summary>Every place in a file, at most <paramref name="most"/> of them.</summary>
    /// <param name="file">The file, from its start.</param>
    /// <param name="samples">Where samples stand, in order.</param>
    /// <param name="most">When to stop.</param>
    public IReadOnlyList<(long Byte, KnownWord Word)> Find(Stream file, IReadOnlyList<ScrubbedFiles.SampleRange> samples, int most = 20)
    {
        var found = new List<(long, KnownWord)>();
        if (_byStart.Count == 0) return found;
        // One byte before and two behind show whether a word stands alone.
        var overlap = _longest + 4;
        var buffer = new byte[BlockBytes + overlap];
        var (held, offset, range) = (0, 0L, 0);
        while (true)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(held), buffer.Length - held, throwOnEndOfStream: false);
            held += read;
            var isEnd = held < buffer.Length;
            var end = isEnd ? held - 1 : held - overlap;
            for (var i = offset == 0 ? 0 : 2; i < end && found.Count < most; i++)
            {
                var start = (ushort)(buffer[i] | (buffer[i + 1] << 8));
                if (!_starts[start]) continue;
                while (range < samples.Count && samples[range].Start + samples[range].Length <= offset + i) range++;
                var inSamples = range < samples.Count && samples[range].Start <= offset + i;
                foreach (var pattern in _byStart[start])
                    if ((!inSamples || pattern.Bytes.Length >= ShortestInSamples) && pattern.StandsAt(buffer.AsSpan(0, held), i))
                        found.Add((offset + i, pattern.Word));
            }

            if (isEnd || found.Count >= most) return found;
            buffer.AsSpan(end - 2, held - end + 2).CopyTo(buffer);
            offset += end - 2;
            held = held - end + 2;
        }
    }

    private sealed record Pattern(byte[] Bytes, KnownWord Word)
    {
        private bool IsWide { get; } = Bytes.Length >= 4 && ((Bytes[1] == 0 && Bytes[3] == 0) || (Bytes[0] == 0 && Bytes[2] == 0));

        public bool StandsAt(ReadOnlySpan<byte> block, int index)
        {
            if (index + Bytes.Length > block.Length || !block.Slice(index, Bytes.Length).SequenceEqual(Bytes)) return false;
            var step = IsWide ? 2 : 1;
            var (first, last) = (IsWide ? Bytes.First(b => b != 0) : Bytes[0], IsWide ? Bytes.Last(b => b != 0) : Bytes[^1]);
            return !Joins(At(block, index - step, step), first) && !Joins(last, At(block, index + Bytes.Length, step));
        }

        /// <summary>The ASCII character at a place; 0 when there is none.</summary>
        private static byte At(ReadOnlySpan<byte> block, int index, int step)
        {
            if (index < 0 || index + step > block.Length) return 0;
            return step == 1 ? block[index] : block[index] == 0 ? block[index + 1] : block[index + 1] == 0 ? block[index] : (byte)0;
        }

        private static bool Joins(byte left, byte right) =>
            (char.IsAsciiLetter((char)left) && char.IsAsciiLetter((char)right)) || (char.IsAsciiDigit((char)left) && char.IsAsciiDigit((char)right));
    }
}
