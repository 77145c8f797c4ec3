using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pons.Contracts;
using Pons.Decoding;
using Pons.Decoding.Vep;
using Pons.Streams;
using Pons.Tests.Decoding;
using Pons.Tests.Decoding.Vep;

namespace Pons.Tests.Contracts;

public sealed class DecoderContractTests
{
    public static TheoryData<string> Names => [.. Decoders.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_decoder_keeps_its_promises_with_three_classes(string name) => Verify(DecoderOf(name), OfThreeClasses(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_decoder_keeps_its_promises_with_two_classes(string name) => Verify(DecoderOf(name), OfTwoClasses(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_decoder_keeps_its_promises_on_average_referenced_trials(string name) =>
        Verify(DecoderOf(name), Rereferenced(name));

    [Fact]
    public void A_decoder_with_a_temperature_keeps_its_promises() =>
        Verify(Decoders.Named("tangent-lda+temperature"), ReferenceTrials.All);

    [Theory]
    [InlineData(Fault.HashChanges)]
    [InlineData(Fault.ProbabilitiesDoNotSum)]
    [InlineData(Fault.ForgetsOnSaving)]
    [InlineData(Fault.AcceptsOneClass)]
    [InlineData(Fault.ChangesTrials)]
    public void A_broken_promise_is_found(Fault fault) =>
        Assert.Throws<ContractBreach>(() => Verify(new BrokenDecoder(fault), ReferenceTrials.TwoClasses));

    [Fact]
    public void The_fake_without_a_fault_keeps_its_promises() => Verify(new BrokenDecoder(Fault.None), ReferenceTrials.TwoClasses);

    // Decoders of flicker ask for trials of flicker.
    private static TrialSet OfThreeClasses(string name) => IsVep(name) ? FlickerTrials.ThreeClasses : ReferenceTrials.All;

    private static TrialSet OfTwoClasses(string name) => IsVep(name) ? FlickerTrials.TwoClasses : ReferenceTrials.TwoClasses;

    private static TrialSet Rereferenced(string name) => IsVep(name) ? FlickerTrials.AverageReferenced : ReferenceTrials.AverageReferenced;

    private static bool IsVep(string name) =>
        Decoders.Named(name) is not ReconvolutionCca and var decoder && decoder.GetType().Namespace == typeof(Cca).Namespace;

    // Reconvolution asks for the codes of the classes, which no default can know.
    private static Decoder DecoderOf(string name) => Decoders.Named(name) is ReconvolutionCca reconvolution
        ? reconvolution with { Codes = Codes } : Decoders.Named(name);

    private static ImmutableSortedDictionary<string, string> Codes { get; } = ImmutableSortedDictionary<string, string>.Empty
        .Add("a", "110100101").Add("b", "101101000").Add("c", "011010010");

    private static void Verify(Decoder decoder, TrialSet trials) => new DecoderContract(decoder, trials).Verify();

    public enum Fault
    {
        None,
        HashChanges,
        ProbabilitiesDoNotSum,
        ForgetsOnSaving,
        AcceptsOneClass,
        ChangesTrials,
    }

    /// <summary>Compares the mean square of a signal with the one of training.</summary>
    private sealed record BrokenDecoder(Fault Fault) : Decoder
    {
        private int _fits;

        public override string Name => "broken";

        public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty;

        public override FittedDecoder Fit(TrialSet trials)
        {
            var finite = trials.Trials.All(t => t.Signal.ToArray().All(double.IsFinite));
            if (!finite || trials.Count < 2 || (Fault != Fault.AcceptsOneClass && trials.Classes.Length < 2))
                throw new DecodingException("The trials do not suffice.", "Nothing can be learnt.", "Give others.");
            if (Fault == Fault.ChangesTrials && MemoryMarshal.TryGetArray(trials.Trials[0].Signal, out var array))
                array.Array![0] = 1;
            if (Fault == Fault.HashChanges) _fits++;
            return new Fitted(this, trials.Stream, trials.SampleCount, trials.Classes, 1 + _fits, Fault == Fault.ForgetsOnSaving ? 2 : 1);
        }

        public override FittedDecoder Restore(ModelContent content) =>
            new Fitted(this, content.Stream, content.SampleCount, content.Classes, content.Array("scale").Values[0], 1);
    }

    private sealed class Fitted(
        BrokenDecoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, double scale, double hidden)
        : FittedDecoder(decoder, stream, sampleCount, classes)
    {
        protected override ImmutableArray<ModelArray> LearntArrays() => [ModelArray.Of("scale", [scale])];

        protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
        {
            var power = 0.0;
            foreach (var value in signal) power += value * value;
            if (power == 0) throw new DecodingException("No signal.", "Nothing follows.", "Give one.");
            var first = 1 / (1 + scale * hidden * power / signal.Length);
            return [first, decoder.Fault == Fault.ProbabilitiesDoNotSum ? first : 1 - first];
        }
    }
}
