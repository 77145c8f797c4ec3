namespace Pons.Decoding.Spatial;

/// <summary>
/// Mutual information of one feature and the class, by Parzen windows of normal shape (Ang et al. 2008, doi 10.1109/IJCNN.2008.4634130):
/// H(class) − H(class | feature), in bits. The width of a window is (4 / 3n)^⅕ standard deviations of the n trials of its class.
/// </summary>
internal static class FeatureInformation
{
    /// <summary>The information of a feature over training trials.</summary>
    public static double Of(ReadOnlySpan<double> values, ReadOnlySpan<int> classIndices, int classCount)
    {
        var (counts, widths) = Widths(values, classIndices, classCount);
        double information = 0;
        for (var k = 0; k < classCount; k++) information -= Plogp((double)counts[k] / values.Length);
        var joint = new double[classCount];
        foreach (var at in values)
        {
            // The share of a class among trials times its density is, up to 1/n, the sum of its windows.
            Array.Clear(joint);
            for (var r = 0; r < values.Length; r++)
            {
                var k = classIndices[r];
                var distance = (at - values[r]) / widths[k];
                joint[k] += Math.Exp(-0.5 * distance * distance) / widths[k];
            }

            var sum = joint.Sum();
            foreach (var part in joint) information += Plogp(part / sum) / values.Length;
        }

        return information;
    }

    private static double Plogp(double p) => p > 0 ? p * Math.Log2(p) : 0;

    private static (int[] Counts, double[] Widths) Widths(ReadOnlySpan<double> values, ReadOnlySpan<int> classIndices, int classCount)
    {
        var counts = new int[classCount];
        double[] means = new double[classCount], widths = new double[classCount];
        for (var i = 0; i < values.Length; i++) counts[classIndices[i]]++;
        for (var i = 0; i < values.Length; i++) means[classIndices[i]] += values[i] / counts[classIndices[i]];
        for (var i = 0; i < values.Length; i++)
        {
            var k = classIndices[i];
            widths[k] += (values[i] - means[k]) * (values[i] - means[k]) / Math.Max(1, counts[k] - 1);
        }

        for (var k = 0; k < classCount; k++)
            widths[k] = Math.Max(1e-12, Math.Sqrt(widths[k]) * Math.Pow(4.0 / (3 * counts[k]), 0.2));
        return (counts, widths);
    }
}
