namespace Pons.Formats.Xdf;

/// <summary>Samples that follow each other without a gap, on the straight line that their time stamps lie around.</summary>
/// <param name="FirstStored">Number of the first, counting stored ones.</param>
/// <param name="Count">How many.</param>
/// <param name="StartSeconds">Time of the first on the clock of the recording.</param>
/// <param name="PeriodSeconds">Time from sample to sample.</param>
internal sealed record XdfRun(long FirstStored, long Count, double StartSeconds, double PeriodSeconds)
{
    public double EndSeconds => StartSeconds + Count * PeriodSeconds;
}
