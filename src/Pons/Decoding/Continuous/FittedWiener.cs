using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>Fitted <see cref="Wiener"/>: an intercept and weights [output × lag × unit], the oldest bin first.</summary>
internal sealed class FittedWiener : FittedContinuousDecoder
{
    private readonly Wiener _decoder;

    public FittedWiener(Wiener decoder, int unitCount, ImmutableArray<string> outputNames, Matrix solution)
        : base(decoder, unitCount, outputNames)
    {
        _decoder = decoder;
        Intercepts = [.. solution.Row(0)];
        Weights = new Matrix(solution.Rows - 1, solution.Columns, [.. solution.Values[solution.Columns..]]).Transpose();
    }

    public override int Shift => -_decoder.After;

    public override int WarmUp => _decoder.Before + _decoder.After;

    internal double[] Intercepts { get; }

    internal Matrix Weights { get; }

    public override ContinuousRun Start() => new WienerRun(this);
}
