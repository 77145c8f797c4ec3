using System.Text.RegularExpressions;

namespace Pons.Tests.Rules;

/// <summary>A folder of the library uses only folders on lower floors; folders on one floor do not know each other.</summary>
public sealed partial class FloorRules
{
    /// <summary>The one table; the page on architecture explains it.</summary>
    private static readonly string[][] Floors =
    [
        ["Signals", "Geometry"],
        ["Streams"],
        ["Formats", "Devices", "Decoding", "Artefacts", "Physiology", "Spikes"],
        ["Pipelines", "Simulation", "Control", "Quality"],
        ["Experiments", "Deidentification"],
        ["Evaluation", "Inspection", "Certification", "Sessions"],
        ["Contracts"],
    ];

    /// <summary>Top-level folders of the solution that the library must not know.</summary>
    private static readonly string[] Outside = ["Archive", "Server", "Cli", "Safety"];

    [Fact]
    public void Every_folder_of_the_library_stands_on_a_floor()
    {
        var unknown = Directory.GetDirectories(SourceTree.Library).Select(d => Path.GetFileName(d)).Except(["bin", "obj"])
            .Where(f => FloorOf(f) < 0);
        Breaches.AssertNone(unknown);
    }

    [Fact]
    public void No_folder_uses_its_own_floor_or_a_higher_one()
    {
        var breaches = from folder in Floors.SelectMany(f => f)
                       let path = Path.Combine(SourceTree.Library, folder)
                       where Directory.Exists(path)
                       from file in SourceTree.Files(path)
                       from used in UsedBy(SourceTree.Code(file)).Distinct()
                       where used != folder && (FloorOf(used) >= FloorOf(folder) || Outside.Contains(used))
                       select $"{SourceTree.Relative(file)} uses Pons.{used}";
        Breaches.AssertNone(breaches);
    }

    [Fact]
    public void Root_of_the_library_uses_no_folder()
    {
        var breaches = Directory.GetFiles(SourceTree.Library, "*.cs").SelectMany(f => UsedBy(SourceTree.Code(f))
            .Where(u => FloorOf(u) >= 0));
        Breaches.AssertNone(breaches);
    }

    [Theory]
    [InlineData("using Pons.Formats.Edf;", "Formats")]
    [InlineData("using static Pons.Control.Effector;", "Control")]
    [InlineData("var x = new Pons . Devices.Replay.RecordingSource();", "Devices")]
    [InlineData("global::Pons.Streams.Channel c;", "Streams")]
    [InlineData("using R = Pons.Evaluation.ScoreTable;", "Evaluation")]
    [InlineData("namespace Pons.Signals;", null)]
    [InlineData("// see Pons.Control", null)]
    [InlineData("throw new X(\"Pons.Control\");", null)]
    [InlineData("OtherPons.Control c;", null)]
    public void Table_reads_every_way_of_naming_a_folder(string code, string? folder)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, code);
            Assert.Equal(folder is null ? [] : [folder], UsedBy(SourceTree.Code(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> UsedBy(string code) =>
        QualifiedName().Matches(Namespace().Replace(code, "")).Select(m => m.Groups[1].Value);

    private static int FloorOf(string folder) => Array.FindIndex(Floors, f => f.Contains(folder));

    [GeneratedRegex(@"(?<![\w.])Pons\s*\.\s*([A-Z]\w*)")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"\bnamespace\s+[\w.]+\s*;")]
    private static partial Regex Namespace();
}
