using System.Collections.Immutable;
using Pons.Artefacts;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Applies a fitted map to channels that are named, sample by sample and without delay: regression of eye channels
/// (<see cref="EogRegression.Map"/>), removal of independent components (<see cref="IndependentComponents.Removing"/>). Others pass unchanged.
/// </summary>
public sealed record SpatialMapStage : Stage<SignalBlock, SignalBlock>
{
    /// <summary>Chooses the map and the channels.</summary>
    /// <param name="map">What is applied.</param>
    /// <param name="labels">Labels of the channels that it was fitted on, in that order.</param>
    /// <param name="name">Name of the stage, <c>spatial-map</c> by default.</param>
    /// <exception cref="ArgumentException">Not as many labels as the map has channels, or one twice.</exception>
    public SpatialMapStage(SpatialMap map, ImmutableArray<string> labels, string name = "spatial-map")
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (labels.IsDefault || labels.Length != map.ChannelCount || labels.Distinct().Count() < labels.Length)
            throw new ArgumentException($"A map of {map.ChannelCount} channels needs as many different labels.", nameof(labels));
        (Map, Labels, Name) = (map, labels, name);
    }

    /// <summary>What is applied.</summary>
    public SpatialMap Map { get; }

    /// <summary>The channels that it is applied to.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        _ = input.PlacesOf(Labels, Name);
        return new(input, 0);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next) =>
        new SpatialMapRun(Name, input, input.PlacesOf(Labels, Name), Map, next);
}
