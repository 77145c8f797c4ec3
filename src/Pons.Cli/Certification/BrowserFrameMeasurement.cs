using System.Buffers.Binary;
using System.Net.WebSockets;
using Pons.Certification;

namespace Pons.Cli.Certification;

/// <summary>
/// How far the time between two pictures of a browser is from its median. Figures: <c>interval</c>, that median, in ms, and <c>missed
/// pictures</c>, intervals of more than one and a half of it.
/// </summary>
internal sealed class BrowserFrameMeasurement(string? program) : BrowserMeasurement(program)
{
    // Browsers tell the time of pictures to a tenth of a millisecond or less finely; further digits are rounding.
    private const int Digits = 6;

    public override string Name => "browser-frame";

    public override double RelativeSeconds => 6.2;

    protected override async Task<MeasurementResult> MeasureAsync(WebSocket page, MeasuringTime time, CancellationToken cancellation)
    {
        var (intervals, message) = (new List<double>(), new byte[sizeof(double)]);
        while (time.IsLeft)
        {
            var received = await page.ReceiveAsync(message.AsMemory(), cancellation).ConfigureAwait(false);
            if (received.Count == sizeof(double) && time.Counts) intervals.Add(BinaryPrimitives.ReadDoubleLittleEndian(message));
        }

        return Of(intervals);
    }

    /// <summary>The result of these intervals in milliseconds.</summary>
    internal static MeasurementResult Of(IReadOnlyCollection<double> intervals)
    {
        if (intervals.Count < 2) return MeasurementResult.Of("browser-frame", []);
        var median = intervals.Order().ElementAt((intervals.Count - 1) / 2);
        return MeasurementResult.Of(
            "browser-frame", [.. intervals.Select(i => Math.Round(Math.Abs(i - median), Digits))],
            new Figure("interval", median, "ms"), new Figure("missed pictures", intervals.Count(i => i > 1.5 * median), ""));
    }
}
