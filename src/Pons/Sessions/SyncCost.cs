namespace Pons.Sessions;

/// <summary>What forcing a recording to the disk has cost so far. Written by one thread.</summary>
internal sealed class SyncCost
{
    private TimeSpan _sum;

    public long Count { get; private set; }

    public TimeSpan Longest { get; private set; }

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : _sum / Count;

    public void Add(TimeSpan cost)
    {
        Count++;
        _sum += cost;
        if (cost > Longest) Longest = cost;
    }
}
