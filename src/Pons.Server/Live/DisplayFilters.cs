using System.Collections.Immutable;
using Pons.Signals;

namespace Pons.Server.Live;

/// <summary>The filters that the studio offers when a session does not bring its own.</summary>
public static class DisplayFilters
{
    private const int Order = 2;
    private const double NotchQuality = 30;

    /// <summary>
    /// Band-pass 1–40 Hz and 8–30 Hz (Butterworth, order 2 per edge) and a notch at the mains, as far as the rate allows them.
    /// </summary>
    /// <param name="rateHz">Rate of the stream in hertz; <see langword="null"/> (irregular) gives none.</param>
    /// <param name="mainsHz">Frequency of the mains in hertz.</param>
    public static ImmutableArray<DisplayFilter> For(double? rateHz, double mainsHz)
    {
        if (rateHz is not { } rate) return [];
        var filters = ImmutableArray.CreateBuilder<DisplayFilter>();
        if (rate > 80) filters.Add(new("1-40", Butterworth.BandPass(Order, 1, 40, rate)));
        if (rate > 60) filters.Add(new("8-30", Butterworth.BandPass(Order, 8, 30, rate)));
        if (rate > 2 * mainsHz) filters.Add(new("notch", Notch.At(mainsHz, NotchQuality, rate)));
        return filters.ToImmutable();
    }
}
