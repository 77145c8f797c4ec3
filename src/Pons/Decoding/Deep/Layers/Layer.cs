using System.Numerics;

namespace Pons.Decoding.Deep.Layers;

/// <summary>One differentiable step of a network.</summary>
internal abstract class Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What is learnt, in an order that never changes.</summary>
    public virtual IReadOnlyList<Parameter<T>> Parameters => [];

    /// <summary>What is gathered in training but not learnt by gradients, such as running means.</summary>
    public virtual IReadOnlyList<Parameter<T>> Statistics => [];

    /// <summary>Computes outputs and keeps what <see cref="Backward"/> needs when training.</summary>
    public abstract Signals<T> Forward(Signals<T> input, bool training);

    /// <summary>
    /// Gradient with respect to the input of the last forward pass; those of the parameters are overwritten. May write into its argument.
    /// </summary>
    /// <param name="gradient">Gradient of the loss with respect to the output.</param>
    /// <param name="needed">Whether the gradient of the input is wanted; the first layer of a network is spared it.</param>
    public abstract Signals<T>? Backward(Signals<T> gradient, bool needed);
}
