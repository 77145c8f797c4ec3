using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// A decoder by the covariance of an epoch below the mean responses of all classes (Barachant and Congedo 2014, arXiv 1409.0107). Epochs
/// are of one length and of a band that holds the response, such as 0.5 to 20 Hz. Needs two epochs of each class.
/// </summary>
public abstract record ErpCovarianceDecoder : Decoder
{
    /// <summary>Which filters are learnt for each class; 0 for all channels.</summary>
    private protected abstract int Filters { get; }

    /// <summary>Weight of the data in logistic regression in the tangent space; none for the nearest mean.</summary>
    private protected abstract double? RegressionWeight { get; }

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledTrials.Of(trials, leastTrialsPerClass: 2, Name);
        try
        {
            var classes = trials.Classes.Length;
            var super = SuperTrials.Learn(data, classes, Filters);
            var covariances = data.Trials.Select(t => super.Covariance(t.Signal.Span)).ToArray();
            var basis = SignalBasis.Of(EuclideanMean.Of(covariances));
            var reduced = covariances.Select(basis.Project).ToArray();
            var judge = RegressionWeight is { } c
                ? TangentJudge.Learn(reduced, data.ClassIndices, classes, c)
                : (CovarianceJudge)MeanJudge.Learn(reduced, data.ClassIndices, classes);
            return new FittedErpCovariance(this, trials.Stream, trials.SampleCount, trials.Classes, super, basis.Vectors, judge);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{Name} cannot be fitted: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var filters = content.Array("filters", -1, content.Stream.ChannelCount);
        var prototypes = content.Array("prototypes", -1, content.SampleCount);
        var super = new SuperTrials(
            new(filters.Shape[0], filters.Shape[1], [.. filters.Values]), new(prototypes.Shape[0], prototypes.Shape[1], [.. prototypes.Values]));
        var basis = content.Array("basis", -1, super.Size);
        try
        {
            var vectors = new Matrix(basis.Shape[0], super.Size, [.. basis.Values]);
            var judge = RegressionWeight is null
                ? (CovarianceJudge)MeanJudge.Restore(content, vectors.Rows)
                : TangentJudge.Restore(content, vectors.Rows);
            return new FittedErpCovariance(
                WithParameters(content), content.Stream, content.SampleCount, content.Classes, super, vectors, judge);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"The model of decoder '{Name}' cannot be used: {fault.What}", fault.Why, "Train again.", fault);
        }
    }

    /// <summary>The same decoder with the parameters of a model.</summary>
    private protected abstract ErpCovarianceDecoder WithParameters(ModelContent content);
}
