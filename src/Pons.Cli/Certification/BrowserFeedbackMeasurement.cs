using System.Buffers.Binary;
using System.Net.WebSockets;
using Pons.Certification;

namespace Pons.Cli.Certification;

/// <summary>
/// From sending a message to the page until the browser has begun the picture that shows it, and said so: the way there and back, and the wait
/// for the next picture. Messages come at any moment between two pictures.
/// </summary>
internal sealed class BrowserFeedbackMeasurement(string? program) : BrowserMeasurement(program)
{
    private const int Remembered = 4096;

    // No multiple of the time between pictures.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(11);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly long[] _sentAt = new long[Remembered];

    public override string Name => "browser-feedback";

    public override double RelativeSeconds => 4.8;

    protected override async Task<MeasurementResult> MeasureAsync(WebSocket page, MeasuringTime time, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asking = AskAsync(page, time, over.Token);
        try
        {
            return MeasurementResult.Of(Name, await AnswersAsync(page, time, cancellation).ConfigureAwait(false));
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(WebSocket page, MeasuringTime time, CancellationToken over)
    {
        var question = new byte[sizeof(int)];
        for (var number = 0; ; number++)
        {
            await Task.Delay(Pause, time.Clock, over).ConfigureAwait(false);
            BinaryPrimitives.WriteInt32LittleEndian(question, number);
            Volatile.Write(ref _sentAt[number % Remembered], time.Now);
            await page.SendAsync(question.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, over).ConfigureAwait(false);
        }
    }

    /// <summary>Takes answers until the time is over; the times of pictures that come as well are passed over.</summary>
    private async Task<double[]> AnswersAsync(WebSocket page, MeasuringTime time, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var (times, answer) = (new List<double>(), new byte[sizeof(double)]);
        try
        {
            while (time.IsLeft)
            {
                patience.CancelAfter(Patience);
                var received = await page.ReceiveAsync(answer.AsMemory(), either.Token).ConfigureAwait(false);
                if (received.Count != sizeof(int) || !time.Counts) continue;
                times.Add(time.Milliseconds(Volatile.Read(ref _sentAt[BinaryPrimitives.ReadInt32LittleEndian(answer) % Remembered]), time.Now));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"The browser showed no picture for {Patience.TotalSeconds} s.");
        }

        return [.. times];
    }
}
