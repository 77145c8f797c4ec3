using System.Collections.Immutable;
using Pons.Devices;
using Pons.Sessions.Ledger;

namespace Pons.Sessions;

/// <summary>What was recorded of one device so far. Immutable.</summary>
/// <param name="Name">Name of its stream in the recording; its address before the stream is known.</param>
/// <param name="Address">Where the device is.</param>
/// <param name="Stream">What it sends; <see langword="null"/> before that is known.</param>
public sealed record RecordedStreamSummary(string Name, DeviceAddress Address, DeviceStream? Stream)
{
    /// <summary>Samples in the file.</summary>
    public long Samples { get; init; }

    /// <summary>Samples that came and had room in memory or file.</summary>
    public long Received { get; init; }

    /// <summary>Samples that are missing, for whatever reason.</summary>
    public long Missing { get; init; }

    /// <summary>Places where samples are missing.</summary>
    public int Gaps { get; init; }

    /// <summary>The first 10 000 of these places; the ledger has all.</summary>
    public ImmutableArray<SampleGap> ListedGaps { get; init; } = [];

    /// <summary>Samples that came twice or too late, and are not used.</summary>
    public long Late { get; init; }

    /// <summary>Markers in the file.</summary>
    public long Markers { get; init; }

    /// <summary>Markers for which there was no memory.</summary>
    public long LostMarkers { get; init; }

    /// <summary>How often the connection was made again.</summary>
    public int Reconnections { get; init; }

    /// <summary>Bytes in the file, markers and arrivals included.</summary>
    public long Bytes { get; init; }

    /// <summary>What last happened to the device; <see langword="null"/> for nothing.</summary>
    public DeviceNotice? LastNotice { get; init; }

    /// <summary>How its clock last stood; <see langword="null"/> while that is not known.</summary>
    public LedgerClock? Clock { get; init; }
}
