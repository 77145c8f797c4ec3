using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pons.Devices.OpenEphys;

/// <summary>Writes a FlatBuffer <c>ContinuousData</c>: root offset, vtable, table, then its vectors.</summary>
internal sealed class FalconBlock
{
    private const int FieldCount = 9, VtableAt = 8, TableAt = 32, VectorsAt = 84;
    private static readonly byte[] Name = "Emulated"u8.ToArray();
    private readonly int _sampleCount, _samplesAt, _codesAt;
    private readonly byte[] _bytes;

    public FalconBlock(int channelCount, int sampleCount, long first, uint rateHz, long messageId)
    {
        _sampleCount = sampleCount;
        var nameAt = VectorsAt;
        _samplesAt = nameAt + 4 + 12;
        _codesAt = _samplesAt + 4 + channelCount * sampleCount * 4;
        _bytes = new byte[_codesAt + 4 + (sampleCount * 2 + 3) / 4 * 4];
        U32(0, TableAt);
        U16(VtableAt, 4 + 2 * FieldCount);
        U16(VtableAt + 2, VectorsAt - TableAt);
        foreach (var (field, offset) in (ReadOnlySpan<(int, ushort)>)[(0, 4), (1, 8), (2, 12), (3, 16), (4, 20), (5, 24), (6, 32), (7, 40), (8, 48)])
            U16(VtableAt + 4 + 2 * field, offset);
        U32(TableAt, TableAt - VtableAt);
        Vector(4, _samplesAt, channelCount * sampleCount);
        Vector(8, _codesAt, sampleCount);
        Vector(12, nameAt, Name.Length);
        Name.CopyTo(_bytes, nameAt + 4);
        U32(TableAt + 16, (uint)channelCount);
        U32(TableAt + 20, (uint)sampleCount);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(TableAt + 24), first);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(TableAt + 32), first / (double)rateHz);
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(TableAt + 40), messageId);
        U32(TableAt + 48, rateHz);
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Set(int channel, int sample, float value) =>
        MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(_samplesAt + 4))[channel * _sampleCount + sample] = value;

    public void SetCode(int sample, ushort code) => U16(_codesAt + 4 + 2 * sample, code);

    private void Vector(int field, int at, int length)
    {
        U32(TableAt + field, (uint)(at - TableAt - field));
        U32(at, (uint)length);
    }

    private void U32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(at), value);

    private void U16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(at), value);
}
