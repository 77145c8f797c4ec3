using System.Text.Unicode;

namespace Pons.Formats.Edf;

/// <summary>Recognises what a text-mode transfer or a text editor does to samples, from the bytes behind the header.</summary>
internal static class EdfDamage
{
    private const int BlockBytes = 1 << 16, EnoughLineFeeds = 16, EnoughReplacements = 16;

    /// <summary>Throws what is wrong with the data; returns when they do not look like a known damage.</summary>
    /// <param name="file">The seekable file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="suspicion">What gave the reason to look, a sentence.</param>
    /// <param name="limitBytes">How many bytes to look at, at most.</param>
    public static void ThrowIfKnown(Stream file, EdfHeader header, string suspicion, long limitBytes = long.MaxValue)
    {
        var survey = Survey(file, header.HeaderBytes, limitBytes);
        if (survey.Replacements >= EnoughReplacements && survey.IsUtf8)
            throw new RecordingFormatException(header.File, survey.FirstReplacement,
                $"{suspicion} The bytes EF BF BD stand {survey.Replacements} times behind the header: "
                + "the samples were decoded and encoded again as text.",
                "Every byte above 7F is lost, and the sizes no longer fit.",
                "The original bytes cannot be restored from this file: copy it again from its source in binary mode.");
        if (survey.LineFeeds >= EnoughLineFeeds && survey.LineFeedsWithoutReturn == 0 && survey.BothParities)
            throw new RecordingFormatException(header.File, survey.FirstReturn,
                $"{suspicion} All {survey.LineFeeds} LF bytes behind the header have a CR before them: "
                + "the file was damaged by a text-mode transfer.",
                $"A byte was added before each LF, so sample alignment is lost from byte {survey.FirstReturn} on.",
                "Copy the file again in binary mode.");
    }

    private static DamageSurvey Survey(Stream file, long from, long limitBytes)
    {
        var survey = new DamageSurvey();
        var block = new byte[BlockBytes];
        file.Position = from;
        var (offset, kept) = (from, 0);
        while (offset - from < limitBytes)
        {
            var read = file.ReadAtLeast(block.AsSpan(kept), BlockBytes - kept, false);
            if (read == 0) break;
            survey.Add(block.AsSpan(0, kept + read), kept, offset);
            offset += read;
            // Three bytes are seen again, so that nothing is missed where two blocks meet.
            kept = Math.Min(3, kept + read);
            block.AsSpan(0, Math.Min(BlockBytes, read + 3))[^kept..].CopyTo(block);
        }

        return survey;
    }

    private sealed class DamageSurvey
    {
        private byte _previous;

        public long LineFeeds { get; private set; }
        public long LineFeedsWithoutReturn { get; private set; }
        public long FirstReturn { get; private set; }
        public long Replacements { get; private set; }
        public long FirstReplacement { get; private set; }
        public bool IsUtf8 { get; private set; } = true;
        public bool BothParities { get; private set; }

        public void Add(ReadOnlySpan<byte> block, int seen, long offset)
        {
            CountLineFeeds(block[seen..], offset);
            CountReplacements(block, offset - seen, seen);
            if (IsUtf8) IsUtf8 = IsUtf8Inside(block);
        }

        private void CountLineFeeds(ReadOnlySpan<byte> block, long offset)
        {
            for (var i = 0; ; i++)
            {
                var next = block[i..].IndexOf((byte)'\n');
                if (next < 0) break;
                i += next;
                var before = i == 0 ? _previous : block[i - 1];
                if (before != '\r') LineFeedsWithoutReturn++;
                if (LineFeeds++ == 0) FirstReturn = offset + i - 1;
                BothParities |= ((offset + i - 1 - FirstReturn) & 1) == 1;
            }

            _previous = block[^1];
        }

        private void CountReplacements(ReadOnlySpan<byte> block, long offset, int seen)
        {
            for (var i = 0; ; i++)
            {
                var next = block[i..].IndexOf("\uFFFD"u8);
                if (next < 0) break;
                i += next;
                if (i + 3 <= seen) continue;
                if (Replacements++ == 0) FirstReplacement = offset + i;
            }
        }

        /// <summary>A character may be cut at either end of the block; up to three bytes are forgiven there.</summary>
        private static bool IsUtf8Inside(ReadOnlySpan<byte> block)
        {
            for (var head = 0; head <= 3 && head <= block.Length; head++)
                for (var tail = 0; tail <= 3 && head + tail <= block.Length; tail++)
                    if (Utf8.IsValid(block[head..^tail])) return true;
            return false;
        }
    }
}
