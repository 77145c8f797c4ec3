namespace Pons.Artefacts;

/// <summary>What an independent component is taken for, and why.</summary>
/// <param name="Component">Place of the component, from 0.</param>
/// <param name="Kind">The artefact that is furthest above its threshold, else <see cref="ComponentKind.Other"/>.</param>
/// <param name="EyeScore">From 0 to 1; not a number where it could not be judged.</param>
/// <param name="MuscleScore">From 0 to 1; not a number where it could not be judged.</param>
/// <param name="HeartScore">From 0 to 1; not a number where it could not be judged.</param>
/// <param name="Reason">The features behind the scores and what could not be judged, for a reader.</param>
public sealed record ComponentVerdict(
    int Component, ComponentKind Kind, double EyeScore, double MuscleScore, double HeartScore, string Reason);
