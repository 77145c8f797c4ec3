using Pons.Formats;

namespace Pons.Contracts;

/// <summary>Files in memory that know which of them were left open.</summary>
internal sealed class CountedFiles(string name, IReadOnlyDictionary<string, byte[]> files) : RecordingFiles(name)
{
    private readonly List<MemoryStream> _opened = [];

    public override bool IsFolder => !files.ContainsKey(Name);

    public override IReadOnlyList<string> Names { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    /// <summary>How many files are open now.</summary>
    public int OpenCount => _opened.Count(f => f.CanRead);

    public override Stream OpenMain() => OpenInside(Name)!;

    protected override Stream? OpenInside(string name)
    {
        if (!files.TryGetValue(name, out var bytes)) return null;
        _opened.Add(new(bytes, writable: false));
        return _opened[^1];
    }
}
