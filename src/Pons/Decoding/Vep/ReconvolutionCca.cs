using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>
/// Reconvolution canonical correlation for stimuli that flicker by a code (Thielen and others 2015, doi 10.1371/journal.pone.0133797;
/// Thielen and others 2021, doi 10.1088/1741-2552/abecef): the response to a code is taken for the sum of responses to its single flashes. Weights of the channels and
/// responses to a flash of each length are learnt together from all classes by canonical correlation; the response to every code follows, for
/// any length of trial. Trials start with the code's first bit. The probabilities are the softmax of r · |r| and not calibrated.
/// </summary>
public sealed record ReconvolutionCca : Decoder
{
    private readonly double _bitRateHz = 60;
    private readonly double _responseSeconds = 0.3;

    /// <summary>The code of each class by its name, in <c>0</c> (dark) and <c>1</c> (light); repeated while a trial lasts.</summary>
    public ImmutableSortedDictionary<string, string> Codes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Bits in a second; 60 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double BitRateHz
    {
        get => _bitRateHz;
        init => _bitRateHz = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
    }

    /// <summary>How long the response to a flash lasts, in seconds; 0.3 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double ResponseSeconds
    {
        get => _responseSeconds;
        init => _responseSeconds = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
    }

    /// <inheritdoc/>
    public override string Name => "rcca";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("bitRateHz", BitRateHz).Add("responseSeconds", ResponseSeconds);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledTrials.Of(trials, leastTrialsPerClass: 1, Name);
        var codes = trials.Classes.Select(CodeOf).ToArray();
        RequireDistinct(codes, trials.Classes);
        var structure = StructureOf(codes, trials.Stream, trials.SampleCount);
        try
        {
            var (weights, responses) = Learn(data, codes, structure);
            return new FittedReconvolutionCca(this, trials.Stream, trials.SampleCount, trials.Classes, codes, structure, weights, responses);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{Name} cannot be fitted: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var codes = content.Classes.Select((_, k) => content.Array(FormattableString.Invariant($"code {k + 1}"), -1).Values.ToArray()).ToArray();
        var decoder = new ReconvolutionCca
        {
            BitRateHz = content.Parameter("bitRateHz"),
            ResponseSeconds = content.Parameter("responseSeconds"),
            Codes = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                content.Classes.Select((c, k) => KeyValuePair.Create(c.Name, string.Concat(codes[k].Select(b => b == 0 ? '0' : '1'))))),
        };
        var structure = decoder.StructureOf(codes, content.Stream, content.SampleCount);
        double[] weights = [.. content.Array("weights", content.Stream.ChannelCount).Values];
        double[] responses = [.. content.Array("responses", structure.RowCount).Values];
        return new FittedReconvolutionCca(
            decoder, content.Stream, content.SampleCount, content.Classes, codes, structure, weights, responses);
    }

    // The responses r with the largest share of r · M explained by the channels, then the weights of the channels that explain them.
    private static (double[] Weights, double[] Responses) Learn(LabelledTrials data, double[][] codes, CodeStructure structure)
    {
        var (samples, channels) = (data.Trials[0].SampleCount, data.Trials[0].ChannelCount);
        var (signals, events) = (new Matrix(channels, channels), new Matrix(structure.RowCount, structure.RowCount));
        var cross = new Matrix(channels, structure.RowCount);
        for (var k = 0; k < codes.Length; k++)
        {
            var (ofClass, sum) = (data.OfClass(k), new double[channels * samples]);
            foreach (var trial in ofClass)
            {
                var signal = TrialProducts.Centred(trial.Signal.Span, samples);
                TrialProducts.AddRaw(signal, samples, signals);
                TensorPrimitives.Add<double>(sum, signal, sum);
            }

            var sums = new EventSums(structure, codes[k], samples);
            sums.AddOwn(events, ofClass.Length);
            sums.AddWith(sum, cross);
        }

        var basis = SignalBasis.Of(signals);
        var reduced = MatrixProduct.Multiply(basis.Vectors, cross);
        var solved = Cholesky.Factor(basis.Project(signals)).Solve(reduced);
        var responses = Responses(events, cross, signals);
        var weights = MatrixProduct.Multiply(
            basis.Vectors.Transpose(), MatrixProduct.MultiplyTransposed(solved, new(1, responses.Length, responses)));
        return (weights.Values.ToArray(), responses);
    }

    // The other way round is the same and as small as there are channels: weights w with the largest share of w · X explained by the events;
    // then the responses that explain them, scaled so that the course they give has power 1.
    private static double[] Responses(Matrix events, Matrix cross, Matrix signals)
    {
        var basis = SignalBasis.Of(events);
        var reduced = basis.IsFull ? cross : MatrixProduct.MultiplyTransposed(cross, basis.Vectors);
        var solved = Cholesky.Factor(basis.Project(events)).Solve(reduced.Transpose());
        var weights = TrialProducts.Strongest(MatrixProduct.Multiply(reduced, solved), signals, 1, out var shares);
        var responses = MatrixProduct.MultiplyTransposed(weights, solved);
        var all = basis.IsFull ? responses : MatrixProduct.Multiply(responses, basis.Vectors);
        TensorPrimitives.Divide(all.Values, Math.Sqrt(shares[^1]), all.Values);
        return all.Values.ToArray();
    }

    private double[] CodeOf(ClassLabel label)
    {
        if (!Codes.TryGetValue(label.Name, out var code))
            throw new DecodingException(
                $"{Name} was given no code for class '{label}'.", "It predicts the response to every class from its code.",
                "State the codes of all classes.");
        if (code.Length >= 2 && code.All(b => b is '0' or '1') && code.Distinct().Count() == 2)
            return [.. code.Select(b => b == '1' ? 1.0 : 0)];
        throw new DecodingException(
            $"{Name}: the code '{code}' of class '{label}' is no series of light and dark.", "Without flashes there is no response.",
            "Write codes in 0 and 1, both at least once.");
    }

    private static void RequireDistinct(double[][] codes, ImmutableArray<ClassLabel> classes)
    {
        for (var k = 0; k < codes.Length; k++)
            for (var j = 0; j < k; j++)
                if (codes[j].AsSpan().SequenceEqual(codes[k]))
                    throw new DecodingException(
                        $"rcca: classes '{classes[j]}' and '{classes[k]}' have the same code.", "Nothing could tell them apart.",
                        "Give every class its own code, or a shifted one.");
    }

    private CodeStructure StructureOf(double[][] codes, StreamInfo stream, int sampleCount)
    {
        var rateHz = stream.RateHz ?? throw new DecodingException(
            $"{Name} was given a stream without a constant rate.", "Codes need one.", "Use a stream of constant rate.");
        var samples = (int)Math.Round(ResponseSeconds * rateHz);
        if (rateHz < BitRateHz || samples < 2 || samples > sampleCount)
            throw new DecodingException(
                FormattableString.Invariant(
                    $"{Name}: {BitRateHz} bits a second and responses of {ResponseSeconds} s at {rateHz} Hz, trials of {sampleCount} samples."),
                "A bit lasts at least a sample, and a response at least two samples and no longer than a trial.",
                "Record faster, cut longer trials, or state shorter responses.");
        return new(codes, BitRateHz, rateHz, samples);
    }
}
