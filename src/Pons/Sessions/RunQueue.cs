using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pons.Devices;

namespace Pons.Sessions;

/// <summary>
/// Runs of one stream that wait to be written: copied by the thread that reads the device, taken by that of the recorder, in segments of a
/// memory that all streams share. The lock between them is held for a copy at most; nothing is allocated per run.
/// </summary>
internal sealed class RunQueue(RecorderMemory memory)
{
    private static readonly int HeadBytes = Unsafe.SizeOf<RunHead>();

    private readonly Lock _gate = new();
    private readonly Queue<(byte[] Segment, int Length)> _full = new();
    private byte[]? _open;
    private int _length;

    /// <summary>Copies the numbers of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="values">Its values as they are stored.</param>
    /// <returns>How many samples fitted: all, or those for which there was memory.</returns>
    public int Add(SampleRun run, ReadOnlySpan<byte> values)
    {
        var stampBytes = run.Stamps.Length == run.SampleCount ? sizeof(double) : 0;
        var rowBytes = values.Length / run.SampleCount;
        lock (_gate)
        {
            for (var row = 0; row < run.SampleCount;)
            {
                var rows = RoomFor(rowBytes + stampBytes, run.SampleCount - row);
                if (rows == 0) return row;
                Copy(HeadOf(run, row, rows, stampBytes > 0, rows * rowBytes), stampBytes > 0 ? run.Stamps.Slice(row, rows) : [],
                    values.Slice(row * rowBytes, rows * rowBytes));
                row += rows;
            }
        }

        return run.SampleCount;
    }

    /// <summary>Takes the oldest segment, also one that is not full.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> runs, out byte[] segment)
    {
        lock (_gate)
        {
            if (_full.TryDequeue(out var oldest)) (segment, runs) = (oldest.Segment, oldest.Segment.AsMemory(0, oldest.Length));
            else if (_open is { } open && _length > 0) (segment, runs, _open, _length) = (open, open.AsMemory(0, _length), null, 0);
            else
            {
                (segment, runs) = ([], default);
                return false;
            }

            return true;
        }
    }

    /// <summary>Whether a whole segment waits.</summary>
    public bool HasFull
    {
        get
        {
            lock (_gate) return _full.Count > 0;
        }
    }

    /// <summary>Reads the run at the start of what a segment holds.</summary>
    /// <returns>Bytes that it takes.</returns>
    public static int Read(ReadOnlySpan<byte> runs, out RunHead head, out ReadOnlySpan<double> stamps, out ReadOnlySpan<byte> values)
    {
        head = MemoryMarshal.Read<RunHead>(runs);
        stamps = MemoryMarshal.Cast<byte, double>(runs.Slice(HeadBytes, head.Stamps * sizeof(double)));
        values = runs.Slice(HeadBytes + head.Stamps * sizeof(double), head.ValueBytes);
        return Aligned(HeadBytes + head.Stamps * sizeof(double) + head.ValueBytes);
    }

    private static int Aligned(int length) => (length + 7) & ~7;

    private static RunHead HeadOf(SampleRun run, int row, int rows, bool hasStamps, int valueBytes) => new()
    {
        First = run.FirstSampleIndex + row,
        Arrival = run.Arrival.Nanoseconds,
        Time = run.Time.Nanoseconds,
        Count = rows,
        Stamps = hasStamps ? rows : 0,
        ValueBytes = valueBytes,
        IsBegin = row == 0,
        IsEnd = row + rows == run.SampleCount,
    };

    private void Copy(RunHead head, ReadOnlySpan<double> stamps, ReadOnlySpan<byte> values)
    {
        var into = _open.AsSpan(_length);
        MemoryMarshal.Write(into, head);
        MemoryMarshal.AsBytes(stamps).CopyTo(into[HeadBytes..]);
        values.CopyTo(into[(HeadBytes + head.Stamps * sizeof(double))..]);
        _length = Math.Min(_open!.Length, _length + Aligned(HeadBytes + head.Stamps * sizeof(double) + head.ValueBytes));
    }

    /// <summary>How many rows fit into the open segment, or a new one.</summary>
    private int RoomFor(int rowBytes, int wanted)
    {
        var room = _open is null ? 0 : (_open.Length - _length - HeadBytes - 7) / rowBytes;
        if (room > 0) return Math.Min(room, wanted);
        if (memory.Rent(HeadBytes + 7 + rowBytes) is not { } segment) return 0;
        if (_open is { } open) _full.Enqueue((open, _length));
        (_open, _length) = (segment, 0);
        return Math.Min((segment.Length - HeadBytes - 7) / rowBytes, wanted);
    }
}
