using System.Globalization;
using System.Text;

namespace Pons.Formats.Edf;

/// <summary>Distributes annotations over the data records, near the time at which they happened.</summary>
internal sealed class EdfAnnotationPacker
{
    private const int LargestRecordBytes = 61440;
    private readonly List<(double OnsetSeconds, byte[] List)> _lists = [];

    /// <summary>Bytes that one record has for annotations; even.</summary>
    public int Capacity { get; private set; }

    /// <summary>The annotation bytes of each record.</summary>
    public List<byte[]> Records { get; private set; } = [];

    public void Add(decimal onsetSeconds, decimal? durationSeconds, string text)
    {
        var length = durationSeconds is { } d ? $"\u0015{Seconds(d)}" : "";
        _lists.Add(((double)onsetSeconds, Encoding.UTF8.GetBytes($"{Signed(onsetSeconds)}{length}\u0014{text}\u0014\0")));
    }

    /// <summary>Packs into records that start at these times; the capacity grows until everything fits.</summary>
    public void Pack(IReadOnlyList<decimal> recordOnsets)
    {
        var heads = recordOnsets.Select(onset => Encoding.ASCII.GetBytes($"{Signed(onset)}\u0014\u0014\0")).ToList();
        var (longestHead, longestList) = (heads.Max(h => h.Length), _lists.Select(l => l.List.Length).DefaultIfEmpty(0).Max());
        var average = _lists.Sum(l => (long)l.List.Length) / heads.Count;
        Capacity = Even(longestHead + (int)Math.Min(LargestRecordBytes, Math.Max(longestList, average)));
        while (!TryPack(heads, recordOnsets)) Capacity = Even(checked(Capacity + Capacity / 4));
    }

    /// <summary>Packs into as few records of no duration as the size of a record allows.</summary>
    public void PackAlone()
    {
        var count = 1 + (int)(_lists.Sum(l => (long)l.List.Length) / (LargestRecordBytes / 2));
        Pack([.. Enumerable.Repeat(0m, count)]);
    }

    private bool TryPack(List<byte[]> heads, IReadOnlyList<decimal> recordOnsets)
    {
        var next = 0;
        var records = new List<byte[]>(heads.Count);
        for (var r = 0; r < heads.Count; r++)
        {
            var record = new byte[Capacity];
            heads[r].CopyTo(record, 0);
            var used = heads[r].Length;
            // A record takes what happened before the next one starts, and what did not fit the records before.
            var until = r + 1 < heads.Count ? (double)recordOnsets[r + 1] : double.PositiveInfinity;
            for (; next < _lists.Count && used + _lists[next].List.Length <= Capacity; next++)
            {
                if (_lists[next].OnsetSeconds >= until && until > (double)recordOnsets[r]) break;
                _lists[next].List.CopyTo(record, used);
                used += _lists[next].List.Length;
            }

            records.Add(record);
        }

        Records = records;
        return next == _lists.Count;
    }

    private static string Signed(decimal seconds) => (seconds < 0 ? "" : "+") + Seconds(seconds);

    private static string Seconds(decimal seconds) => seconds.ToString("0.#########", CultureInfo.InvariantCulture);

    private static int Even(int bytes) => bytes + (bytes & 1);
}
