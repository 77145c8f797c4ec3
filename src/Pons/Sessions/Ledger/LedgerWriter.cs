using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pons.Sessions.Ledger;

/// <summary>
/// Appends entries to a ledger. Entries come from any thread and are kept in memory, at most <see cref="MostBytes"/>, until the recorder's
/// thread writes them; when the disk is full they wait there for room, and those for which memory has none are counted.
/// </summary>
internal sealed class LedgerWriter : IDisposable
{
    /// <summary>Bytes of lines that wait for the disk at most.</summary>
    public const int MostBytes = 1 << 24;

    private readonly Lock _gate = new();
    private readonly Stream _file;
    private ArrayBufferWriter<byte> _open = new();
    private ArrayBufferWriter<byte> _leaving = new();
    private long _end;

    public LedgerWriter(Stream file) => _file = file;

    /// <summary>Lines that were lost because neither disk nor memory had room.</summary>
    public long LostLines { get; private set; }

    public void Append(LedgerEntry entry)
    {
        lock (_gate)
        {
            if (_open.WrittenCount >= MostBytes)
            {
                LostLines++;
                return;
            }

            // Chinese and units stay readable; the text goes to a file, never into a web page.
            using (var json = new Utf8JsonWriter(_open, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                JsonSerializer.Serialize(json, entry, LedgerJson.Default.LedgerEntry);
            _open.Write("\n"u8);
        }
    }

    /// <summary>Writes what waits, whole lines or nothing; one thread at a time.</summary>
    /// <returns>Whether nothing waits any more.</returns>
    public bool TryFlush()
    {
        if (_leaving.WrittenCount == 0)
            lock (_gate) (_open, _leaving) = (_leaving, _open);
        if (_leaving.WrittenCount == 0) return true;
        try
        {
            if (_file.Position != _end) CutBack();
            _file.Write(_leaving.WrittenSpan);
            _file.Flush();
            _end += _leaving.WrittenCount;
            _leaving.ResetWrittenCount();
            return true;
        }
        catch (IOException)
        {
            TryCutBack();
            return false;
        }
    }

    public void Sync()
    {
        if (_file is FileStream file) file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();

    private void CutBack()
    {
        _file.SetLength(_end);
        _file.Position = _end;
    }

    private void TryCutBack()
    {
        try
        {
            CutBack();
        }
        catch (IOException)
        {
            // The next attempt cuts back first; a reader passes over a torn line and says so.
        }
    }
}
