namespace Pons.Formats.Bids.Validation;

/// <summary>Paths that stand in files of a data set.</summary>
internal static class DatasetPath
{
    /// <summary>Whether a relative path leads to a file or folder; one that climbs out of the data set is never followed.</summary>
    public static bool ExistsInside(string root, string path)
    {
        if (path.Length == 0 || path[0] == '/' || path.AsSpan().IndexOfAny('\\', '\0', ':') >= 0 || path.Split('/').Contains("..")) return false;
        return Path.Exists(Path.Combine(root, path));
    }
}
