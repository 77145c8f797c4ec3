using System.Buffers.Binary;

namespace Pons.Formats.Fif;

/// <summary>Reads the tags of a file in their order and the blocks that they form; the data of tags stay in the file.</summary>
internal sealed class FifTree
{
    /// <summary>Blocks deeper than this are no measurement; real files have five levels.</summary>
    private const int DeepestBlock = 100;

    private readonly Stream _file;
    private readonly string _name;
    private readonly Stack<FifBlock> _open = [];

    private FifTree(Stream file, string name)
    {
        (_file, _name) = (file, name);
        _open.Push(Root);
    }

    public FifBlock Root { get; } = new(FifBlock.Root);

    /// <summary>The tag that reaches beyond the end of the file, with the size that it states; <see langword="null"/> for a whole file.</summary>
    public FifTag? TornTag { get; private set; }

    /// <summary>Whether every block has its end: a recorder that is stopped by force leaves them open.</summary>
    public bool IsClosed => _open.Count == 1;

    /// <summary>Reads the tags of a file that begins with a file id.</summary>
    public static FifTree Read(Stream file, string name)
    {
        var tree = new FifTree(file, name);
        tree.ReadTags();
        return tree;
    }

    private void ReadTags()
    {
        Span<byte> head = stackalloc byte[FifTag.HeadBytes];
        var length = _file.Length;
        for (var position = 0L; position + FifTag.HeadBytes <= length;)
        {
            _file.Position = position;
            _file.ReadExactly(head);
            var tag = new FifTag(position, Number(head), Number(head[4..]), Number(head[8..]));
            var next = Number(head[12..]);
            if (tag.Size < 0)
                throw Fault(position + 8, $"A tag of kind {tag.Kind} states a size of {tag.Size} bytes.", "Where the next tag stands is unknown.");
            if (tag.Size > length - tag.DataPosition)
            {
                TornTag = tag;
                // What is there of a torn buffer are good samples.
                if (tag.Kind == FifKind.Buffer) Add(tag with { Size = (int)(length - tag.DataPosition) });
                return;
            }

            Add(tag);
            if (next < 0) return;
            var end = tag.DataPosition + tag.Size;
            position = next == 0 ? end : next;
            if (position < end)
                throw Fault(tag.Position + 12, $"A tag of kind {tag.Kind} names byte {next} as the next tag, which lies before its own end.",
                    "Reading on would never end.");
        }
    }

    private void Add(FifTag tag)
    {
        switch (tag.Kind)
        {
            case FifKind.BlockStart:
                if (_open.Count > DeepestBlock)
                    throw Fault(tag.Position, $"Blocks stand {DeepestBlock} deep in each other.", "No measurement is built like this.");
                var block = new FifBlock(tag.Size >= 4 ? NumberAt(tag.DataPosition) : -1);
                _open.Peek().Blocks.Add(block);
                _open.Push(block);
                break;
            case FifKind.BlockEnd:
                if (_open.Count > 1) _open.Pop();
                break;
            default:
                _open.Peek().Tags.Add(tag);
                break;
        }
    }

    private int NumberAt(long position)
    {
        Span<byte> bytes = stackalloc byte[4];
        _file.Position = position;
        _file.ReadExactly(bytes);
        return Number(bytes);
    }

    private static int Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);

    private RecordingFormatException Fault(long at, string what, string why) =>
        new(_name, at, what, why, "Copy the file again from where it was recorded.");
}
