using System.Buffers.Binary;
using System.Net.Sockets;

namespace Pons.Tests.Devices.FieldTrip;

/// <summary>The client's side of the buffer protocol, written from its description alone, in either byte order.</summary>
internal sealed class FieldTripClientSide(int port, bool isSwapped) : IDisposable
{
    private readonly TcpClient _client = new("127.0.0.1", port) { NoDelay = true };

    public void Dispose() => _client.Dispose();

    /// <summary>Asks and returns the code and body of the answer.</summary>
    public async Task<(int Code, byte[] Body)> AskAsync(int command, params byte[] body)
    {
        await TellAsync(command, body);
        var header = new byte[8];
        await _client.GetStream().ReadExactlyAsync(header, TestContext.Current.CancellationToken);
        Assert.Equal(isSwapped ? [0, 1] : [1, 0], header[..2]);
        var answer = new byte[Word(header, 4)];
        await _client.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        return (isSwapped ? BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) : BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(2)), answer);
    }

    /// <summary>Sends a message.</summary>
    public async Task TellAsync(int command, params byte[] body) =>
        await _client.GetStream().WriteAsync((byte[])[.. U16(1), .. U16(command), .. U32(body.Length), .. body], TestContext.Current.CancellationToken);

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Whether the server ended the connection.</summary>
    public async Task<bool> IsCutAsync()
    {
        try
        {
            return await _client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public byte[] Header(int channels, float rate, int type, params byte[] chunks) =>
        [.. U32(channels), .. U32(0), .. U32(0), .. Turned(BitConverter.GetBytes(rate)), .. U32(type), .. U32(chunks.Length), .. chunks];

    public byte[] Data(int channels, int type, int width, params double[] values)
    {
        byte[] bytes = [.. values.SelectMany(v => Turned(width == 2 ? BitConverter.GetBytes((short)v) : width == 4 ? BitConverter.GetBytes((float)v) : BitConverter.GetBytes(v)))];
        return [.. U32(channels), .. U32(values.Length / channels), .. U32(type), .. U32(bytes.Length), .. bytes];
    }

    public byte[] Event(int sample, string type, int value) =>
        [.. U32(0), .. U32(type.Length), .. U32(7), .. U32(1), .. U32(sample), .. U32(0), .. U32(0), .. U32(type.Length + 4), .. type.Select(c => (byte)c), .. U32(value)];

    public byte[] Words(params long[] words) => [.. words.SelectMany(w => U32(w))];

    public uint Word(byte[] bytes, int at) =>
        isSwapped ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    public double Value(byte[] bytes, int at, int width)
    {
        var value = Turned(bytes[at..(at + width)]);
        return width == 2 ? BitConverter.ToInt16(value) : width == 4 ? BitConverter.ToSingle(value) : BitConverter.ToDouble(value);
    }

    private byte[] U16(int value) => Turned(BitConverter.GetBytes((ushort)value));

    private byte[] U32(long value) => Turned(BitConverter.GetBytes((uint)value));

    private byte[] Turned(byte[] bytes) => isSwapped ? [.. bytes.Reverse()] : bytes;
}
