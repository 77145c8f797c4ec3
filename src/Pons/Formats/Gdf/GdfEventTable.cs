using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Gdf;

/// <summary>
/// The table of events behind the records: a mode, the number of events and their rate, then columns of positions, codes and, where the
/// mode has bit 1, channels and lengths. Positions count samples from 1.
/// </summary>
internal sealed class GdfEventTable(Stream file, GdfHeader header, List<string> warnings)
{
    private const int HeadBytes = 8, SparseSample = 0x7FFF;

    /// <summary>Every event as a marker whose label is its code in decimal, in order of onset.</summary>
    public List<RecordedMarker> Read()
    {
        var start = header.HeaderBytes + header.RecordCount * header.RecordBytes;
        var bytes = file.Length - start;
        if (bytes == 0 || header.StatedRecordCount != header.RecordCount) return [];
        var mode = bytes < HeadBytes ? 0 : Head(start).U8(0);
        if (mode is 0 or > 7 || (mode & 1) == 0)
        {
            warnings.Add($"{bytes} trailing bytes after the last data record are no table of events (mode {mode}) and are ignored.");
            return [];
        }

        var head = Head(start);
        var (count, rate) = header.Version < 1.94 ? (head.U32(4), head.U32(0) >> 8) : (head.U32(0) >> 8, (double)head.F32(4));
        var whole = Whole(count, bytes - HeadBytes, mode);
        return whole == 0 ? [] : Events(start + HeadBytes, whole, count, Rate(rate), (mode & 2) != 0);
    }

    private GdfBytes Head(long start)
    {
        var head = new byte[HeadBytes];
        file.Position = start;
        file.ReadExactly(head);
        return new(head);
    }

    /// <summary>How many events stand in the file to their last column.</summary>
    private int Whole(long stated, long bytes, int mode)
    {
        var (before, last) = (mode & 2) != 0 ? (8, 4) : (4, 2);
        var whole = (int)Math.Clamp((bytes - stated * before) / last, 0, Math.Min(stated, int.MaxValue / 16));
        if (whole < stated)
            warnings.Add($"The table of events promises {stated}; the file ends after {whole}, which are read.");
        return whole;
    }

    private double Rate(double stated)
    {
        if (stated > 0 && double.IsFinite(stated)) return stated;
        var fastest = header.Streams.Select(s => s.RateHz!.Value).DefaultIfEmpty(0).Max();
        warnings.Add("The table of events does not state its rate: " + (fastest > 0
            ? FormattableString.Invariant($"that of the fastest signal is taken, {fastest:0.######} Hz.") : "1 Hz is taken."));
        return fastest > 0 ? fastest : 1;
    }

    private List<RecordedMarker> Events(long start, int count, long stated, double rate, bool hasLengths)
    {
        var positions = Column(start, count, 4);
        var codes = Column(start + 4 * stated, count, 2);
        var channels = hasLengths ? Column(start + 6 * stated, count, 2) : null;
        var lengths = hasLengths ? Column(start + 8 * stated, count, 4) : null;
        var labels = new Dictionary<int, string>();
        var events = new List<RecordedMarker>();
        var sparse = 0;
        for (var i = 0; i < count; i++)
        {
            var code = codes.U16(2 * i);
            if (code == SparseSample) sparse++;
            if (code == SparseSample) continue;
            if (!labels.TryGetValue(code, out var label)) labels[code] = label = code.ToString(CultureInfo.InvariantCulture);
            var length = lengths?.U32(4 * i) ?? 0;
            events.Add(new(Duration.OfSamples(positions.U32(4 * i) - 1L, rate), label, length > 0 ? Duration.OfSamples(length, rate) : null)
            {
                Channel = ChannelOf(channels?.U16(2 * i) ?? 0),
            });
        }

        if (sparse > 0) warnings.Add($"The table of events holds {sparse} single samples of sparse channels, which are not read.");
        return [.. events.OrderBy(e => e.Onset.Nanoseconds)];
    }

    private GdfBytes Column(long start, int count, int width)
    {
        var column = new byte[count * width];
        file.Position = start;
        file.ReadExactly(column);
        return new(column);
    }

    /// <summary>Channels count from 1; 0 stands for all.</summary>
    private string? ChannelOf(int number) => number > 0 && number <= header.Channels.Length ? header.Channels[number - 1]?.Label : null;
}
