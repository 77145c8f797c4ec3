namespace Pons.Sessions.Ledger;

/// <summary>How the clock of a stream stands against that of the host.</summary>
/// <param name="Stream">Name of the stream in the recording.</param>
/// <param name="DeviceSeconds">Time on the clock of the stream for which the offset holds.</param>
/// <param name="OffsetSeconds">Time of the host minus time of the stream.</param>
/// <param name="DriftPartsPerMillion">How much faster the clock of the host runs; <see langword="null"/> while it is not known.</param>
/// <param name="UncertaintySeconds">Half width of the interval that holds the true offset with 95 %; <see langword="null"/> when unknown.</param>
/// <param name="State">Where the fit stands, such as warming up.</param>
public sealed record LedgerClock(
    string Stream, double DeviceSeconds, double OffsetSeconds, double? DriftPartsPerMillion, double? UncertaintySeconds, string State) : LedgerEntry;
