using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Streams;

namespace Pons.Tests.Formats;

public sealed class EdfContractTests
{
    [Fact]
    public void Made_file_keeps_the_contract() => new FormatContract(new EdfFormat(), new EdfBytes
    {
        Reserved = "EDF+D",
        AnnotationSamples = 30,
        Annotations = r => EdfBytes.Tal($"+{r + (r == 2 ? 3 : 0)}\u0014\u0014\0+{r}.5\u0015{r}\u0014note {r}\u0014\0"),
    }).Verify();

    [Theory]
    [InlineData("formats/edf_bdf/test_uneven_samp.edf")]
    [InlineData("formats/edf_bdf/chtypes_edf.edf")]
    [InlineData("formats/edf_bdf/subsecond_starttime.edf")]
    [InlineData("formats/edf_bdf/test_edfann.edf")]
    public void Recorded_files_keep_the_contract(string file) =>
        new FormatContract(new EdfFormat(), File.ReadAllBytes(RecordedData.PathOf(file))).Verify();

    [Fact]
    public void Creation_keeps_the_contract()
    {
        using var content = EdfWritingTests.Held(
            [EdfWritingTests.Stream(100, 3, (n, c) => n * 0.37f - c, (0, 200), (500, 300)),
                EdfWritingTests.Stream(25, 2, (n, c) => n + c, (0, 50), (125, 75))],
            [new(Duration.FromSeconds(-0.5), "before"), new(Duration.FromSeconds(0.123456789), "T1", Duration.FromSeconds(4.1)),
                new(Duration.FromSeconds(6), "T2")]);
        new FormatContract(new EdfFormat(), new EdfBytes()).VerifyCreation(content, Path.GetTempPath());
    }

    [Fact]
    public void Every_format_is_found_by_its_own_bytes() =>
        Assert.IsType<EdfFormat>(RecordingFormat.Of(RecordingFiles.InMemory("x", new EdfBytes().ToBytes())));
}
