using System.Collections.Immutable;
using Pons.Artefacts;
using Pons.Contracts;
using Pons.Decoding;
using Pons.Decoding.Riemann;
using Pons.Experiments.MotorImagery;
using Pons.Pipelines;
using Pons.Streams;
using Pons.Tests.Decoding;
using Pons.Tests.Pipelines;
using Pons.Tests.Reference;

namespace Pons.Tests.Contracts;

public sealed class StageContractTests
{
    private static readonly ImmutableSortedDictionary<string, ClassLabel> Labels =
        ImmutableSortedDictionary<string, ClassLabel>.Empty.Add("left", new("left")).Add("right", new("right"));

    private static readonly StreamInfo Stream = ReferenceTrials.Stream;

    public static TheoryData<Stage<SignalBlock, SignalBlock>> BlockStages =>
    [
        FilterStage.BandPass(8, 30),
        new FilterStage(new NotchShape(50)),
        RereferenceStage.ToAverage,
        RereferenceStage.To("C1", "C3"),
        new BandPowerStage(8, 13),
        new BandPowerStage(8, 13, 0.33, 0.05),
        PickStage.Eeg,
        new ResampleStage(100),
        new ResampleStage(1000),
        new ResampleStage(250 * 0.75),
        RereferenceStage.ToAverage.Then(FilterStage.BandPass(8, 30)),
    ];

    public static TheoryData<Stage<SignalBlock, Trial>> TrialStages =>
    [
        new CutStage(Labels, new(0.5, 1), MadeUp.Run),
        new CutStage(Labels, new TrialWindow(-0.2, 0.1).Repeated(5, 0.05), MadeUp.Run),
        new WindowStage(0.5, 0.07, MadeUp.Run) { Labels = Labels, CueSeconds = 0.6 },
        new LeftRightImagery().Preparation(MadeUp.Run),
        new ResampleStage(75).Then(new CutStage(Labels, new(0.5, 1), MadeUp.Run)),
    ];

    [Theory]
    [MemberData(nameof(BlockStages), DisableDiscoveryEnumeration = true)]
    public void Every_stage_on_blocks_keeps_its_promises(Stage<SignalBlock, SignalBlock> stage) =>
        new StageContract<SignalBlock>(stage, Stream, ["left", "right"]).Verify();

    [Theory]
    [MemberData(nameof(BlockStages), DisableDiscoveryEnumeration = true)]
    public void They_keep_them_at_a_rate_whose_period_is_no_whole_nanosecond(Stage<SignalBlock, SignalBlock> stage) =>
        new StageContract<SignalBlock>(stage, Stream with { RateHz = 300 }, ["left", "right"]).Verify();

    [Fact]
    public void Stages_that_clean_keep_their_promises()
    {
        ImmutableArray<string> labels = [.. Stream.Channels.Select(c => c.Label)];
        var quiet = new SplitMix(5).Gaussians(labels.Length * 15 * 250);
        // The recording of the contract is louder than the calibration, so that directions are replaced.
        for (var i = 0; i < quiet.Length; i++) quiet[i] *= 2;
        var asr = new Asr { Cutoff = 5 }.Fit(quiet, labels.Length, 250);
        foreach (var stage in (Stage<SignalBlock, SignalBlock>[])
            [new AsrStage(asr, labels), new SpatialMapStage(EogRegression.Fit(quiet, labels.Length, 0).Map, labels)])
            new StageContract<SignalBlock>(stage, Stream, ["left", "right"]).Verify();
        string[] names = ["Fz", "C3", "Cz", "C4", "Pz", "Oz"];
        var placed = Stream with { Channels = [.. names.Select(n => new Channel(n))] };
        new StageContract<SignalBlock>(new InterpolateStage("Cz"), placed, ["left", "right"]).Verify();
        Assert.Throws<PipelineBuildException>(() => new InterpolateStage(labels[1]).Describe(Stream));
        Assert.Throws<PipelineBuildException>(() => new AsrStage(asr, labels).Describe(Stream with { RateHz = 300 }));
        Assert.Throws<PipelineBuildException>(() => new InterpolateStage("nowhere").Describe(Stream));
    }

    [Theory]
    [MemberData(nameof(TrialStages), DisableDiscoveryEnumeration = true)]
    public void Every_stage_that_cuts_keeps_its_promises(Stage<SignalBlock, Trial> stage)
    {
        new StageContract<Trial>(stage, Stream, ["left", "right"]).Verify();
        new StageContract<Trial>(stage, Stream with { RateHz = 300 }, ["left", "right"]).Verify();
    }

    [Fact]
    public void Stages_on_trials_and_decisions_keep_their_promises()
    {
        var windows = new WindowStage(0.5, 0.1, MadeUp.Run) { Labels = Labels };
        var decide = windows.Then(new DecodeStage(new RiemannMdm().Fit(ReferenceTrials.Train)));
        new StageContract<Decision>(decide, Stream, ["left", "right"]).Verify();
        foreach (var smooth in (SmoothStage[])[SmoothStage.Bayesian(0.2), SmoothStage.Exponential(0.2)])
            new StageContract<Decision>(decide.Then(smooth), Stream, ["left", "right"]).Verify();
    }

    [Theory]
    [InlineData(Fault.DependsOnBlocks)]
    [InlineData(Fault.SharesState)]
    [InlineData(Fault.ChangesInput)]
    [InlineData(Fault.SpeaksTooEarly)]
    [InlineData(Fault.SwallowsTheEnd)]
    public void A_broken_promise_is_found(Fault fault) =>
        Assert.Throws<ContractBreach>(() => new StageContract<SignalBlock>(new BrokenStage(fault), Stream).Verify());

    [Fact]
    public void The_fake_without_a_fault_keeps_its_promises() =>
        new StageContract<SignalBlock>(new BrokenStage(Fault.None), Stream).Verify();

    public enum Fault
    {
        None,
        DependsOnBlocks,
        SharesState,
        ChangesInput,
        SpeaksTooEarly,
        SwallowsTheEnd,
    }

    /// <summary>Adds up the first channel.</summary>
    private sealed record BrokenStage(Fault Fault) : Stage<SignalBlock, SignalBlock>
    {
        private readonly float[] _shared = new float[1];

        public override string Name => "broken";

        public override StageOutput Describe(StreamInfo input) => new(input, 0);

        public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next)
        {
            if (Fault == Fault.SpeaksTooEarly) next.Process(MadeUp.Ramp(0, 1, input.ChannelCount));
            return new Run(Fault, Fault == Fault.SharesState ? _shared : new float[1], next);
        }
    }

    private sealed class Run(Fault fault, float[] sum, StageRun<SignalBlock> next) : StageRun<SignalBlock>
    {
        public override void Process(SignalBlock block)
        {
            var samples = block.Samples.ToArray();
            for (var i = 0; i < samples.Length; i += block.ChannelCount) samples[i] = sum[0] += samples[i];
            if (fault == Fault.DependsOnBlocks) samples[0]++;
            if (fault == Fault.ChangesInput && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(block.Samples, out var array))
                array.Array![array.Offset]++;
            next.Process(new(block.FirstSampleIndex, block.Time, samples, block.ChannelCount, block.Markers, block.MissingBefore));
        }

        public override void Complete()
        {
            if (fault != Fault.SwallowsTheEnd) next.Complete();
        }
    }
}
