using System.Globalization;

namespace Pons.Formats.OpenEphys;

/// <summary>One recording of one record node: the folder that holds its <c>structure.oebin</c>.</summary>
/// <param name="Path">Path of the folder from the named one, with a slash at its end; empty for the named one itself.</param>
/// <param name="Node">Record node; empty before version 0.5 and where the named folder lies inside it.</param>
/// <param name="Experiment">Path of the experiment without the node; empty where the named folder lies inside it.</param>
/// <param name="Number">Number of the recording; 0 where the named folder is the recording.</param>
internal sealed record OpenEphysFolder(string Path, string Node, string Experiment, int Number)
{
    public const string StructureFile = "structure.oebin";

    public string StructurePath => Path + StructureFile;

    /// <summary>The recordings of a folder, or the one whose description is named, in their order.</summary>
    public static List<OpenEphysFolder> All(RecordingFiles files) => !files.IsFolder ? [new("", "", "", 0)]
        : [.. files.Names.Where(n => n == StructureFile || n.EndsWith("/" + StructureFile, StringComparison.Ordinal)).Select(Of)
            .OrderBy(f => f.Node, StringComparer.Ordinal).ThenBy(f => f.Experiment, StringComparer.Ordinal).ThenBy(f => f.Number)];

    private static OpenEphysFolder Of(string structure)
    {
        var parts = structure.Split('/')[..^1];
        var node = parts is [.., var third, _, _] && third.StartsWith("Record", StringComparison.Ordinal) ? third : "";
        var experiment = parts.SkipLast(node.Length > 0 ? 3 : 2).Concat(parts.SkipLast(1).TakeLast(1));
        return new(structure[..^StructureFile.Length], node, string.Join('/', node.Length > 0 || parts.Length > 1 ? experiment : []),
            NumberIn(parts is [.., var last] ? last : ""));
    }

    private static int NumberIn(string name)
    {
        var digits = name.AsSpan(name.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
