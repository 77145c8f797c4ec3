using Pons.Geometry;

namespace Pons.Evaluation.Identity;

/// <summary>
/// A linear discriminant of people on principal components, with the within-person covariance shrunk by Ledoit and Wolf
/// (doi 10.1016/S0047-259X(03)00096-4). The score of a person is minus half the squared Mahalanobis distance to their mean.
/// </summary>
internal sealed class IdentityAttacker
{
    private const int MostComponents = 120, MostWindows = 1200;
    private const double KeptVariance = 0.999;
    private readonly double[] _mean;
    private readonly double[][] _axes;
    private readonly double[][] _centres;
    private readonly Cholesky _within;

    public IdentityAttacker(IReadOnlyList<(string Subject, double[] Feature)> windows, IReadOnlyList<string> subjects)
    {
        var chosen = Thin(windows);
        _mean = Mean(chosen.Select(w => w.Feature));
        var centred = chosen.Select(w => Minus(w.Feature, _mean)).ToArray();
        _axes = PrincipalAxes(centred, Math.Min(MostComponents, Math.Max(1, chosen.Count - subjects.Count)));
        var projected = centred.Select(Project).ToArray();
        _centres = [.. subjects.Select(s => Mean(projected.Where((_, i) => chosen[i].Subject == s)))];
        _within = Cholesky.Factor(Within(projected, [.. chosen.Select(w => subjects.ToList().IndexOf(w.Subject))]));
    }

    /// <summary>One score a person, in the order in which they were given.</summary>
    public double[] Scores(double[] feature)
    {
        var at = Project(Minus(feature, _mean));
        var solved = new double[at.Length];
        return [.. _centres.Select(centre =>
        {
            var step = Minus(at, centre);
            _within.Solve(step, solved);
            return -0.5 * System.Numerics.Tensors.TensorPrimitives.Dot<double>(step, solved);
        })];
    }

    /// <summary>Evenly fewer windows where there are more than the eigenvalue problem should have.</summary>
    private static List<(string Subject, double[] Feature)> Thin(IReadOnlyList<(string Subject, double[] Feature)> windows)
    {
        var step = (windows.Count + MostWindows - 1) / MostWindows;
        return [.. windows.GroupBy(w => w.Subject).SelectMany(g => g.Where((_, i) => i % step == 0))];
    }

    /// <summary>From the products of the windows with each other, which are far fewer than the numbers of a window.</summary>
    private static double[][] PrincipalAxes(double[][] centred, int most)
    {
        var products = new Matrix(centred.Length, centred.Length);
        for (var i = 0; i < centred.Length; i++)
            for (var j = 0; j <= i; j++)
                products[i, j] = products[j, i] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(centred[i], centred[j]);
        var eigen = SymmetricEigen.Of(products);
        var order = Enumerable.Range(0, centred.Length).OrderByDescending(k => eigen.Values[k]).ToArray();
        var total = Enumerable.Range(0, centred.Length).Sum(k => Math.Max(0, eigen.Values[k]));
        var axes = new List<double[]>();
        var kept = 0.0;
        foreach (var k in order)
        {
            if (axes.Count == most || kept >= KeptVariance * total || eigen.Values[k] <= 1e-12 * total) break;
            kept += eigen.Values[k];
            var axis = new double[centred[0].Length];
            for (var i = 0; i < centred.Length; i++)
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(centred[i], eigen.Vectors[i, k] / Math.Sqrt(eigen.Values[k]), axis, axis);
            axes.Add(axis);
        }

        return [.. axes];
    }

    private Matrix Within(double[][] projected, int[] subjects)
    {
        var residuals = new double[_axes.Length * projected.Length];
        for (var i = 0; i < projected.Length; i++)
            for (var d = 0; d < _axes.Length; d++)
                residuals[d * projected.Length + i] = projected[i][d] - _centres[subjects[i]][d];
        return new LedoitWolfCovariance().Estimate(residuals, _axes.Length).Matrix;
    }

    private double[] Project(double[] centred) => [.. _axes.Select(a => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, centred))];

    private static double[] Minus(double[] a, double[] b)
    {
        var difference = new double[a.Length];
        System.Numerics.Tensors.TensorPrimitives.Subtract<double>(a, b, difference);
        return difference;
    }

    private static double[] Mean(IEnumerable<double[]> vectors)
    {
        double[]? sum = null;
        var count = 0;
        foreach (var vector in vectors)
        {
            sum ??= new double[vector.Length];
            System.Numerics.Tensors.TensorPrimitives.Add<double>(sum, vector, sum);
            count++;
        }

        System.Numerics.Tensors.TensorPrimitives.Divide<double>(sum!, count, sum!);
        return sum!;
    }
}
