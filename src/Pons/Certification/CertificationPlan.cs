using System.Collections.Immutable;
using Pons.Certification.Budgets;
using Pons.Certification.Loads;
using Pons.Certification.Measurements;

namespace Pons.Certification;

/// <summary>What is measured, for how long, under which load, and held against which budgets. Immutable.</summary>
/// <param name="Folder">Where sessions are kept; measured and written to.</param>
public sealed record CertificationPlan(string Folder)
{
    /// <summary>Length of all measurements together in seconds, above 0; 60 by default. Preparing the decoder comes on top.</summary>
    public double Seconds
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
    } = 60;

    /// <summary>What keeps the computer busy meanwhile; nothing by default.</summary>
    public CertificationLoad Load { get; init; } = new NoLoad();

    /// <summary>What is measured, in order; all of the library by default.</summary>
    public ImmutableArray<Measurement> Measurements { get; init; } = StandardMeasurements(Folder);

    /// <summary>What is judged; all by default.</summary>
    public ImmutableArray<ParadigmBudget> Budgets { get; init; } = ParadigmBudgets.All;

    /// <summary>Everything that the library can measure.</summary>
    /// <param name="folder">Where sessions are kept.</param>
    public static ImmutableArray<Measurement> StandardMeasurements(string folder) =>
    [
        new ClockMeasurement(),
        new WakeUpMeasurement(1, 4),
        new WakeUpMeasurement(4, 2),
        new WakeUpMeasurement(10, 2),
        new WakeUpMeasurement(40, 3),
        new TimerMeasurement(),
        new GarbageCollectionMeasurement(),
        new DiskAppendMeasurement(folder),
        new DiskCommitMeasurement(folder),
        new DiskBandwidthMeasurement(folder),
        new TcpRoundTripMeasurement(),
        new UdpRoundTripMeasurement(),
        new SerialRoundTripMeasurement(),
        new LoopMeasurement(),
    ];
}
