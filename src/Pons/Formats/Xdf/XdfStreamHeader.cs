namespace Pons.Formats.Xdf;
internal static class XdfStreamHeader { public const string ExactTimes = "exact_time_stamps"; }
