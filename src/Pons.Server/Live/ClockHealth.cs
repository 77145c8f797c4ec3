namespace Pons.Server.Live;

/// <summary>How a stream's clock does against the computer's.</summary>
/// <param name="MeasuredHz">Samples per second that really arrive.</param>
/// <param name="DriftPpm">How far that is from the nominal rate, in parts per million.</param>
/// <param name="JitterMilliseconds">Scatter (standard deviation) of arrival around the straight line.</param>
internal readonly record struct ClockHealth(double MeasuredHz, double DriftPpm, double JitterMilliseconds);
