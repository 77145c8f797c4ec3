using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Devices.Neuroscan;

/// <summary>
/// Reads the messages of a stream that was started: blocks of samples (channels fastest), events, the end. Curry 8 says the number of the
/// first sample of a block, so that a gap is known exactly; Acquire counts nothing. A channel of kind trigger gives a marker each time when
/// its code changes to another than 0.
/// </summary>
public sealed class NeuroscanParser : WireParser
{
    private const int EventBytes = 536, EventTextAt = 16;
    private readonly NeuroscanLayout _layout;
    private readonly ClockId _clock;
    private readonly int[] _triggers;
    private readonly float[] _codes;
    private bool _hasBegun;
    private long _counter;
    private CounterUnwrap _samples = new(1L << 32);

    /// <summary>Makes a parser for one connection.</summary>
    /// <param name="layout">What the samples are.</param>
    /// <param name="clock">Name of the device's clock.</param>
    public NeuroscanParser(NeuroscanLayout layout, ClockId clock)
    {
        ArgumentNullException.ThrowIfNull(layout);
        (_layout, _clock) = (layout, clock);
        _triggers = [.. Enumerable.Range(0, layout.Channels.Length).Where(c => layout.Channels[c].Kind == ChannelKind.Trigger)];
        _codes = new float[_triggers.Length];
    }

    /// <inheritdoc/>
    public override int LargestFrameBytes => NeuroscanMessage.LargestBytes + 20;

    /// <summary>Whether the server said that it stopped.</summary>
    public bool HasStopped { get; private set; }

    /// <inheritdoc/>
    public override int Parse(ReadOnlySpan<byte> bytes, SampleOutput output)
    {
        if (!_hasBegun) output.Begin(_layout.Stream(_clock));
        _hasBegun = true;
        NeuroscanMessage.RequireStart(bytes, _layout.Dialect, output.Device);
        var header = NeuroscanMessage.HeaderBytes(_layout.Dialect);
        if (bytes.Length < header) return 0;
        var message = NeuroscanMessage.Read(bytes, _layout.Dialect, output.Device);
        if (bytes.Length < header + message.Size) return 0;
        Take(message, bytes.Slice(header, message.Size), output);
        return header + message.Size;
    }

    private void Take(NeuroscanMessage message, ReadOnlySpan<byte> body, SampleOutput output)
    {
        var isCurry = _layout.Dialect == NeuroscanDialect.Curry8;
        switch (message)
        {
            case { Id: NeuroscanId.Data, Code: NeuroscanCode.Eeg }:
                RequireKnownValues(message, output);
                Samples(message, body, output);
                break;
            case { Id: NeuroscanId.Data, Code: NeuroscanCode.Events } when isCurry:
                Events(body, output);
                break;
            case { Id: NeuroscanId.Control, Code: NeuroscanCode.General, Request: NeuroscanCode.Closing or NeuroscanCode.ServerGone } when !isCurry:
            case { Id: NeuroscanId.Control, Code: NeuroscanCode.FromServer, Request: NeuroscanCode.AcquisitionStopped } when isCurry:
                HasStopped = true;
                break;
        }
    }

    private void RequireKnownValues(NeuroscanMessage message, SampleOutput output)
    {
        var expected = _layout switch
        {
            { Dialect: NeuroscanDialect.Curry8 } => NeuroscanCode.Float32Block,
            { ValueBytes: 2 } => NeuroscanCode.Int16Block,
            _ => NeuroscanCode.Int32Block,
        };
        if (message.Request == expected) return;
        if (_layout.Dialect == NeuroscanDialect.Curry8 && message.Request == NeuroscanCode.PackedBlock)
            throw new DeviceException(
                output.Device, "it sends packed samples.", "Packed samples are not read.", "Switch compression off in the server settings of Curry.")
            { IsFinal = true, Code = DeviceFaultCode.Settings };
        throw NeuroscanMessage.Broken(output.Device, _layout.Dialect, $"a block of samples is of type {message.Request}, not {expected}.");
    }

    private void Samples(NeuroscanMessage message, ReadOnlySpan<byte> body, SampleOutput output)
    {
        var count = body.Length / _layout.FrameBytes;
        if (count * _layout.FrameBytes != body.Length)
            throw NeuroscanMessage.Broken(
                output.Device, _layout.Dialect,
                $"a block of {body.Length} bytes is not whole samples of {_layout.Channels.Length} channels with {_layout.ValueBytes} bytes.");
        if (count == 0) return;
        if (_layout.Dialect == NeuroscanDialect.Curry8) _counter = _samples.Next(message.Sample);
        var into = output.Add(_counter, count);
        Scale(body, into);
        Mark(into, output);
        _counter += count;
    }

    private void Scale(ReadOnlySpan<byte> body, Span<float> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            var value = body[(i * _layout.ValueBytes)..];
            into[i] = _layout.Dialect == NeuroscanDialect.Curry8 ? BinaryPrimitives.ReadSingleLittleEndian(value)
                : _layout.ValueBytes == 2 ? BinaryPrimitives.ReadInt16LittleEndian(value) * _layout.Microvolts
                : BinaryPrimitives.ReadInt32LittleEndian(value) * _layout.Microvolts;
        }

        if (_layout.Dialect == NeuroscanDialect.Curry8) return;
        foreach (var channel in _triggers)
            for (var at = channel; at < into.Length; at += _layout.Channels.Length)
            {
                var value = body[(at * _layout.ValueBytes)..];
                into[at] = _layout.ValueBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(value) : BinaryPrimitives.ReadInt32LittleEndian(value);
            }
    }

    private void Mark(ReadOnlySpan<float> rows, SampleOutput output)
    {
        for (var t = 0; t < _triggers.Length; t++)
            for (var (at, sample) = (_triggers[t], _counter); at < rows.Length; at += _layout.Channels.Length, sample++)
            {
                var code = rows[at];
                if (code != _codes[t] && code != 0) output.Mark(sample, code.ToString(CultureInfo.InvariantCulture));
                _codes[t] = code;
            }
    }

    private void Events(ReadOnlySpan<byte> body, SampleOutput output)
    {
        if (body.Length % EventBytes != 0)
            throw NeuroscanMessage.Broken(
                output.Device, _layout.Dialect, $"a list of events has {body.Length} bytes, not a multiple of {EventBytes}.");
        for (; body.Length > 0; body = body[EventBytes..])
        {
            var type = BinaryPrimitives.ReadInt32LittleEndian(body);
            var (latency, end) = (BinaryPrimitives.ReadUInt32LittleEndian(body[4..]), BinaryPrimitives.ReadUInt32LittleEndian(body[12..]));
            var start = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
            var text = Encoding.Unicode.GetString(body[EventTextAt..EventBytes]);
            var stop = text.IndexOf('\0', StringComparison.Ordinal);
            text = (stop < 0 ? text : text[..stop]).Trim();
            var label = text.Length == 0 ? type.ToString(CultureInfo.InvariantCulture) : $"{type.ToString(CultureInfo.InvariantCulture)}/{text}";
            output.Mark(AsCounter(latency), label, end > start ? Duration.OfSamples(end - start, _layout.RateHz) : Duration.Zero);
        }
    }

    /// <summary>A number of 32 bits as near to the present sample as its range allows.</summary>
    private long AsCounter(uint sample) => _counter + (int)(sample - (uint)_counter);
}
