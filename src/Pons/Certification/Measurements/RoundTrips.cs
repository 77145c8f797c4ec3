namespace Pons.Certification.Measurements;

/// <summary>Sends a message every millisecond and takes the time until it is back; used for every transport.</summary>
public static class RoundTrips
{
    private const int PauseMilliseconds = 1;

    /// <summary>Measures one transport whose far end sends everything back.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="time">How long.</param>
    /// <param name="stream">This end of it.</param>
    /// <param name="cancellation">Breaks off.</param>
    public static Task<MeasurementResult> MeasureAsync(string name, MeasuringTime time, Stream stream, CancellationToken cancellation) =>
        MeasureAsync(
        name, time,
        async (question, answer, stop) =>
        {
            await stream.WriteAsync(question, stop).ConfigureAwait(false);
            await stream.FlushAsync(stop).ConfigureAwait(false);
            await stream.ReadExactlyAsync(answer, stop).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>Measures one transport of messages whose far end sends everything back.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="time">How long.</param>
    /// <param name="exchange">Sends the first message and returns when the second was filled with the answer.</param>
    /// <param name="cancellation">Breaks off.</param>
    public static async Task<MeasurementResult> MeasureAsync(
        string name, MeasuringTime time, Func<byte[], byte[], CancellationToken, ValueTask> exchange, CancellationToken cancellation)
    {
        var times = new TimeCollector(time);
        var (question, answer) = (EegMessage.New(), EegMessage.New());
        for (var number = 0; time.IsLeft; number++)
        {
            Pause(cancellation);
            EegMessage.SetNumber(question, number);
            var sent = time.Now;
            await exchange(question, answer, cancellation).ConfigureAwait(false);
            times.Add(sent, time.Now);
            if (EegMessage.NumberOf(answer) != number) throw new IOException("The transport gave back another message than the one that was sent.");
        }

        return MeasurementResult.Of(name, times.Milliseconds);
    }

    /// <summary>
    /// Waits until the next message is due. The thread itself waits: a timer of the pool comes later under load, and fewer times would be
    /// measured.
    /// </summary>
    internal static void Pause(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(PauseMilliseconds);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Sends everything back until the other side has gone.</summary>
    internal static async Task EchoAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = EegMessage.New();
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var count)
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
    }
}
