using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Mat;

namespace Pons.Tests.Formats.Mat;

public sealed class MatContractTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Made_files_keep_the_contract(bool isBigEndian, bool isCompressed) =>
        new FormatContract(new MatFormat(), MatReadingTests.Plain(isBigEndian, isCompressed, [100, 3])).Verify();

    [Fact]
    public void Version_4_keeps_the_contract() => new FormatContract(new MatFormat(),
        [.. MatReadingTests.Version4(false, "val", 1, 2, 70), .. MatReadingTests.Version4(false, "fs", 1, 1, 1)]).Verify();

    [Theory]
    [InlineData("formats/mat/raw_v7.mat")]
    [InlineData("sleep/dreams_spindles/Subject2.mat")]
    [InlineData("seizure/kempenhaeghe_demo/SezDemo_A.mat")]
    public void Recorded_files_keep_the_contract(string file) =>
        new FormatContract(new MatFormat(), File.ReadAllBytes(RecordedData.PathOf(file))).Verify();

    [Fact]
    public void Recorded_pair_keeps_the_contract()
    {
        var folder = RecordedData.PathOf("mi/ut_austin_mi");
        string[] names = ["subj4_gel_offline_s1_r1_signal.mat", "subj4_gel_offline_s1_r1_header.mat"];
        new FormatContract(new MatFormat(), names[0], names.ToDictionary(n => n, n => File.ReadAllBytes(Path.Combine(folder, n)))).Verify();
    }

    [Fact]
    public void Format_is_found_by_the_bytes() => Assert.IsType<MatFormat>(
        RecordingFormat.Of(RecordingFiles.InMemory("x", MatReadingTests.Plain(false, false, [3, 100]))));
}
