using Pons.Formats.Xdf;
using Pons.Sessions.Ledger;

namespace Pons.Sessions;

/// <summary>The recording and its ledger, open for appending, with the names that are taken. Belongs to the recorder's thread.</summary>
internal sealed class SessionFile(XdfWriter writer, WholeChunkFile file, LedgerWriter ledger)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public XdfWriter Writer => writer;

    public long Length => file.Length;

    public LedgerWriter Ledger => ledger;

    /// <summary>A name that no other stream of the recording has.</summary>
    public string UniqueName(string wanted)
    {
        var name = wanted;
        for (var count = 2; !_names.Add(name); count++) name = $"{wanted} ({count})";
        return name;
    }
}
