using System.Text.Json.Serialization;

namespace Pons.Devices.Plain;

/// <summary>Where the parts of a frame are, in bytes from its start.</summary>
/// <param name="Bytes">Length of a frame.</param>
/// <param name="DataAt">First byte of the values.</param>
/// <param name="Sync">What every frame starts with, in hexadecimal figures; empty when nothing marks it.</param>
/// <param name="CounterAt">First byte of the counter; <see langword="null"/> for none.</param>
/// <param name="CounterBytes">Bytes of the counter.</param>
/// <param name="Counts">What it counts.</param>
/// <param name="Checksum">How a frame is checked.</param>
/// <param name="ChecksumAt">Byte of the check; <see langword="null"/> for none.</param>
internal sealed record PlainFrame(
    int Bytes, int DataAt, string Sync = "", int? CounterAt = null, int CounterBytes = 1, PlainCount Counts = PlainCount.Frames,
    PlainChecksum Checksum = PlainChecksum.None, int? ChecksumAt = null)
{
    [JsonIgnore]
    public byte[] SyncBytes => Convert.FromHexString(Sync.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>What cannot be.</summary>
    public IEnumerable<string> Faults(int dataBytes)
    {
        if (Bytes is < 1 or > PlainDescription.LargestFrame) yield return $"frame.bytes is {Bytes}, not 1 to {PlainDescription.LargestFrame}.";
        if (!IsHexadecimal()) yield return $"frame.sync is '{Sync}', not pairs of hexadecimal figures such as 'A5 5A', at most 16.";
        if (CounterAt is not null && CounterBytes is not (1 or 2 or 4)) yield return $"frame.counterBytes is {CounterBytes}, not 1, 2 or 4.";
        if ((Checksum == PlainChecksum.None) != ChecksumAt is null) yield return "frame.checksum and frame.checksumAt need each other.";
        var used = new int[Bytes];
        foreach (var (name, at, count) in Parts(dataBytes))
        {
            if (at < 0 || at > Bytes - count) yield return $"{name} is at bytes {at} to {at + (long)count - 1}, but a frame has {Bytes}.";
            for (var i = at; i < at + count; i++)
                if (used[i]++ > 0)
                    yield return $"{name} covers byte {i}, which another part has.";
        }
    }

    private bool IsHexadecimal()
    {
        var figures = Sync.Replace(" ", "", StringComparison.Ordinal);
        return figures.Length % 2 == 0 && figures.Length <= 32 && figures.All(char.IsAsciiHexDigit);
    }

    private IEnumerable<(string Name, int At, int Count)> Parts(int dataBytes)
    {
        yield return ("frame.sync", 0, SyncBytes.Length);
        yield return ("the data at frame.dataAt", DataAt, dataBytes);
        if (CounterAt is { } counter) yield return ("frame.counterAt", counter, CounterBytes);
        if (ChecksumAt is { } sum) yield return ("frame.checksumAt", sum, 1);
    }
}
