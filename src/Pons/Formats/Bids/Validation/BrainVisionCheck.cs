using System.Text;

namespace Pons.Formats.Bids.Validation;

/// <summary>Looks whether the three files of a BrainVision recording are there and name each other.</summary>
internal sealed class BrainVisionCheck(FaultList faults)
{
    /// <summary>The header is short; the binding names stand near its beginning.</summary>
    private const int MostLines = 500;

    /// <summary>Checks a triplet; what is missing or names another file keeps the recording from being read.</summary>
    /// <param name="parts">The files that are there, by extension.</param>
    /// <param name="level">Their folder.</param>
    public void Check(IReadOnlyDictionary<string, DatasetFile> parts, FolderLevel level)
    {
        var any = parts.Values.First();
        foreach (var extension in (string[])[".vhdr", ".vmrk", ".eeg"])
        {
            if (parts.ContainsKey(extension)) continue;
            var name = any.Name!.Beside(any.Name.Suffix, extension).ToString();
            var fault = Block(parts, any, "brainvision-files", "", "", name);
            fault.Because = level.MisnamedFor(name);
        }

        if (parts.TryGetValue(".vhdr", out var header)) CheckNames(parts, header, ("DataFile", ".eeg"), ("MarkerFile", ".vmrk"));
        if (parts.TryGetValue(".vmrk", out var markers)) CheckNames(parts, markers, ("DataFile", ".eeg"));
    }

    private void CheckNames(IReadOnlyDictionary<string, DatasetFile> parts, DatasetFile file, params (string Key, string Extension)[] names)
    {
        if (file.Blocked is not null) return;
        var line = 0;
        foreach (var text in File.ReadLines(file.FullPath, Encoding.Latin1).Take(MostLines))
        {
            line++;
            foreach (var (key, extension) in names)
            {
                if (!text.StartsWith(key + "=", StringComparison.OrdinalIgnoreCase)) continue;
                var expected = file.Name!.Beside(file.Name.Suffix, extension).ToString();
                var named = text[(key.Length + 1)..].Trim().Replace("$b", Path.GetFileNameWithoutExtension(file.FileName), StringComparison.Ordinal);
                if (named != expected) Block(parts, file, "brainvision-link", key, named.Length == 0 ? "–" : named, expected).Line = line;
            }
        }
    }

    /// <summary>The fault stands in one file, and the recording as a whole cannot be read.</summary>
    private Fault Block(IReadOnlyDictionary<string, DatasetFile> parts, DatasetFile file, string rule, string name, string found, string expected)
    {
        var fault = faults.Add(file, rule, name, found, expected);
        if (parts.TryGetValue(".vhdr", out var header)) header.Blocked ??= fault;
        fault.Hides("recording-unreadable", "recording-channels", "recording-rate", "recording-duration");
        return fault;
    }
}
