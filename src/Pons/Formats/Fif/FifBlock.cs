namespace Pons.Formats.Fif;

/// <summary>A block of tags, with the blocks inside it.</summary>
internal sealed class FifBlock(int kind)
{
    public const int Root = 0, Measurement = 100, MeasurementInfo = 101, RawData = 102, ProcessedData = 103, Evoked = 104, Subject = 106;
    public const int Digitised = 107, HpiResult = 109, ContinuousData = 112, ChannelInfo = 113, Reference = 118, AcquisitionParameters = 117;
    public const int ShieldedRawData = 119, Device = 124, ChannelInfoNow = 126, Mri = 200, Bem = 310, BemSurface = 311, Projection = 313;
    public const int ProjectionItem = 314, SourceSpace = 351, Forward = 352, Covariance = 355, Inverse = 356, BadChannels = 359, Events = 361;
    public const int MorphMap = 362, Compensation = 371, Epochs = 373, Ica = 374, History = 901, Annotations = 3810;

    public int Kind { get; } = kind;

    public List<FifTag> Tags { get; } = [];

    public List<FifBlock> Blocks { get; } = [];

    public bool IsRaw => Kind is RawData or ContinuousData or ShieldedRawData;

    /// <summary>All blocks of a kind, this one included, in the order of the file.</summary>
    public IEnumerable<FifBlock> All(int wanted)
    {
        // Without recursion: how deep blocks stand in each other is up to the file.
        var open = new Stack<FifBlock>([this]);
        while (open.TryPop(out var block))
        {
            if (block.Kind == wanted) yield return block;
            for (var i = block.Blocks.Count - 1; i >= 0; i--) open.Push(block.Blocks[i]);
        }
    }

    public FifBlock? First(int wanted) => All(wanted).FirstOrDefault();

    public FifTag? Tag(int tagKind)
    {
        foreach (var tag in Tags)
            if (tag.Kind == tagKind) return tag;
        return null;
    }
}
