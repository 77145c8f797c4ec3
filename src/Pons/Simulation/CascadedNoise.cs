namespace Pons.Simulation;

/// <summary>
/// White noise through two equal one-pole low-passes, scaled to variance 1 and started in its stationary state: smooth, with
/// steep flanks, and without a sum of sines behind it.
/// </summary>
internal sealed class CascadedNoise
{
    private readonly RandomStream _stream;
    private readonly Design _design;
    private double _first;

    /// <summary>Starts a series of its own.</summary>
    /// <param name="stream">A stream that nobody else draws from; sample n takes normal n + 2.</param>
    /// <param name="cornerHz">Corner of each low-pass.</param>
    /// <param name="rateHz">Samples per second.</param>
    public CascadedNoise(RandomStream stream, double cornerHz, double rateHz)
    {
        _stream = stream;
        _design = new(cornerHz, rateHz);
        (_first, Value) = _design.Start(stream.Normal(0), stream.Normal(1));
    }

    public double Value { get; private set; }

    public void Advance(long sample)
    {
        _first = _design.Decay * _first + _stream.Normal(sample + 2);
        Value = _design.Decay * Value + _design.Gain * _first;
    }

    /// <summary>The numbers of such a cascade: y₁ = a y₁ + w, y₂ = a y₂ + g y₁, with variance of y₂ equal to 1 for unit white w.</summary>
    internal readonly record struct Design
    {
        public Design(double cornerHz, double rateHz)
        {
            Decay = Math.Exp(-2 * Math.PI * cornerHz / rateHz);
            var (square, rest) = (Decay * Decay, 1 - Math.Exp(-4 * Math.PI * cornerHz / rateHz));
            var firstVariance = 1 / rest;
            var covariance = firstVariance / rest;
            var variance = (2 * square * covariance + firstVariance) / rest;
            Gain = 1 / Math.Sqrt(variance);
            FirstDeviation = Math.Sqrt(firstVariance);
            Regression = Gain * covariance / firstVariance;
            RestDeviation = Math.Sqrt(Math.Max(0, 1 - Gain * Gain * covariance * covariance / firstVariance));
        }

        public double Decay { get; }

        public double Gain { get; }

        private double FirstDeviation { get; }

        private double Regression { get; }

        private double RestDeviation { get; }

        /// <summary>A stationary state out of two standard normals.</summary>
        public (double First, double Second) Start(double normal1, double normal2)
        {
            var first = FirstDeviation * normal1;
            return (first, Regression * first + RestDeviation * normal2);
        }
    }
}
