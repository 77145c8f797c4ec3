using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Continuous;
using Pons.Decoding.Deep;
using Pons.Decoding.Erp;
using Pons.Decoding.Riemann;
using Pons.Decoding.Spatial;
using Pons.Decoding.Vep;

namespace Pons.Cli.Benchmarks;

/// <summary>
/// Decoders from signals to decisions, beside the tools that others decode with. The peers' way of each stands in
/// bench/peers/decoding.py. Only the networks use all cores, on both sides.
/// </summary>
internal static class DecodingKernels
{
    private const string PyRiemann = "pyRiemann, scikit-learn", MetaBci = "MetaBCI's algorithm in NumPy", NumPy = "NumPy", ScikitLearn = "scikit-learn";
    private const int Singles = 20;
    private const string TwoClasses = "288 × 22 × 1000, 2 classes", FourClasses = "288 × 22 × 1000, 4 classes", Epochs = "1000 epochs of 16 × 128";
    private const string Speller = "40 classes, 9 × 250, 5 bands", Exoskeleton = "3 classes, 8 × 1024, 3 bands";

    /// <summary>Every decoding kernel in the order of the report.</summary>
    public static IReadOnlyList<Kernel> All { get; } =
    [
        .. Classical(new CspLda(), TwoClasses, PyRiemann, () => DecodingData.Imagery(2)),
        .. Classical(new MultiClassCspLda(), FourClasses, PyRiemann, () => DecodingData.Imagery(4)),
        .. Classical(new FilterBankCspLda(), TwoClasses, PyRiemann + ", SciPy", () => DecodingData.Imagery(2)),
        .. Classical(new RiemannMdm(), FourClasses, PyRiemann, () => DecodingData.Imagery(4)),
        .. Classical(new FilteredMdm(), FourClasses, PyRiemann, () => DecodingData.Imagery(4)),
        .. Classical(new TangentLr(), FourClasses, PyRiemann, () => DecodingData.Imagery(4)),
        .. Classical(new TangentLda(), FourClasses, PyRiemann, () => DecodingData.Imagery(4)),
        .. Classical(new TangentSvm(), FourClasses, PyRiemann, () => DecodingData.Imagery(4)),
        .. Classical(new XdawnTangentLr(), Epochs, PyRiemann, DecodingData.Epochs),
        .. Classical(new ErpLda(), Epochs, ScikitLearn, DecodingData.Epochs),
        Ones("cca", new Cca { Harmonics = 5 }, "40 classes, 9 × 250", MetaBci, DecodingData.Speller),
        Ones("fbcca", new Fbcca { Harmonics = 5, Bands = 5 }, Speller, MetaBci, DecodingData.Speller),
        Ones("fbcca-kept", new Fbcca { Harmonics = 5, Bands = 5 }, Speller + "; the peer keeps its references' bases", NumPy, DecodingData.Speller) with { TargetRatio = 3 },
        Ones("fbcca-exo", new Fbcca(), Exoskeleton, MetaBci, DecodingData.Exoskeleton),
        .. Templates("etrca", new EnsembleTrca { Bands = 5 }, Speller, DecodingData.Speller),
        .. Templates("etrca-exo", new EnsembleTrca { Bands = 3 }, Exoskeleton, DecodingData.Exoskeleton),
        .. Templates("tdca", new Tdca { Bands = 5 }, Speller, DecodingData.Speller),
        Coded(),
        Network("eegnet-epoch", "EEGNet-8,2, one epoch: 288 × 22 × 1000 in batches of 64, loss of 72 more; all cores", 2.0 / 3, Epoch),
        Network("eegnet-one", $"EEGNet-8,2, one trial of 22 × 1000, {Singles} times; all cores", 2.0 / 3, OneByNetwork),
        new("kalman", "Kalman filter, 96 units × 20 000 bins, fit + decode", NumPy, 6, () => Continuous(new Kalman())),
        new("wiener", "Wiener filter of 10 bins, 96 units × 20 000 bins, fit + decode", ScikitLearn, 5, () => Continuous(new Wiener { Ridge = 1 })),
    ];

    private static IEnumerable<Kernel> Classical(Decoder decoder, string size, string peer, Func<LabelledSignals> make) =>
    [
        new(decoder.Name, $"fit on four fifths and decide on one, {size}", peer, 5, () => Evaluation(decoder, make(), 1)),
        new(decoder.Name + "-folds", $"five folds, {size}", peer, 5, () => Evaluation(decoder, make(), LabelledSignals.Folds)),
        Ones(decoder.Name, decoder, size, peer, make),
    ];

    private static IEnumerable<Kernel> Templates(string name, TemplateDecoder decoder, string size, Func<LabelledSignals> make) =>
    [
        new(name + "-fit", $"fit on four fifths of the trials, {size}", MetaBci, 10, () => Fit(decoder, make())),
        Ones(name, decoder, size, MetaBci, make),
    ];

    private static Kernel Ones(string name, Decoder decoder, string size, string peer, Func<LabelledSignals> make) =>
        new(name + "-one", $"decide on one trial, {Singles} times, {size}", peer, 10, () => OneByOne(decoder, make()));

    private static Kernel Network(string name, string work, double target, Func<Action> prepare) => new(name, work, "PyTorch", target, prepare);

    private static Action Evaluation(Decoder decoder, LabelledSignals data, int folds) => () =>
    {
        var trials = data.Trials();
        for (var f = 0; f < folds; f++)
        {
            var (training, test) = data.Fold(f);
            var fitted = decoder.Fit(trials.Select(training));
            foreach (var i in test) fitted.Predict(trials.Trials[i]);
        }
    };

    private static Action Fit(Decoder decoder, LabelledSignals data) => () => decoder.Fit(data.Trials().Select(data.Fold(0).Training));

    private static Action OneByOne(Decoder decoder, LabelledSignals data)
    {
        var (training, test) = data.Fold(0);
        var fitted = decoder.Fit(data.Trials().Select(training));
        return () =>
        {
            for (var i = 0; i < Singles; i++) fitted.Predict(data.Signals[test[0]], data.SampleCount);
        };
    }

    private static Kernel Coded() => new("rcca", "reconvolution, fit 115 and decide on 29 trials of 8 × 504, 36 codes", NumPy, 10, () =>
    {
        var (signals, codes) = DecodingData.Coded();
        return Evaluation(new ReconvolutionCca { Codes = codes.ToImmutableSortedDictionary(StringComparer.Ordinal) }, signals, 1);
    });

    private static Action Epoch()
    {
        var trials = DecodingData.Imagery(4, 360).Trials();
        return () => new EegNet { Epochs = 1, BatchSize = 64 }.Fit(trials);
    }

    private static Action OneByNetwork() => OneByOne(new EegNet { Epochs = 1 }, DecodingData.Imagery(4));

    private static Action Continuous(ContinuousDecoder decoder)
    {
        var movement = DecodingData.Movement();
        return () => decoder.Fit(movement).Decode(movement.Counts);
    }
}
