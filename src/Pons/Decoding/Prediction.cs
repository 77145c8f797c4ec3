using System.Collections.Immutable;

namespace Pons.Decoding;

/// <summary>What a decoder says of one trial.</summary>
/// <param name="Classes">The classes it chooses between, in the decoder's order.</param>
/// <param name="Probabilities">One probability a class, in the same order; they sum to 1.</param>
public sealed record Prediction(ImmutableArray<ClassLabel> Classes, ImmutableArray<double> Probabilities)
{
    /// <summary>The place of the most probable class; of equal ones the first.</summary>
    public int Index
    {
        get
        {
            var best = 0;
            for (var i = 1; i < Probabilities.Length; i++)
                if (Probabilities[i] > Probabilities[best]) best = i;
            return best;
        }
    }

    /// <summary>The most probable class.</summary>
    public ClassLabel Label => Classes[Index];

    /// <summary>The probability of the most probable class.</summary>
    public double Confidence => Probabilities[Index];
}
