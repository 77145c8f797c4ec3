namespace Pons.Decoding.Deep;

/// <summary>Takes the mean of each channel over the training trials away and divides by its standard deviation, into single precision.</summary>
internal sealed record ChannelScaling(double[] Centre, double[] Deviation)
{
    public static ChannelScaling Of(IReadOnlyList<Trial> trials, string decoder)
    {
        var channels = trials[0].ChannelCount;
        double[] centre = new double[channels], deviation = new double[channels];
        double count = trials.Count * (double)trials[0].SampleCount;
        for (var c = 0; c < channels; c++)
        {
            foreach (var trial in trials) centre[c] += System.Numerics.Tensors.TensorPrimitives.Sum(trial[c]) / count;
            var squares = 0.0;
            foreach (var trial in trials)
                foreach (var value in trial[c]) squares += (value - centre[c]) * (value - centre[c]);
            deviation[c] = squares > 0 ? Math.Sqrt(squares / count) : 1;
            if (squares == 0) centre[c] = trials[0][c][0];
        }

        if (trials.All(t => Enumerable.Range(0, channels).All(c => !t[c].ContainsAnyExcept(centre[c]))))
            throw new DecodingException($"{decoder} was given trials in which no channel changes.", "There is nothing to learn.", "Check the recording.");
        return new(centre, deviation);
    }

    public float[] Apply(ReadOnlySpan<double> signal)
    {
        var result = new float[signal.Length];
        var samples = signal.Length / Centre.Length;
        for (var k = 0; k < result.Length; k++) result[k] = (float)((signal[k] - Centre[k / samples]) / Deviation[k / samples]);
        return result;
    }
}
