using System.Buffers.Binary;

namespace Pons.Deidentification.Recordings;

/// <summary>A header of fixed layout: its fields are rewritten where they stand.</summary>
internal sealed class BinaryHeader(byte[] bytes, long start, Scribe scribe)
{
    public byte[] Bytes => bytes;

    public int Length => bytes.Length;

    public Span<byte> At(int at, int length) => bytes.AsSpan(at, length);

    public string Text(int at, int length)
    {
        var field = bytes.AsSpan(at, length);
        var end = field.IndexOf((byte)0);
        return TextBytes.Decode(end < 0 ? field : field[..end], out _).Trim();
    }

    public ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    public uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    public int I32(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    public ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));

    /// <summary>Rewrites a text by the rules.</summary>
    public void Scrub(string where, int at, int length, byte padding = (byte)' ') => scribe.FixedText(where, start + at, bytes.AsSpan(at, length), padding);

    /// <summary>Empties a text that identifies by its place.</summary>
    public void Empty(string where, int at, int length, IdentityKind kind, bool ofSubject = false, byte fill = 0)
    {
        var text = Text(at, length);
        scribe.LearnFrom(text);
        if (scribe.Holds(where, start + at, kind, text, ofSubject)) Fill(at, length, fill);
        else scribe.Unused(where, start + at, bytes.AsSpan(at, length), fill);
    }

    /// <summary>Empties a number that identifies by its place.</summary>
    public void Zero(string where, int at, int length, IdentityKind kind)
    {
        var field = bytes.AsSpan(at, length);
        if (field.IndexOfAnyExcept((byte)0, (byte)' ') < 0) return;
        if (scribe.Holds(where, start + at, kind, Convert.ToHexString(field), isLookedFor: false)) Fill(at, length, 0);
    }

    /// <summary>Empties what the format leaves unused.</summary>
    public void Unused(string where, int at, int length, byte blank = 0) => scribe.Unused(where, start + at, bytes.AsSpan(at, length), blank);

    /// <summary>Empties what stands behind the zero byte that ends a text.</summary>
    public void UnusedBehindEnd(string where, int at, int length)
    {
        var end = bytes.AsSpan(at, length).IndexOf((byte)0);
        if (end >= 0) Unused(where, at + end, length - end);
    }

    /// <summary>Writes a text and fills up the field.</summary>
    public void Put(int at, int length, string text, byte padding = (byte)' ')
    {
        if (scribe.Pass != ScrubPass.Write) return;
        var field = bytes.AsSpan(at, length);
        field.Fill(padding);
        System.Text.Encoding.ASCII.GetBytes(text.Length > length ? text[..length] : text, field);
    }

    public void Put(int at, ulong value)
    {
        if (scribe.Pass == ScrubPass.Write) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
    }

    private void Fill(int at, int length, byte fill)
    {
        if (scribe.Pass == ScrubPass.Write) bytes.AsSpan(at, length).Fill(fill);
    }
}
