using Pons.Streams;

namespace Pons.Formats.Curry;

/// <summary>One channel as the parameters and labels describe it.</summary>
/// <param name="Label">Label in the words of the file.</param>
/// <param name="Unit">Unit in the words of the file.</param>
/// <param name="Kind">What its group measures; unknown when it is in no group.</param>
/// <param name="LocationMetres">Where its sensor is, if stated.</param>
internal sealed record CurryChannel(string Label, string Unit, ChannelKind Kind, (double X, double Y, double Z)? LocationMetres);
