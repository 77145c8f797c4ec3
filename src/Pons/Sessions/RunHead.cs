using System.Runtime.InteropServices;

namespace Pons.Sessions;

/// <summary>What stands before the samples of a run in a recorder's memory: then come its stamps, then its values.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RunHead
{
    /// <summary>Index of the first sample.</summary>
    public long First;

    /// <summary>When the run arrived, in nanoseconds on the clock of the host.</summary>
    public long Arrival;

    /// <summary>Time of the first sample in nanoseconds on the clock of the device.</summary>
    public long Time;

    /// <summary>Number of samples.</summary>
    public int Count;

    /// <summary>Number of stamps: as many as samples, or none.</summary>
    public int Stamps;

    /// <summary>Bytes of the values.</summary>
    public int ValueBytes;

    /// <summary>Whether a run begins here and not only the next part of one.</summary>
    public bool IsBegin;

    /// <summary>Whether a run ends here.</summary>
    public bool IsEnd;
}
