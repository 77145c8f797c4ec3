namespace Pons.Formats.BrainVision;

/// <summary>
/// Where the numbers are in a text with one line a channel: the place of every so manieth number of each line, so that a stretch of all
/// channels is found without reading the lines from their starts.
/// </summary>
internal sealed class BrainVisionTextIndex
{
    /// <summary>Numbers that are held at a time, all channels together.</summary>
    private const int HeldNumbers = 1 << 17;

    private const int WindowBytes = 1 << 18, LongestWord = 400, LargestStretch = 1 << 24;
    private readonly List<long>[] _places;

    private BrainVisionTextIndex(int channels)
    {
        _places = [.. Enumerable.Range(0, channels).Select(_ => new List<long>())];
        PointsPerStretch = Math.Max(16, HeldNumbers / channels);
    }

    /// <summary>Numbers from one known place to the next.</summary>
    public int PointsPerStretch { get; }

    /// <summary>Numbers of each line.</summary>
    public long PointCount { get; private set; }

    /// <summary>Where a stretch of a channel begins and ends, in bytes.</summary>
    public (long Start, long End) Stretch(int channel, long number) => (_places[channel][(int)number], _places[channel][(int)number + 1]);

    /// <summary>Runs once over the whole text.</summary>
    public static BrainVisionTextIndex Of(Stream file, string name, BrainVisionLayout layout, long start)
    {
        var index = new BrainVisionTextIndex(layout.ChannelCount);
        var (channel, word, length, window) = (0, -(long)layout.SkippedColumns, 0, new byte[WindowBytes]);
        file.Position = start;
        for (var offset = start; channel < layout.ChannelCount;)
        {
            var read = file.Read(window, 0, window.Length);
            if (read == 0) break;
            for (var i = 0; i < read && channel < layout.ChannelCount; i++)
            {
                var isWord = window[i] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
                if (isWord && length++ == 0) index.Begin(name, channel, word, offset + i);
                if (length > LongestWord)
                    throw Fault(name, offset + i, $"A word of channel {channel + 1} is longer than {LongestWord} letters.");
                if (isWord) continue;
                if (length > 0) word++;
                length = 0;
                // An empty line is none.
                if (window[i] == '\n' && word > -layout.SkippedColumns) word = index.EndLine(name, offset + i, ref channel, word, layout);
            }

            offset += read;
        }

        if (length > 0) word++;
        if (channel < layout.ChannelCount && word > -layout.SkippedColumns) index.EndLine(name, file.Length, ref channel, word, layout);
        if (channel < layout.ChannelCount)
            throw Fault(name, file.Length, $"It has {channel} lines with samples; {layout.ChannelCount} were "
                + "expected, one for each channel.");
        return index;
    }

    private void Begin(string name, int channel, long word, long offset)
    {
        if (word < 0 || word % PointsPerStretch != 0) return;
        if (_places[channel] is [.., var last]) RefuseBlanks(name, last, offset);
        _places[channel].Add(offset);
    }

    private static void RefuseBlanks(string name, long start, long end)
    {
        if (end - start > LargestStretch) throw Fault(name, start, $"{end - start} bytes hold only a few samples; the rest are blanks.");
    }

    private long EndLine(string name, long offset, ref int channel, long word, BrainVisionLayout layout)
    {
        if (channel > 0 && word != PointCount)
            throw Fault(name, offset, $"The line of channel {channel + 1} has {Math.Max(0, word)} samples, that "
                + $"of the first {PointCount}.");
        PointCount = Math.Max(0, word);
        if (_places[channel] is [.., var last]) RefuseBlanks(name, last, offset);
        _places[channel++].Add(offset);
        return -(long)layout.SkippedColumns;
    }

    private static RecordingFormatException Fault(string name, long offset, string what) => new(name, offset, what,
        "The lines hold one channel each, sample after sample, so that all are of one length.", "Export the recording again.");
}
