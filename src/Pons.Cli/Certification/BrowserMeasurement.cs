using System.Net.WebSockets;
using Pons.Certification;
using Pons.Server.Certification;

namespace Pons.Cli.Certification;

/// <summary>
/// What measurements in a browser share: a Chromium without a window that shows a page of our own server. It shows what page and browser can
/// do; what a screen adds must be measured with a photodiode.
/// </summary>
/// <param name="program">The Chromium; <see langword="null"/> when there is none.</param>
internal abstract class BrowserMeasurement(string? program) : Measurement
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private WebSocket? _page;

    public sealed override async Task<MeasurementResult> RunAsync(
        double seconds, TimeProvider clock, Action<double>? report = null, CancellationToken cancellation = default)
    {
        if (program is null) return MeasurementResult.Missing(Name, NotMeasuredKind.NoProgram, "Chromium");
        await using var server = await ProbeServer.StartAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var browser = Browser.Open(program, server.PageUrl);
            _page = await server.Page.WaitAsync(StartPatience, clock, cancellation).ConfigureAwait(false);
            return await base.RunAsync(seconds, clock, report, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return MeasurementResult.Missing(Name, NotMeasuredKind.Failed, $"{program} did not show the page within {StartPatience.TotalSeconds} s");
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or WebSocketException)
        {
            return MeasurementResult.Missing(Name, NotMeasuredKind.Failed, $"{program}: {fault.Message}");
        }
    }

    protected sealed override Task<MeasurementResult> MeasureAsync(MeasuringTime time, CancellationToken cancellation) => MeasureAsync(_page!, time, cancellation);

    /// <summary>Measures on a page that is shown.</summary>
    protected abstract Task<MeasurementResult> MeasureAsync(WebSocket page, MeasuringTime time, CancellationToken cancellation);
}
