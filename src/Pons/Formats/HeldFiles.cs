using System.Runtime.InteropServices;

namespace Pons.Formats;

/// <summary>The files of a recording in memory.</summary>
internal sealed class HeldFiles(string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) : RecordingFiles(name)
{
    public override bool IsFolder => !files.ContainsKey(Name);

    public override IReadOnlyList<string> Names { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    public override Stream OpenMain() =>
        OpenInside(Name) ?? throw new FileNotFoundException($"There is no file '{Name}' in memory.", Name);

    protected override Stream? OpenInside(string name)
    {
        if (!files.TryGetValue(name, out var content)) return null;
        return MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
    }
}
