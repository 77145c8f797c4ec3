using Pons.Decoding.Deep.Layers;

namespace Pons.Decoding.Deep;

/// <summary>Trains a network until trials that it does not learn from stop getting better, and leaves the best weights in it.</summary>
internal sealed class Training(NetworkDecoder options, Network<float> network, float[][] signals, int[] classes, int rows)
{
    /// <summary>Loss on the validation trials after each epoch.</summary>
    public List<double> ValidationLosses { get; } = [];

    public void Run(TrainingPart part)
    {
        var adam = new Adam(network.Parameters, options.LearningRate);
        var random = new Random(options.Seed);
        var best = double.PositiveInfinity;
        var kept = Copy();
        for (int epoch = 0, since = 0; epoch < options.Epochs && since < options.Patience; epoch++, since++)
        {
            Epoch(part.Learnt, adam, random);
            var loss = LossOf(part.Validation);
            ValidationLosses.Add(loss);
            if (!(loss < best)) continue;
            (best, kept, since) = (loss, Copy(), -1);
        }

        for (var p = 0; p < kept.Length; p++) kept[p].CopyTo(network.State[p].Values, 0);
    }

    /// <summary>One pass over the trials in random order; a last batch of a single trial joins the one before.</summary>
    internal void Epoch(int[] trials, Adam adam, Random random)
    {
        int[] order = [.. trials];
        random.Shuffle(order);
        for (var from = 0; from < order.Length;)
        {
            var to = Math.Min(from + options.BatchSize, order.Length);
            if (order.Length - to == 1) to++;
            network.Loss(Batch(order.AsSpan(from, to - from)), ClassesOf(order.AsSpan(from, to - from)), training: true);
            adam.Step();
            from = to;
        }
    }

    private double LossOf(int[] trials)
    {
        var sum = 0.0;
        for (var from = 0; from < trials.Length; from += options.BatchSize)
        {
            var batch = trials.AsSpan(from, Math.Min(options.BatchSize, trials.Length - from));
            sum += network.Loss(Batch(batch), ClassesOf(batch), training: false) * batch.Length;
        }

        return sum / trials.Length;
    }

    private Signals<float> Batch(ReadOnlySpan<int> trials)
    {
        var batch = new Signals<float>(trials.Length, rows, signals[0].Length / rows);
        for (var i = 0; i < trials.Length; i++) signals[trials[i]].CopyTo(batch.Trial(i));
        return batch;
    }

    private int[] ClassesOf(ReadOnlySpan<int> trials)
    {
        var result = new int[trials.Length];
        for (var i = 0; i < trials.Length; i++) result[i] = classes[trials[i]];
        return result;
    }

    private float[][] Copy() => [.. network.State.Select(p => (float[])p.Values.Clone())];
}
