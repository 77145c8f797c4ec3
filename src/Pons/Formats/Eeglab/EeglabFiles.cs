namespace Pons.Formats.Eeglab;

/// <summary>Finds the files of a data set: any of them may be named.</summary>
internal static class EeglabFiles
{
    /// <summary>The <c>.set</c> file, when the file that was named is the one with its samples; null otherwise.</summary>
    public static string? SetBeside(RecordingFiles files) =>
        files.Extension is ".fdt" or ".dat" ? files.Find(Path.ChangeExtension(files.Name, ".set")) : null;

    /// <summary>
    /// Opens the file with the samples: the one that the data set names, without the folder in which it stood, or the one that has the
    /// name of the <c>.set</c> file.
    /// </summary>
    public static (string Name, Stream Content) OpenData(RecordingFiles files, string set, string stated)
    {
        var name = stated.Replace('\\', '/').Split('/')[^1].Trim();
        string[] candidates = [name, Path.ChangeExtension(set, ".fdt"), Path.ChangeExtension(set, ".dat")];
        foreach (var candidate in candidates.Where(c => c.Length > 0))
            if (files.Find(candidate) is { } found && files.TryOpen(found) is { } content) return (found, content);
        throw new RecordingFormatException(set, null, $"The samples should be in the file '{name}', which is not there; nor is '{candidates[1]}'.",
            "The .set file alone holds no sample.", "Copy the .fdt file to the same folder.");
    }
}
