namespace Pons.Decoding.Deep.Layers;

/// <summary>Values [trial × row × time] on their way through a network.</summary>
internal sealed class Signals<T>(int trials, int rows, int time, T[] values)
    where T : unmanaged
{
    public Signals(int trials, int rows, int time)
        : this(trials, rows, time, new T[trials * rows * time])
    {
    }

    public int Trials { get; } = trials;

    public int Rows { get; } = rows;

    public int Time { get; } = time;

    public T[] Values { get; } = values;

    public Span<T> Row(int trial, int row) => Values.AsSpan((trial * Rows + row) * Time, Time);

    public Span<T> Trial(int trial) => Values.AsSpan(trial * Rows * Time, Rows * Time);
}
