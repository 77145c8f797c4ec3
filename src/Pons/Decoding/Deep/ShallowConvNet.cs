using Pons.Decoding.Deep.Layers;

namespace Pons.Decoding.Deep;

/// <summary>
/// ShallowConvNet (Schirrmeister et al. 2017, doi 10.1002/hbm.23730): 40 temporal filters of 25 samples, 40 spatial filters over all of them,
/// squares, means of 75 samples every 15, logarithm, dropout of a half; the log power of learnt bands and places. The paper's lengths are for
/// 250 Hz. Trials need at least 99 samples.
/// </summary>
public sealed record ShallowConvNet : NetworkDecoder
{
    private const int Filters = 40, Length = 25, Window = 75, Stride = 15;

    /// <inheritdoc/>
    public override string Name => "shallow-convnet";

    private protected override int LeastSamples => Window + Length - 1;

    internal override Network<T> Build<T>(int channels, int samples, int classes) => new(
    [
        new TemporalConvolution<T>(Filters, Length, 0, 0),
        new Mixing<T>("spatial", 1, Filters * channels, Filters),
        new Normalisation<T>(Filters, 1, epsilon: 1e-5),
        new Square<T>(),
        new MeanPooling<T>(Window, Stride),
        new Logarithm<T>(),
        new Dropout<T>(0.5, unchecked(Seed * 2 + 1)),
        new Dense<T>(Filters * MeanPooling<T>.Count(samples - Length + 1, Window, Stride), classes),
    ]);
}
