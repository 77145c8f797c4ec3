using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// What covariances of evoked responses are taken of: the mean responses of all classes (prototypes) above the epoch, so that the
/// covariance of both says how much of each response the epoch holds (Barachant and Congedo 2014, arXiv 1409.0107). Behind xDAWN filters or over
/// all channels.
/// </summary>
internal sealed class SuperTrials
{
    private readonly Matrix _filters;
    private readonly Matrix _prototypes;
    private readonly Matrix _moments;

    /// <summary>From what was learnt.</summary>
    /// <param name="filters">[filter × channel]; of an epoch.</param>
    /// <param name="prototypes">[row × sample], centred over time.</param>
    public SuperTrials(Matrix filters, Matrix prototypes)
    {
        _filters = filters;
        _prototypes = prototypes;
        _moments = MatrixProduct.MultiplyTransposed(prototypes, prototypes);
    }

    /// <summary>Filters of an epoch [filter × channel].</summary>
    public Matrix Filters => _filters;

    /// <summary>Mean responses [row × sample], centred over time.</summary>
    public Matrix Prototypes => _prototypes;

    /// <summary>Rows of a covariance.</summary>
    public int Size => _prototypes.Rows + _filters.Rows;

    /// <summary>Learns prototypes of every class, and filters of every class unless all channels are to be used.</summary>
    /// <param name="data">The epochs.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="filterCount">Filters of each class; 0 for all channels.</param>
    public static SuperTrials Learn(LabelledTrials data, int classCount, int filterCount)
    {
        var samples = data.Trials[0].SampleCount;
        var whole = XdawnFilters.Whole(data.Trials, samples);
        var means = Enumerable.Range(0, classCount).Select(k => XdawnFilters.MeanOf(data.OfClass(k))).ToArray();
        var filters = means.Select(
            m => filterCount == 0 ? SignalBasis.Of(whole).Vectors : XdawnFilters.Of(m, whole, samples, filterCount, out _)).ToArray();
        var prototypes = means.Select((m, k) => Filtered(filters[k], m, samples)).ToArray();
        return new(filterCount == 0 ? filters[0] : Stacked(filters), Stacked(prototypes));
    }

    /// <summary>The covariance of prototypes and epoch, centred over time, divided by the number of samples.</summary>
    /// <param name="signal">[channel × sample], of the length of training.</param>
    public Matrix Covariance(ReadOnlySpan<double> signal)
    {
        var (samples, above, below) = (_prototypes.Columns, _prototypes.Rows, _filters.Rows);
        var filtered = Filtered(_filters, signal, samples);
        var cross = MatrixProduct.MultiplyTransposed(_prototypes, filtered);
        var own = MatrixProduct.MultiplyTransposed(filtered, filtered);
        var covariance = new Matrix(Size, Size);
        for (var r = 0; r < above; r++)
        {
            _moments.Row(r).CopyTo(covariance.Row(r));
            cross.Row(r).CopyTo(covariance.Row(r)[above..]);
            for (var c = 0; c < below; c++) covariance[above + c, r] = cross[r, c];
        }

        for (var r = 0; r < below; r++) own.Row(r).CopyTo(covariance.Row(above + r)[above..]);
        System.Numerics.Tensors.TensorPrimitives.Divide(covariance.Values, samples, covariance.Values);
        return covariance;
    }

    private static Matrix Filtered(Matrix filters, ReadOnlySpan<double> signal, int samples)
    {
        var filtered = new double[filters.Rows * samples];
        MatrixProduct.Multiply(filters.Values, signal, filtered, filters.Columns);
        return new(filters.Rows, samples, TrialProducts.Centred(filtered, samples));
    }

    private static Matrix Stacked(Matrix[] parts) =>
        new(parts.Sum(p => p.Rows), parts[0].Columns, [.. parts.SelectMany(p => p.Values.ToArray())]);
}
