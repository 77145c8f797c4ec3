namespace Pons.Server.Devices;

/// <summary>How the signal of one channel was within the last measured second.</summary>
/// <param name="Verdict">The gravest thing that stands out.</param>
/// <param name="Rms">Root mean square around the mean, in the unit of the channel.</param>
/// <param name="PeakToPeak">Largest minus smallest value, in the unit of the channel.</param>
/// <param name="MainsShare">Share of the power that lies at the mains (50 or 60 Hz, whichever is more), 0 to 1; <see langword="null"/> where the rate
/// is too low.</param>
internal readonly record struct ChannelCondition(ChannelVerdict Verdict, double Rms, double PeakToPeak, double? MainsShare);
