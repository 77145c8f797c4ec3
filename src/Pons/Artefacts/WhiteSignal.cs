using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// A signal of unit covariance in pieces that stay in the cache, each both [source × sample] and [sample × source], so that both products of
/// a step run along rows.
/// </summary>
internal sealed class WhiteSignal
{
    private const int Piece = 512;
    private readonly double[] _bySource;
    private readonly double[] _bySample;

    public WhiteSignal(Matrix whitening, Matrix centred)
    {
        (Count, Samples) = (whitening.Rows, centred.Columns);
        (_bySource, _bySample) = (new double[Count * Samples], new double[Count * Samples]);
        var channels = new double[centred.Rows * Piece];
        for (var t = 0; t < Samples; t += Piece)
        {
            var length = Math.Min(Piece, Samples - t);
            for (var c = 0; c < centred.Rows; c++) centred.Row(c).Slice(t, length).CopyTo(channels.AsSpan(c * length));
            var piece = _bySource.AsSpan(t * Count, length * Count);
            MatrixProduct.Multiply(whitening.Values, channels.AsSpan(0, centred.Rows * length), piece, centred.Rows);
            MatrixProduct.Transpose(piece, _bySample.AsSpan(t * Count, length * Count), length);
        }
    }

    /// <summary>Number of directions.</summary>
    public int Count { get; }

    /// <summary>Number of samples.</summary>
    public int Samples { get; }

    /// <summary>Number of pieces.</summary>
    public int Pieces => (Samples + Piece - 1) / Piece;

    /// <summary>Values of the longest piece.</summary>
    public int PieceValues => Count * Math.Min(Piece, Samples);

    /// <summary>One sample [source].</summary>
    public ReadOnlySpan<double> Sample(int t) => _bySample.AsSpan(t * Count, Count);

    /// <summary>A piece [source × sample].</summary>
    public ReadOnlySpan<double> BySource(int piece) => Slice(_bySource, piece);

    /// <summary>A piece [sample × source].</summary>
    public ReadOnlySpan<double> BySample(int piece) => Slice(_bySample, piece);

    private ReadOnlySpan<double> Slice(double[] values, int piece) =>
        values.AsSpan(piece * Piece * Count, Count * Math.Min(Piece, Samples - piece * Piece));
}
