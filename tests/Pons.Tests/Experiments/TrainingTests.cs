using Pons.Decoding;
using Pons.Decoding.Riemann;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Formats;
using Pons.Pipelines;

namespace Pons.Tests.Experiments;

public sealed class TrainingTests
{
    [Fact]
    public void A_trained_model_decides_a_replayed_run_as_it_does_offline_for_every_cutting_into_blocks()
    {
        var paths = new[] { "R04", "R08" }.Select(run => Eegmmidb.PathOf("S007", run)).ToArray();
        var trained = Training.FromFiles(paths, new LeftRightImagery(), new TangentLr(), TestContext.Current.CancellationToken);
        Assert.Equal(["S007R04.edf", "S007R08.edf"], trained.Lineage.Inputs.Select(i => i.Name));
        Assert.Equal(30, trained.Lineage.TrialCount);
        var model = ModelFile.FromBytes(ModelFile.ToBytes(trained.Decoder, trained.Lineage), "m");
        var offline = Eegmmidb.Trials("S007", "R12").Trials.Select(trained.Decoder.Predict).ToArray();
        foreach (var size in (int[])[1, 7, 160, 100_000])
        {
            var decisions = Replay(model, "R12", size);
            Assert.Equal(offline.Length, decisions.Count);
            for (var i = 0; i < offline.Length; i++) Assert.Equal(offline[i].Probabilities, decisions[i].Prediction.Probabilities);
        }
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("empty.edf");
        File.WriteAllBytes(path, []);
        Assert.Throws<RecordingFormatException>(
            () => Training.FromFiles([path], new LeftRightImagery(), new RiemannMdm(), TestContext.Current.CancellationToken));
    }

    private static List<Decision> Replay(SavedModel model, string run, int blockSize)
    {
        var path = Eegmmidb.PathOf("S007", run);
        using var recording = Recording.Open(path);
        var stream = Paradigm.StreamOf(recording);
        var stages = Paradigms.Of(model.Lineage).Preparation(RunNames.KeyOf(path)).Then(new DecodeStage(model.Decoder));
        var decisions = new List<Decision>();
        var start = stages.Start(stream.Info, new SinkRun<Decision>(decisions.Add));
        foreach (var block in stream.ReadBlocks(blockSize)) start.Process(block);
        start.Complete();
        return decisions;
    }
}
