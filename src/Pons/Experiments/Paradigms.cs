using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Experiments.MotorImagery;
using Pons.Experiments.Speller;
using Pons.Experiments.Ssvep;
using Pons.Experiments.Workload;

namespace Pons.Experiments;

/// <summary>Every paradigm that Pons knows; a new one is added here and nowhere else.</summary>
public static class Paradigms
{
    /// <summary>All paradigms with their default parameters.</summary>
    public static ImmutableArray<Paradigm> All { get; } =
    [
        new LeftRightImagery(), new ExoskeletonSsvep(), new ExoskeletonSsvep { WithRest = true }, new RowColumnSpeller(),
        new MentalArithmetic(), new MentalArithmetic { WithinRest = true },
    ];

    /// <summary>The paradigm of this name.</summary>
    /// <exception cref="ParadigmException">There is none.</exception>
    public static Paradigm Named(string name) =>
        All.FirstOrDefault(p => p.Name == name) ?? throw new ParadigmException(
            $"There is no paradigm '{name}'.", "It decides which trials are cut.",
            $"Choose one of: {string.Join(", ", All.Select(p => p.Name))}.");

    /// <summary>The paradigm that a model was trained with, with its parameters then.</summary>
    /// <exception cref="ParadigmException">It is not known here, or has other parameters.</exception>
    public static Paradigm Of(ModelLineage lineage)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        return Named(lineage.Paradigm).WithParameters(lineage.ParadigmParameters);
    }
}
