namespace Pons.Sessions.Ledger;

/// <summary>A stream is known and recorded from now on.</summary>
/// <param name="Stream">Its name in the recording.</param>
/// <param name="Address">Where the device is.</param>
/// <param name="Type">Kind of content, such as EEG.</param>
/// <param name="SourceId">What tells the device from others of its kind; may be empty.</param>
/// <param name="ChannelCount">Number of channels.</param>
/// <param name="RateHz">Nominal samples per second; <see langword="null"/> when irregular.</param>
/// <param name="SampleType">How its samples are stored.</param>
public sealed record LedgerStream(
    string Stream, string Address, string Type, string SourceId, int ChannelCount, double? RateHz, string SampleType) : LedgerEntry;
