namespace Pons.Formats.Wfdb;

/// <summary>The signal files of a record; few are open at a time, because a record of many segments has thousands.</summary>
internal sealed class WfdbFiles(RecordingFiles files) : IDisposable
{
    private const int MostOpen = 16;

    private readonly Dictionary<string, Stream> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];
    private bool _isClosed;

    /// <summary>Opens a file, or finds it open.</summary>
    /// <exception cref="RecordingFormatException">It is not there, its name leads out of the folder, or the recording was
    /// closed.</exception>
    public Stream Open(string name)
    {
        if (_isClosed)
            throw new RecordingFormatException(files.Name, null, "The samples cannot be read any more.", "The recording was closed.",
                "Open it again.");
        if (_open.TryGetValue(name, out var file)) return file;
        file = files.Open(name, "samples of the record");
        if (_order.Count == MostOpen && _open.Remove(_order.Dequeue(), out var oldest)) oldest.Dispose();
        _open.Add(name, file);
        _order.Enqueue(name);
        return file;
    }

    public void Dispose()
    {
        foreach (var file in _open.Values) file.Dispose();
        _open.Clear();
        _isClosed = true;
    }
}
