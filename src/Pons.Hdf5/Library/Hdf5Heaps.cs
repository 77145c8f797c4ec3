using System.Buffers.Binary;
using Pons.Formats;

namespace Pons.Hdf5.Library;

/// <summary>The heaps that texts of any length lie in (HDF5 File Format Specification, section III.E, "Global Heap").</summary>
internal sealed class Hdf5Heaps(Stream file, string name, long baseAddress)
{
    private const int HeaderBytes = 16, MostCollectionBytes = 1 << 26, MostHeldBytes = 1 << 24;
    private readonly Dictionary<ulong, Collection> _collections = [];
    private long _held;

    /// <summary>The text that a reference leads to; one of length 0 leads nowhere.</summary>
    public string TextAt(Hdf5TextReference reference)
    {
        if (reference.Length == 0) return "";
        var collection = CollectionAt(reference.Address);
        if (!collection.Texts.TryGetValue((ushort)reference.Index, out var place) || reference.Index > ushort.MaxValue || place.Length < reference.Length)
            throw Damaged(reference.Address, $"A text of {reference.Length} bytes should be the number {reference.Index} of the heap that begins here, and is not.");
        return Hdf5Text.Decode(collection.Bytes.AsSpan(place.Start, (int)reference.Length));
    }

    private Collection CollectionAt(ulong address)
    {
        if (_collections.TryGetValue(address, out var known)) return known;
        var header = Read(address, HeaderBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(8));
        if (!header.AsSpan().StartsWith("GCOL\x01"u8) || length is < HeaderBytes or > MostCollectionBytes)
            throw Damaged(address, "A heap of texts should begin here, and does not.");
        var bytes = Read(address, (int)length);
        var collection = new Collection(bytes, PlacesIn(bytes, address));
        if (_held > MostHeldBytes)
        {
            _collections.Clear();
            _held = 0;
        }

        _held += collection.Bytes.Length;
        return _collections[address] = collection;
    }

    /// <summary>Each text stands behind its number and length, at a multiple of 8; number 0 is the room that is left.</summary>
    private Dictionary<ushort, (int Start, int Length)> PlacesIn(byte[] bytes, ulong address)
    {
        var places = new Dictionary<ushort, (int, int)>();
        for (var at = HeaderBytes; at + HeaderBytes <= bytes.Length;)
        {
            var number = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
            if (number == 0) break;
            var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at + 8));
            if (length > (ulong)(bytes.Length - at - HeaderBytes))
                throw Damaged(address, $"Text number {number} of the heap that begins here would have {length} bytes and reach beyond its end.");
            places[number] = (at + HeaderBytes, (int)length);
            at += HeaderBytes + ((int)length + 7) / 8 * 8;
        }

        return places;
    }

    private byte[] Read(ulong address, int count)
    {
        if (address > (ulong)(file.Length - baseAddress) || (long)address + baseAddress > file.Length - count)
            throw Damaged(address, $"A heap of texts should lie here, and the file ends at byte {file.Length}.");
        var bytes = new byte[count];
        file.Position = (long)address + baseAddress;
        file.ReadExactly(bytes);
        return bytes;
    }

    private RecordingFormatException Damaged(ulong address, string what) => new(
        name, (long)Math.Min(address, long.MaxValue / 2) + baseAddress, what, "The texts that describe the recording are damaged.",
        "Copy the file again from where it was saved.");

    /// <summary>Texts that lie together.</summary>
    private sealed record Collection(byte[] Bytes, Dictionary<ushort, (int Start, int Length)> Texts);
}
