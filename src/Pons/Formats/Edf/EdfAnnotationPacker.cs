using System.Globalization;
using System.Text;

namespace Pons.Formats.Edf;

/// <summary>Distributes annotations over the data records, near the time at which they happened; holds one record at a time.</summary>
internal sealed class EdfAnnotationPacker(int sampleBytes)
{
    private const int LargestRecordBytes = 61440;
    private readonly List<(decimal OnsetSeconds, byte[] List)> _lists = [];
    private IEnumerable<decimal> _recordOnsets = [];

    /// <summary>Bytes that one record has for annotations; whole samples.</summary>
    public int Capacity { get; private set; }

    /// <summary>Annotations in the order of their onsets.</summary>
    public void Add(decimal onsetSeconds, decimal? durationSeconds, string text)
    {
        var length = durationSeconds is { } d ? $"\u0015{Seconds(d)}" : "";
        _lists.Add((onsetSeconds, Encoding.UTF8.GetBytes($"{Signed(onsetSeconds)}{length}\u0014{text}\u0014\0")));
    }

    /// <summary>Chooses the capacity for records that start at these times; it grows until everything fits.</summary>
    /// <param name="recordOnsets">Onset of each record, at least one; gone through more than once.</param>
    public void Pack(IEnumerable<decimal> recordOnsets)
    {
        _recordOnsets = recordOnsets;
        var (count, longestHead) = (0L, 0);
        foreach (var onset in recordOnsets) (count, longestHead) = (count + 1, Math.Max(longestHead, Head(onset).Length));
        var longestList = _lists.Select(l => l.List.Length).DefaultIfEmpty(0).Max();
        var average = _lists.Sum(l => (long)l.List.Length) / count;
        Capacity = Whole(longestHead + (int)Math.Min(LargestRecordBytes, Math.Max(longestList, average)));
        while (!FitsAll()) Capacity = Whole(checked(Capacity + Capacity / 4));
    }

    /// <summary>Packs into as few records of no duration as the size of a record allows.</summary>
    /// <returns>How many.</returns>
    public int PackAlone()
    {
        var count = 1 + (int)(_lists.Sum(l => (long)l.List.Length) / (LargestRecordBytes / 2));
        Pack(Enumerable.Repeat(0m, count));
        return count;
    }

    /// <summary>The annotation bytes of each record in turn; the bytes are overwritten by the next.</summary>
    public IEnumerable<byte[]> Records()
    {
        var (record, next) = (new byte[Capacity], 0);
        foreach (var (onset, until) in _recordOnsets.Zip(_recordOnsets.Skip(1).Select(o => (decimal?)o).Append(null)))
        {
            Fill(record, onset, until, ref next);
            yield return record;
        }
    }

    private bool FitsAll()
    {
        var (record, next) = (new byte[Capacity], 0);
        foreach (var (onset, until) in _recordOnsets.Zip(_recordOnsets.Skip(1).Select(o => (decimal?)o).Append(null)))
            Fill(record, onset, until, ref next);
        return next == _lists.Count;
    }

    /// <summary>A record takes what happened before the next one starts, and what did not fit the records before.</summary>
    private void Fill(byte[] record, decimal onset, decimal? until, ref int next)
    {
        var head = Head(onset);
        head.CopyTo(record, 0);
        var used = head.Length;
        for (; next < _lists.Count && used + _lists[next].List.Length <= record.Length; next++)
        {
            if (_lists[next].OnsetSeconds >= until && until > onset) break;
            _lists[next].List.CopyTo(record, used);
            used += _lists[next].List.Length;
        }

        record.AsSpan(used).Clear();
    }

    private static byte[] Head(decimal onset) => Encoding.ASCII.GetBytes($"{Signed(onset)}\u0014\u0014\0");

    private static string Signed(decimal seconds) => (seconds < 0 ? "" : "+") + Seconds(seconds);

    private static string Seconds(decimal seconds) => seconds.ToString("0.#########", CultureInfo.InvariantCulture);

    private int Whole(int bytes) => (bytes + sampleBytes - 1) / sampleBytes * sampleBytes;
}
