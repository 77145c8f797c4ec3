using System.Globalization;
using Pons.Streams.Clocks;

namespace Pons.Devices;

/// <summary>Pumps a byte stream into a parser: stamps each read, keeps what a read left over, watches for silence. One use.</summary>
public sealed class WireReader
{
    private readonly WireParser _parser;
    private readonly SampleOutput _output;
    private readonly HostClock _clock;
    private byte[] _buffer;
    private int _length;

    /// <summary>Joins a parser and where its samples go.</summary>
    /// <param name="parser">Reads the bytes.</param>
    /// <param name="output">Takes the samples.</param>
    /// <param name="clock">Stamps arrivals and measures silence.</param>
    public WireReader(WireParser parser, SampleOutput output, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(parser);
        (_parser, _output, _clock) = (parser, output, clock);
        // Room for two frames: what one read leaves over does not shorten the next.
        _buffer = new byte[Math.Max(1 << 16, (int)Math.Min(2L * parser.LargestFrameBytes, 1 << 20))];
    }

    /// <summary>After so long without a byte the device counts as lost; default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads until the other side ends the connection.</summary>
    /// <param name="bytes">The connection.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DeviceException">Nothing came for longer than <see cref="Patience"/>, or the bytes break the protocol.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public async Task ReadAsync(Stream bytes, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(Patience, _clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        try
        {
            // No method of its own for one read: its state would be allocated for every one that has to wait.
            while (await bytes.ReadAsync(_buffer.AsMemory(_length), stop.Token).ConfigureAwait(false) is > 0 and var read)
            {
                silence.CancelAfter(Patience);
                Take(read);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceException(
                _output.Device, FormattableString.Invariant($"nothing came for {Patience.TotalSeconds} s."),
                "A device that is silent may be switched off or out of reach.", "Check that it is on and sending.")
            { Code = DeviceFaultCode.Silent, Values = [Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)] };
        }
    }

    private void Take(int read)
    {
        _output.Arrive(_clock.Now);
        _length += read;
        var used = 0;
        while (used < _length)
        {
            var step = _parser.Parse(_buffer.AsSpan(used, _length - used), _output);
            if (step == 0) break;
            used += step;
        }

        _output.Flush();
        _length -= used;
        _buffer.AsSpan(used, _length).CopyTo(_buffer);
        if (_length < _buffer.Length) return;
        RequireRoom();
        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, Math.Max(_parser.LargestFrameBytes, _buffer.Length + 1)));
    }

    private void RequireRoom()
    {
        if (_length <= _parser.LargestFrameBytes) return;
        throw new DeviceException(
            _output.Device, $"{_length} bytes came without a whole message, which has at most {_parser.LargestFrameBytes}.",
            "The bytes are no such protocol.", "Check the address and the kind of device.");
    }
}
