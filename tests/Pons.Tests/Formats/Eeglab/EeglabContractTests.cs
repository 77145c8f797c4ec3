using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Eeglab;
using Pons.Tests.Formats.Mat;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats.Eeglab;

public sealed class EeglabContractTests
{
    [Fact]
    public void Made_file_keeps_the_contract() => new FormatContract(new EeglabFormat(), new EeglabBytes
    {
        Events = [("a", 3, null), ("boundary", 40.5, 60), ("b", 41, 5)],
    }).Verify();

    [Fact]
    public void Pair_keeps_the_contract()
    {
        var set = new EeglabBytes { DataFile = "x.fdt", IsCompressed = true };
        new FormatContract(new EeglabFormat(), "x.set", new Dictionary<string, byte[]> { ["x.set"] = set, ["x.fdt"] = set.DataBytes() }).Verify();
    }

    [Fact]
    public void Recorded_file_keeps_the_contract() =>
        new FormatContract(new EeglabFormat(), File.ReadAllBytes(RecordedData.PathOf("formats/eeglab/test_raw_event_duration.set"))).Verify();

    [Fact]
    public void Creation_keeps_the_contract()
    {
        using var content = EeglabWritingTests.Content();
        new FormatContract(new EeglabFormat(), new EeglabBytes()).VerifyCreation(content, Path.GetTempPath());
    }

    [Fact]
    public void Data_set_is_told_from_other_variables()
    {
        Assert.IsType<EeglabFormat>(RecordingFormat.Of(RecordingFiles.InMemory("x.mat", new EeglabBytes().ToBytes())));
        Assert.IsType<EeglabFormat>(RecordingFormat.Of(RecordingFiles.InMemory("x.mat", new EeglabBytes { IsFlat = true }.ToBytes())));
        Assert.False(new EeglabFormat().Recognise(RecordingFiles.InMemory("x.mat", MatReadingTests.Plain(false, false, [3, 100]))));
    }

    [Fact]
    public void Made_files_survive_five_thousand_damages()
    {
        var random = new SplitMix(11);
        List<byte[]> files = [new EeglabBytes(), new EeglabBytes { IsFlat = true }, new EeglabBytes { IsCompressed = true }, new EeglabBytes { Trials = 3, Samples = 20 }];
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = MatFuzzTests.Mutate(files[i % files.Count], random);
            try
            {
                using var recording = EeglabReadingTests.Open(bytes);
                foreach (var block in recording.Streams[0].ReadBlocks(Math.Max(1, 4096 / recording.Streams[0].Info.ChannelCount)))
                    if (block.EndSampleIndex > 100_000) break;
            }
            catch (RecordingFormatException)
            {
                // Refused with the documented error.
            }
            catch (Exception e)
            {
                Assert.Fail($"case {i}: {e}");
            }
        }
    }
}
