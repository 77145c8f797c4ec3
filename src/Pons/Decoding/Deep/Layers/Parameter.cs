namespace Pons.Decoding.Deep.Layers;

/// <summary>Weights that are learnt, and the gradient of the loss with respect to them.</summary>
internal sealed class Parameter<T>(string name, int[] shape)
    where T : unmanaged
{
    public string Name { get; } = name;

    public int[] Shape { get; } = shape;

    public T[] Values { get; } = new T[Product(shape)];

    public T[] Gradient { get; } = new T[Product(shape)];

    /// <summary>Largest norm of each run of this many weights; null without a limit.</summary>
    public (int Run, double Norm)? Limit { get; init; }

    private static int Product(int[] shape) => shape.Aggregate(1, (a, b) => a * b);
}
