using System.Buffers.Binary;
using System.Globalization;
using Pons.Streams;

namespace Pons.Devices.BrainFlow;

/// <summary>
/// Reads datagrams of the streaming board: packages of one float64 a row, package after package, without a head. Rows are kept exactly. The
/// package counter tells what is missing, the sender's time only how often the counter turned; a marker that is not 0 becomes a marker.
/// </summary>
internal sealed class BrainFlowParser(DeviceAddress address, BrainFlowBoard board) : DatagramParser
{
    public const int LargestBatch = 99;
    private const int WrongAtMost = 3;
    private readonly int _batch = address.Number("batch", 0, 1, LargestBatch);
    private CounterUnwrap _unwrap = new(Math.Max(2, board.CounterRange ?? 2));
    private DatagramOrder _order;
    private double _newestStamp;
    private long _samples = -1;
    private int _wrong;
    private bool _hasBegun;

    public override void Parse(ReadOnlySpan<byte> datagram, SampleOutput output)
    {
        var rowBytes = board.Rows * sizeof(double);
        var packages = datagram.Length / rowBytes;
        if (datagram.Length % rowBytes != 0 || packages is 0 or > LargestBatch || (_batch > 0 && packages != _batch))
        {
            RefuseLength(datagram.Length, output);
            return;
        }

        if (!_hasBegun) Begin(output);
        for (var i = 0; i < packages; i++) Take(datagram.Slice(i * rowBytes, rowBytes), output);
    }

    private static double Value(ReadOnlySpan<byte> package, int row) => BinaryPrimitives.ReadDoubleLittleEndian(package[(row * sizeof(double))..]);

    private void RefuseLength(int length, SampleOutput output)
    {
        output.Note(DeviceNoticeKind.Garbage, length);
        if (_hasBegun || ++_wrong < WrongAtMost) return;
        throw new DeviceException(
            output.Device,
            $"{length} bytes are not {(_batch > 0 ? $"{_batch}" : $"1 to {LargestBatch}")} packages of {board.Rows} rows of 8 bytes ({board.Name}).",
            "Rows of another board would be taken for those of this one.",
            "Give the master board and the batch that the sender uses: ?board=…&batch=….")
        { IsFinal = true };
    }

    private void Begin(SampleOutput output)
    {
        _hasBegun = true;
        output.Begin(new(board.Info(address))
        {
            SampleType = SampleType.Float64,
            CountsSamples = board.CounterRange is not null,
            // The first package of a batch waits for the last one; 50 ms for the board's own radio.
            TransportDelay = (Duration.Zero, Duration.FromSeconds(0.05 + (_batch > 0 ? _batch : BrainFlowProtocol.UsualBatch) / board.RateHz)),
        });
        if (board.CounterRange is null)
            output.Note(
                DeviceNoticeKind.Fault, DeviceFaultCode.CounterUnknown,
                $"how the counter of {board.Name} turns is not known: a lost datagram is not seen; give ?range= if known.", 0, board.Name);
    }

    private void Take(ReadOnlySpan<byte> package, SampleOutput output)
    {
        var counter = Count(package, output);
        _order.Take(counter, output.Device);
        output.AddExact(counter, package);
        var marker = Value(package, board.MarkerRow);
        if (marker != 0 && double.IsFinite(marker)) output.Mark(counter, marker.ToString(CultureInfo.InvariantCulture));
    }

    private long Count(ReadOnlySpan<byte> package, SampleOutput output)
    {
        if (board.CounterRange is not { } range) return ++_samples;
        var reading = Value(package, board.PackageRow);
        var stamp = Value(package, board.StampRow);
        if (!(reading >= 0 && reading < range && reading == Math.Floor(reading)))
            throw new DeviceException(
                output.Device,
                FormattableString.Invariant($"row {board.PackageRow} is {reading}, which is no package counter of {board.Name} (0 to {range - 1})."),
                "Without the counter losses cannot be seen, and the rows may be those of another board.",
                "Check ?board=, or give ?range=.")
            { IsFinal = true };
        var expected = (stamp - _newestStamp) * board.RateHz * board.CounterStep;
        var isTold = _samples >= 0 && double.IsFinite(expected) && Math.Abs(expected) < 1e9;
        var counter = isTold ? _unwrap.Next((long)reading, expected) : _unwrap.Next((long)reading);
        if (_samples < 0 || counter > _samples) (_samples, _newestStamp) = (counter, stamp);
        return counter / board.CounterStep;
    }
}
