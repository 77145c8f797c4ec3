using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>The file of variables that is to be understood, and those beside it that belong to it; disposing closes all of them.</summary>
internal sealed class MatInput(MatContainer main, RecordingFiles files) : IDisposable
{
    private readonly List<IDisposable> _open = [main];

    public MatContainer Main { get; } = main;

    /// <summary>The time axis of the recording.</summary>
    public ClockId Clock { get; } = new($"recording {files.Name}");

    /// <summary>What had to be assumed, each a sentence.</summary>
    public List<string> Warnings { get; } = [.. main.Warnings];

    /// <summary>Opens another file of variables in the same folder; null when there is none.</summary>
    public MatContainer? Beside(string name)
    {
        if (files.Find(name) is not { } found || files.TryOpen(found) is not { } stream) return null;
        var other = MatFile.Open(stream, found);
        _open.Add(other);
        Warnings.AddRange(other.Warnings);
        return other;
    }

    public void Dispose()
    {
        foreach (var file in _open) file.Dispose();
    }
}
