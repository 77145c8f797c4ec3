namespace Pons.Formats.Fif;

/// <summary>One file of a recording: large ones are split, and each names the next.</summary>
internal sealed class FifPart : IDisposable
{
    private const int PreviousFile = 1, NextFile = 2;

    private FifPart(Stream file, string name, FifTree tree)
    {
        (File, Name, Tree) = (file, name, tree);
        Values = new(file, name);
        Raw = tree.Root.First(FifBlock.RawData) ?? tree.Root.First(FifBlock.ContinuousData) ?? tree.Root.First(FifBlock.ShieldedRawData);
    }

    public Stream File { get; }

    public string Name { get; }

    public FifTree Tree { get; }

    public FifValues Values { get; }

    /// <summary>The block that holds the samples; <see langword="null"/> when there is none.</summary>
    public FifBlock? Raw { get; }

    /// <summary>Reads the tags of a file; closes it when that fails.</summary>
    public static FifPart Read(Stream file, string name)
    {
        try
        {
            return new(file, name, FifTree.Read(file, name));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string? NextName => Reference(NextFile);

    public string? PreviousName => Reference(PreviousFile);

    public void Dispose() => File.Dispose();

    private string? Reference(int role)
    {
        foreach (var block in Tree.Root.All(FifBlock.Reference))
        {
            if (Values.Number(block.Tag(FifKind.ReferenceRole)) != role) continue;
            // Some programs write the whole path of another computer; the file lies beside this one.
            if (block.Tag(FifKind.ReferenceName) is { } tag && LastPart(Values.Text(tag)) is { Length: > 0 } name) return name;
            if (Values.Number(block.Tag(FifKind.ReferenceNumber)) is { } number) return Numbered((int)number);
        }

        return null;
    }

    private static string LastPart(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>Some programs give only the number of the file: <c>run.fif</c>, <c>run-1.fif</c>, <c>run-2.fif</c> and so on.</summary>
    private string Numbered(int number)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(Name), Path.GetExtension(Name));
        var dash = stem.LastIndexOf('-');
        if (dash > 0 && stem.AsSpan(dash + 1) is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9')) stem = stem[..dash];
        return number == 0 ? stem + extension : FormattableString.Invariant($"{stem}-{number}{extension}");
    }
}
