using System.Runtime.InteropServices;

namespace Pons.Sessions;

/// <summary>What stands before the samples of a run in a recorder's memory: then come its stamps, then its values.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct RunHead
{
    /// <summary>Index of the first sample.</summary>
    public long First { get; init; }

    /// <summary>When the run arrived, in nanoseconds on the clock of the host.</summary>
    public long Arrival { get; init; }

    /// <summary>Time of the first sample in nanoseconds on the clock of the device.</summary>
    public long Time { get; init; }

    /// <summary>Number of samples.</summary>
    public int Count { get; init; }

    /// <summary>Number of stamps: as many as samples, or none.</summary>
    public int Stamps { get; init; }

    /// <summary>Bytes of the values.</summary>
    public int ValueBytes { get; init; }

    /// <summary>Whether a run begins here and not only the next part of one.</summary>
    public bool IsBegin { get; init; }

    /// <summary>Whether a run ends here.</summary>
    public bool IsEnd { get; init; }
}
