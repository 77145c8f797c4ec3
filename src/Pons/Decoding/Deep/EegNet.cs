using Pons.Decoding.Deep.Layers;

namespace Pons.Decoding.Deep;

/// <summary>
/// EEGNet-8,2 (Lawhern et al. 2018, doi 10.1088/1741-2552/aace8c): 8 temporal filters of 64 samples, two spatial filters for each, a separable
/// convolution of 16 samples to 16 rows, mean pooling by 4 and by 8, dropout of a quarter, norms of spatial filters up to 1 and of the last
/// weights up to 0.25. Trials need at least 32 samples.
/// </summary>
public sealed record EegNet : NetworkDecoder
{
    private const int Filters = 8, Depth = 2, Rows = 16;

    /// <inheritdoc/>
    public override string Name => "eegnet";

    private protected override int LeastSamples => 32;

    internal override Network<T> Build<T>(int channels, int samples, int classes) => new(
    [
        new TemporalConvolution<T>(Filters, 64, 31, 32),
        new Normalisation<T>(Filters, channels),
        new Mixing<T>("spatial", Filters, channels, Depth, largestNorm: 1),
        new Normalisation<T>(Filters * Depth, 1),
        new Elu<T>(),
        new MeanPooling<T>(4, 4),
        new Dropout<T>(0.25, unchecked(Seed * 2 + 1)),
        new RowConvolution<T>(Filters * Depth, 16, 7, 8),
        new Mixing<T>("pointwise", 1, Filters * Depth, Rows),
        new Normalisation<T>(Rows, 1),
        new Elu<T>(),
        new MeanPooling<T>(8, 8),
        new Dropout<T>(0.25, unchecked(Seed * 2 + 2)),
        new Dense<T>(Rows * (samples / 4 / 8), classes, largestNorm: 0.25),
    ]);
}
