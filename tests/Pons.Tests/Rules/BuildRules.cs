using System.Xml.Linq;

namespace Pons.Tests.Rules;

/// <summary>What the build must enforce is still switched on.</summary>
public sealed class BuildRules
{
    private static XDocument Properties => XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Build.props"));

    [Theory]
    [InlineData("TreatWarningsAsErrors", "true")]
    [InlineData("GenerateDocumentationFile", "true")]
    [InlineData("Nullable", "enable")]
    [InlineData("EnforceCodeStyleInBuild", "true")]
    [InlineData("RestorePackagesWithLockFile", "true")]
    public void Build_is_strict(string property, string value) => Assert.Equal(value, Properties.Descendants(property).Single().Value);

    [Fact]
    public void Banned_symbols_are_read_by_an_analyzer_in_every_project()
    {
        Assert.Contains(Properties.Descendants("AdditionalFiles"), f =>
            f.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Assert.Contains(Properties.Descendants("PackageReference"), p =>
            p.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", File.ReadAllText(Path.Combine(SourceTree.Root, ".editorconfig")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_banned_symbol_exists()
    {
        // A misspelt line bans nothing; the compiler does not say so.
        var assemblies = (System.Reflection.Assembly[])[typeof(DateTime).Assembly, typeof(Random).Assembly];
        foreach (var line in File.ReadAllLines(Path.Combine(SourceTree.Root, "BannedSymbols.txt")).Where(l => l.Length > 0))
        {
            var symbol = line.Split(';')[0][2..];
            if (line.StartsWith("T:", StringComparison.Ordinal))
            {
                Assert.Contains(assemblies, a => a.GetType(symbol) is not null);
                continue;
            }

            var name = symbol.Split('(')[0];
            var type = assemblies.Select(a => a.GetType(name[..name.LastIndexOf('.')])).FirstOrDefault(t => t is not null);
            Assert.True(type is not null && type.GetMember(name[(name.LastIndexOf('.') + 1)..].Replace("#ctor", ".ctor")).Length > 0,
                $"{symbol} does not exist.");
        }
    }

    [Fact]
    public void No_file_switches_a_ban_off()
    {
        var folders = ((string[])["src"]).Select(f => Path.Combine(SourceTree.Root, f));
        Breaches.AssertNone(folders.SelectMany(SourceTree.Files).Where(f => File.ReadAllText(f)
            .Contains("RS0030", StringComparison.Ordinal)).Select(SourceTree.Relative));
    }

    [Fact]
    public void Library_has_one_package_and_no_project()
    {
        var project = XDocument.Load(Path.Combine(SourceTree.Library, "Pons.csproj"));
        Assert.Equal(["System.Numerics.Tensors"], project.Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value));
        Assert.DoesNotContain(project.Descendants("ProjectReference"), p =>
            !p.Attribute("Include")!.Value.Contains("Pons.Safety", StringComparison.Ordinal));
    }
}
