namespace Pons.Evaluation.Continuous;

/// <summary>Sums over bins from which correlation and explained variance follow.</summary>
internal readonly record struct BlockSums(double Count, double Y, double P, double Yy, double Pp, double Yp)
{
    public double Correlation => (Yp - Y * P / Count) / Math.Sqrt((Yy - Y * Y / Count) * (Pp - P * P / Count));

    public double R2 => 1 - (Yy - 2 * Yp + Pp) / (Yy - Y * Y / Count);

    public static BlockSums Of(double y, double p) => new(1, y, p, y * y, p * p, y * p);

    public static BlockSums operator +(BlockSums a, BlockSums b) =>
        new(a.Count + b.Count, a.Y + b.Y, a.P + b.P, a.Yy + b.Yy, a.Pp + b.Pp, a.Yp + b.Yp);
}
