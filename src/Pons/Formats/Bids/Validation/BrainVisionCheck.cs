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
    /// <returns>The file that stands for the recording: the header, if it is there.</returns>
    public DatasetFile Check(IReadOnlyDictionary<string, DatasetFile> parts, FolderLevel level)
    {
        var main = parts.GetValueOrDefault(".vhdr") ?? parts.Values.First();
        foreach (var extension in (string[])[".vhdr", ".vmrk", ".eeg"])
        {
            if (parts.ContainsKey(extension)) continue;
            var name = main.Name!.Beside(main.Name.Suffix, extension).ToString();
            var fault = Block(main, main, "brainvision-files", "", "", name);
            fault.Because = level.MisnamedFor(name);
        }

        if (parts.TryGetValue(".vhdr", out var header)) CheckNames(main, header, ("DataFile", ".eeg"), ("MarkerFile", ".vmrk"));
        if (parts.TryGetValue(".vmrk", out var markers)) CheckNames(main, markers, ("DataFile", ".eeg"));
        return main;
    }

    private void CheckNames(DatasetFile main, DatasetFile file, params (string Key, string Extension)[] names)
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
                if (named != expected) Block(main, file, "brainvision-link", key, named.Length == 0 ? "–" : named, expected).Line = line;
            }
        }
    }

    /// <summary>The fault stands in one file, and the recording as a whole cannot be read.</summary>
    private Fault Block(DatasetFile main, DatasetFile file, string rule, string name, string found, string expected)
    {
        var fault = faults.Add(file, rule, name, found, expected);
        main.Blocked ??= fault;
        fault.Hides("recording-unreadable", "recording-channels", "recording-rate", "recording-duration");
        return fault;
    }
}
