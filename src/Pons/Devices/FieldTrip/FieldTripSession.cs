using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pons.Devices.FieldTrip;

/// <summary>Asks a buffer over one connection. Buffers are used again: an answer is valid until the next question.</summary>
/// <param name="connection">The connection; belongs to the caller.</param>
/// <param name="device">The device, for messages.</param>
internal sealed class FieldTripSession(Stream connection, string device)
{
    private const int MostWords = 3;
    private readonly byte[] _question = new byte[FieldTripMessage.HeaderBytes + MostWords * sizeof(uint)];
    private readonly byte[] _header = new byte[FieldTripMessage.HeaderBytes];
    private byte[] _body = new byte[1 << 16];
    private int _size;

    /// <summary>Body of the last answer, little endian.</summary>
    public ReadOnlySpan<byte> Body => _body.AsSpan(0, _size);

    /// <summary>A number of the body.</summary>
    public uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Body[at..]);

    /// <summary>Asks for the header.</summary>
    public ValueTask<bool> AskHeaderAsync(CancellationToken cancellation) => AskAsync(FieldTripCommand.GetHeader, 0, (0, 0, 0), cancellation);

    /// <summary>Asks for samples or events from one number to another, both included.</summary>
    public ValueTask<bool> AskAsync(ushort command, long first, long last, CancellationToken cancellation) =>
        AskAsync(command, 2, ((uint)first, (uint)last, 0), cancellation);

    /// <summary>Waits for more samples or events.</summary>
    public ValueTask<bool> WaitAsync(long samples, long events, uint milliseconds, CancellationToken cancellation) =>
        AskAsync(FieldTripCommand.WaitData, 3, ((uint)samples, (uint)events, milliseconds), cancellation);

    /// <summary>Asks and reads the answer; returns false when the buffer refuses.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AskAsync(ushort command, int words, (uint A, uint B, uint C) content, CancellationToken cancellation)
    {
        new FieldTripMessage(command, words * sizeof(uint), false).Write(_question);
        BinaryPrimitives.WriteUInt32LittleEndian(_question.AsSpan(8), content.A);
        BinaryPrimitives.WriteUInt32LittleEndian(_question.AsSpan(12), content.B);
        BinaryPrimitives.WriteUInt32LittleEndian(_question.AsSpan(16), content.C);
        await connection.WriteAsync(_question.AsMemory(0, 8 + words * sizeof(uint)), cancellation).ConfigureAwait(false);
        await connection.ReadExactlyAsync(_header, cancellation).ConfigureAwait(false);
        var message = FieldTripMessage.Read(_header, device);
        if (_body.Length < message.Size) _body = new byte[Math.Max(message.Size, Math.Min(2 * _body.Length, FieldTripMessage.LargestBytes))];
        _size = message.Size;
        await connection.ReadExactlyAsync(_body.AsMemory(0, _size), cancellation).ConfigureAwait(false);
        if (message.IsSwapped) FieldTripByteOrder.Turn(command, isAnswer: true, _body.AsSpan(0, _size), isFromLittle: false);
        var family = command & 0xFF00;
        if (message.Command == (family | 5)) return false;
        if (message.Command == (family | 4)) return true;
        throw FieldTripMessage.Broken(device, $"0x{message.Command:X4} came as an answer to 0x{command:X4}.");
    }
}
