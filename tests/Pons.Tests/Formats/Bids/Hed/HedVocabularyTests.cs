using Pons.Formats;
using Pons.Formats.Bids.Hed;

namespace Pons.Tests.Formats.Bids.Hed;

public sealed class HedVocabularyTests
{
    [Theory]
    [InlineData("8.0.0", "Inset", false)]
    [InlineData("8.4.0", "Inset", true)]
    [InlineData("score_2.1.0", "Seizure-PNES", true)]
    [InlineData("8.4.0", "Seizure-PNES", false)]
    public void Shipped_versions_know_their_tags(string version, string tag, bool isKnown)
    {
        var vocabulary = HedVocabulary.Shipped(version)!;
        Assert.Equal(version, vocabulary.Version);
        Assert.True(vocabulary.TagCount > 1000);
        Assert.Equal(isKnown, vocabulary.Find(tag) is not null);
    }

    [Fact]
    public void A_version_from_nowhere_is_missing()
    {
        var vocabularies = HedVocabularies.Of(["8.4.0", "x:none_1.0.0"], []);
        Assert.Equal(["x:none_1.0.0"], vocabularies.Missing);
        Assert.False(vocabularies.IsComplete);
    }

    [Fact]
    public void An_xml_file_stands_in_for_a_version()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("x.xml");
        File.WriteAllText(path, """
            <HED version="1.0.0" library="lab"><schema><node><name>Rat</name><attribute><name>extensionAllowed</name></attribute>
            <node><name>White-rat</name></node><node><name>#</name><attribute><name>takesValue</name></attribute>
            <attribute><name>unitClass</name><value>massUnits</value></attribute></node></node></schema>
            <unitClassDefinitions><unitClassDefinition><name>massUnits</name><unit><name>gram</name><attribute><name>SIUnit</name></attribute></unit></unitClassDefinition></unitClassDefinitions>
            <unitModifierDefinitions><unitModifierDefinition><name>kilo</name><attribute><name>SIUnitModifier</name></attribute></unitModifierDefinition></unitModifierDefinitions></HED>
            """);
        var vocabularies = HedVocabularies.Of(["lab_1.0.0"], [HedVocabularyXml.Read(path)]);
        var issues = new List<HedIssue>();
        Assert.NotNull(new HedStringCheck(vocabularies, new()).Read("Rat/3 kilograms, White-rat, Rat/White-rat", issues));
        Assert.Empty(issues);
        Assert.Null(new HedStringCheck(vocabularies, new()).Read("Rat/3 ounces", issues));
        Assert.Equal("UNITS_INVALID", issues.Single().Code);
    }

    [Theory]
    [InlineData("<HED></HED>")]
    [InlineData("no xml")]
    [InlineData("<!DOCTYPE HED [<!ENTITY a 'aaaa'>]><HED version='1.0.0'><schema>&a;</schema></HED>")]
    public void Other_files_are_refused(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.PathOf("x.xml"), text);
        Assert.Throws<RecordingFormatException>(() => HedVocabularyXml.Read(folder.PathOf("x.xml")));
    }

    /// <summary>Runs where the published XML files are at hand: what is shipped must say the same.</summary>
    [Fact]
    public void Shipped_versions_equal_the_published_ones()
    {
        var folder = Environment.GetEnvironmentVariable("PONS_HED_XML");
        Assert.SkipWhen(folder is null, "Set PONS_HED_XML to a folder with the XML files of the HED schemas.");
        foreach (var version in HedVocabulary.ShippedVersions)
        {
            var published = HedVocabularyXml.Read(Path.Combine(folder, $"HED{(char.IsAsciiDigit(version[0]) ? "" : "_")}{version}.xml"));
            Assert.Equal(published.Describe(), HedVocabulary.Shipped(version)!.Describe());
        }
    }
}
