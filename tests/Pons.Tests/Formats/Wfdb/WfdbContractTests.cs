using Pons.Contracts;
using Pons.Formats.Wfdb;

namespace Pons.Tests.Formats.Wfdb;

public sealed class WfdbContractTests
{
    [Theory]
    [InlineData("r.hea")]
    [InlineData("r.atr")]
    public void Made_record_keeps_the_contract_from_its_header_and_its_annotations(string name) =>
        new FormatContract(new WfdbFormat(), name, WfdbFilesOf.Session()).Verify();

    [Theory]
    [InlineData("100_3chan")]
    [InlineData("binformats")]
    [InlineData("flacformats")]
    [InlineData("test01_00s")]
    public void Recorded_files_keep_the_contract(string record)
    {
        var folder = RecordedData.PathOf("biosignal/ecg_wfdb");
        var files = Directory.GetFiles(folder, record + ".*")
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
        new FormatContract(new WfdbFormat(), record + ".hea", files).Verify();
    }

    [Fact]
    public void Lone_annotations_keep_the_contract() =>
        new FormatContract(new WfdbFormat(), "S001R04.edf.event", new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["S001R04.edf.event"] = File.ReadAllBytes(RecordedData.PathOf("mi/eegmmidb/S001R04.edf.event")),
        }).Verify();
}
