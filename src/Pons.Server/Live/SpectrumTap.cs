using Pons.Streams;

namespace Pons.Server.Live;

/// <summary>
/// Estimates the spectra that the studio shows: every 250 ms of signal, over its last two seconds, on a task of its own so
/// that the session waits no longer than a copy of the window takes. An estimate that comes too late is left out.
/// </summary>
internal sealed class SpectrumTap : IDisposable
{
    private const double WindowSeconds = 2;
    private const double StepSeconds = 0.25;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _due = new(0, 1);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Action<LiveMessage> _send;
    private readonly SpectrumEstimate _estimate;
    private readonly float[] _ring;
    private readonly int _channels;
    private readonly int _length;
    private readonly int _step;
    private int _filled;
    private int _next;
    private int _untilDue;

    public SpectrumTap(int channels, double rateHz, Action<LiveMessage> send)
    {
        _channels = channels;
        _send = send;
        _estimate = new(channels, rateHz);
        _length = Math.Max(_estimate.SegmentLength, (int)Math.Round(WindowSeconds * rateHz));
        _step = Math.Max(1, (int)Math.Round(StepSeconds * rateHz));
        _ring = new float[_length * channels];
        _untilDue = _step;
        _ = Task.Run(RunAsync);
    }

    /// <summary>Takes a block; belongs to the thread that pushes.</summary>
    public void Add(SignalBlock block)
    {
        lock (_lock)
        {
            // An estimate across a gap would show the edge, not the brain.
            if (block.MissingBefore > 0) _filled = 0;
            for (var sample = 0; sample < block.SampleCount; sample++)
            {
                block[sample].CopyTo(_ring.AsSpan(_next * _channels, _channels));
                _next = (_next + 1) % _length;
            }

            _filled = Math.Min(_length, _filled + block.SampleCount);
            _untilDue -= block.SampleCount;
            if (_untilDue > 0 || _filled < _estimate.SegmentLength) return;
            _untilDue = _step;
        }

        if (_due.CurrentCount == 0) _due.Release();
    }

    public void Dispose() => _stopped.Cancel();

    private async Task RunAsync()
    {
        var window = new float[_ring.Length];
        try
        {
            while (true)
            {
                await _due.WaitAsync(_stopped.Token).ConfigureAwait(false);
                var samples = CopyInOrder(window);
                if (samples < _estimate.SegmentLength) continue; // a gap came in between
                _send(_estimate.Of(window.AsSpan(0, samples * _channels)));
            }
        }
        catch (OperationCanceledException)
        {
            // The session is over.
        }
        finally
        {
            _due.Dispose();
            _stopped.Dispose();
        }
    }

    private int CopyInOrder(float[] window)
    {
        lock (_lock)
        {
            var first = (_next - _filled + _length) % _length;
            var untilEnd = Math.Min(_filled, _length - first);
            _ring.AsSpan(first * _channels, untilEnd * _channels).CopyTo(window);
            _ring.AsSpan(0, (_filled - untilEnd) * _channels).CopyTo(window.AsSpan(untilEnd * _channels));
            return _filled;
        }
    }
}
