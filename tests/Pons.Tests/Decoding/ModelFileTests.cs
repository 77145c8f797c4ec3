using System.Collections.Immutable;
using System.Text;
using Pons.Decoding;
using Pons.Decoding.Riemann;

namespace Pons.Tests.Decoding;

public sealed class ModelFileTests
{
    private static readonly FittedDecoder Model = new TangentLr().Fit(ReferenceTrials.TwoClasses);

    private static readonly ModelLineage Lineage = new(
        "left-right-imagery",
        ImmutableSortedDictionary<string, double>.Empty.Add("lowHz", 8),
        [new("S007R04.edf", new('a', 64))],
        40,
        "pons 0.1.0");

    private static readonly byte[] Bytes = ModelFile.ToBytes(Model, Lineage);

    [Fact]
    public void A_saved_model_is_read_with_its_lineage()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("m" + ModelFile.Extension);
        ModelFile.Save(path, Model, Lineage);
        var saved = ModelFile.Load(path);
        Assert.Equal(Model.ContentHash, saved.Decoder.ContentHash);
        Assert.Equal(Lineage.Inputs, saved.Lineage.Inputs);
        Assert.Equal(Lineage.Paradigm, saved.Lineage.Paradigm);
        Assert.Equal(Lineage.ParadigmParameters, saved.Lineage.ParadigmParameters);
        Assert.Equal(Model.Stream, saved.Decoder.Stream);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes() =>
        Assert.Equal(Bytes, ModelFile.ToBytes(new TangentLr().Fit(ReferenceTrials.TwoClasses), Lineage));

    [Fact]
    public void Nothing_is_left_behind_where_a_file_cannot_be_written()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<DirectoryNotFoundException>(() => ModelFile.Save(folder.PathOf("absent/m.pons-model"), Model, Lineage));
        var occupied = Directory.CreateDirectory(folder.PathOf("m.pons-model")).FullName;
        Assert.ThrowsAny<Exception>(() => ModelFile.Save(occupied, Model, Lineage));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Spaces_between_the_members_do_not_matter()
    {
        var compact = System.Text.Json.Nodes.JsonNode.Parse(Bytes)!.ToJsonString();
        Assert.Equal(Model.ContentHash, ModelFile.FromBytes(Encoding.UTF8.GetBytes(compact), "m").Decoder.ContentHash);
    }

    [Theory]
    [InlineData("\"sampleCount\": 200", "\"sampleCount\": 201", "contentHash")]
    [InlineData("\"inversePenalty\": 1", "\"inversePenalty\": 2", "contentHash")]
    [InlineData("\"rateHz\": 250", "\"rateHz\": 256", "contentHash")]
    [InlineData("S007R04.edf", "S008R04.edf", "seal")]
    [InlineData("\"lowHz\": 8", "\"lowHz\": 7", "seal")]
    [InlineData("\"version\": 1", "\"version\": 2", "version 2")]
    [InlineData("\"pons-model\"", "\"other\"", "other")]
    public void A_changed_file_is_refused(string original, string changed, string says)
    {
        var text = Encoding.UTF8.GetString(Bytes);
        Assert.Contains(original, text, StringComparison.Ordinal);
        var altered = Encoding.UTF8.GetBytes(text.Replace(original, changed, StringComparison.Ordinal));
        var error = Assert.Throws<DecodingException>(() => ModelFile.FromBytes(altered, "m"));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_an_unknown_decoder_is_refused() =>
        Assert.Contains(
            "tangent-lr",
            Assert.Throws<DecodingException>(() => ModelFile.FromBytes(Bytes, "m", [new RiemannMdm()])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"pons-model\",\"version\":1}")]
    [InlineData("{\"format\":\"pons-model\",\"version\":1,\"content\":{\"decoder\":null}}")]
    [InlineData("\u0000\u0001binary")]
    public void Foreign_bytes_are_refused(string text) =>
        Assert.Throws<DecodingException>(() => ModelFile.FromBytes(Encoding.UTF8.GetBytes(text), "m"));

    [Fact]
    public void Damage_anywhere_gives_only_the_documented_error()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 400; round++)
        {
            var damaged = round % 4 == 0 ? Bytes[..random.Next(Bytes.Length)] : Bytes.ToArray();
            for (var k = 0; k < round % 4; k++) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            if (damaged.AsSpan().SequenceEqual(Bytes)) continue;
            try
            {
                // White space between members may change without harm; anything else must be found.
                Assert.Equal(Model.ContentHash, ModelFile.FromBytes(damaged, "m").Decoder.ContentHash);
            }
            catch (DecodingException)
            {
                // What the document promises.
            }
        }
    }
}
