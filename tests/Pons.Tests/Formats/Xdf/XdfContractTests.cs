using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Xdf;
using Pons.Streams;

namespace Pons.Tests.Formats.Xdf;

public sealed class XdfContractTests
{
    [Fact]
    public void Made_file_keeps_the_contract() => new FormatContract(new XdfFormat(), XdfBytes.Session()).Verify();

    [Fact]
    public void File_with_a_gap_keeps_the_contract() => new FormatContract(new XdfFormat(), new XdfBytes().Stream(1, "float32", 1, 100)
        .Counted(1, 0, Enumerable.Range(0, 300).Select(i => i * 0.01 + (i > 200 ? 3 : 0))).Footer(1, 300)).Verify();

    [Theory]
    [InlineData("formats/xdf/minimal.xdf")]
    [InlineData("formats/xdf/clock_resets.xdf")]
    public void Recorded_files_keep_the_contract(string file) =>
        new FormatContract(new XdfFormat(), File.ReadAllBytes(RecordedData.PathOf(file))).Verify();

    [Fact]
    public void Creation_keeps_the_contract()
    {
        using var content = MadeRecording.Held(
            [MadeRecording.Stream(100, 3, (n, c) => n * 0.37f - c, (0, 200), (201, 300)),
                MadeRecording.Stream(25, 2, (n, c) => n + c, (0, 50), (125, 75))],
            [new(Duration.FromSeconds(-0.5), "before"), new(Duration.FromSeconds(0.123456789), "T1", Duration.FromSeconds(4.1)),
                new(Duration.FromSeconds(6), "T2") { Kind = "Stimulus", Channel = "C3" }]);
        new FormatContract(new XdfFormat(), XdfBytes.Session()).VerifyCreation(content, Path.GetTempPath());
    }

    [Fact]
    public void Format_is_found_by_its_own_bytes() =>
        Assert.IsType<XdfFormat>(RecordingFormat.Of(RecordingFiles.InMemory("x", (byte[])XdfBytes.Session())));
}
