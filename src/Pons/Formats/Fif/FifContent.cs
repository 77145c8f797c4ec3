namespace Pons.Formats.Fif;

/// <summary>Says in words what a file without samples holds.</summary>
internal static class FifContent
{
    private static readonly (int Block, string One, string Many)[] Names =
    [
        (FifBlock.Epochs, "set of cut trials", "sets of cut trials"),
        (FifBlock.Evoked, "averaged response", "averaged responses"),
        (FifBlock.BemSurface, "surface of a head model", "surfaces of a head model"),
        (FifBlock.SourceSpace, "source space", "source spaces"),
        (FifBlock.Forward, "forward solution", "forward solutions"),
        (FifBlock.Inverse, "inverse operator", "inverse operators"),
        (FifBlock.Covariance, "covariance matrix", "covariance matrices"),
        (FifBlock.Ica, "decomposition into independent components", "decompositions into independent components"),
        (FifBlock.MorphMap, "map between surfaces", "maps between surfaces"),
        (FifBlock.ProjectionItem, "signal-space projection", "signal-space projections"),
        (FifBlock.Digitised, "set of digitised points", "sets of digitised points"),
        (FifBlock.Annotations, "list of annotations", "lists of annotations"),
        (FifBlock.Mri, "description of MRI data", "descriptions of MRI data"),
        (FifBlock.MeasurementInfo, "measurement information", "sets of measurement information"),
    ];

    public static string Of(FifBlock root)
    {
        var found = Names.Select(n => (n, Count: root.All(n.Block).Count())).Where(p => p.Count > 0)
            .Select(p => p.Count == 1 ? $"1 {p.n.One}" : $"{p.Count} {p.n.Many}").ToList();
        if (found.Count > 0) return string.Join(", ", found);
        var transforms = root.Tags.Count(t => t.Kind == FifKind.Transform);
        return transforms > 0 ? $"{transforms} transform between frames" : $"{root.Tags.Count} tags and {root.Blocks.Count} blocks";
    }
}
