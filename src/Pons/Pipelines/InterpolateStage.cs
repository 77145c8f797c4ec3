using System.Collections.Immutable;
using Pons.Artefacts;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Replaces bad EEG channels by spherical splines through the other EEG channels, sample by sample and without delay. Positions are those
/// of the stream, or else those of the 10-10 system by name. The data lose one dimension a channel; decoders of Pons find and remove it.
/// </summary>
public sealed record InterpolateStage : Stage<SignalBlock, SignalBlock>
{
    /// <summary>Names the bad channels.</summary>
    /// <exception cref="ArgumentException">No channel is named.</exception>
    public InterpolateStage(params IReadOnlyList<string> labels)
    {
        ArgumentOutOfRangeException.ThrowIfZero(labels.Count);
        Labels = [.. labels.Distinct()];
    }

    /// <summary>The bad channels.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <inheritdoc/>
    public override string Name => "interpolate";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        _ = MapOf(input);
        return new(input, 0);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next)
    {
        var (places, map) = MapOf(input);
        return new SpatialMapRun(Name, input, places, map, next);
    }

    private (int[] Places, SpatialMap Map) MapOf(StreamInfo input)
    {
        var bad = input.PlacesOf(Labels, Name);
        int[] places = [.. Enumerable.Range(0, input.ChannelCount).Where(c => input.Channels[c].Kind == ChannelKind.Eeg).Union(bad).Order()];
        try
        {
            return (places, ChannelInterpolation.Of(PositionsOf(input, places), [.. bad.Select(b => places.IndexOf(b))]));
        }
        catch (PonsException fault) when (fault is ArtefactException or GeometryException)
        {
            throw new PipelineBuildException(Name, input.Name, fault.What, fault.Why, fault.Remedy, fault);
        }
    }

    private Matrix PositionsOf(StreamInfo input, int[] places)
    {
        var positions = new Matrix(places.Length, 3);
        for (var i = 0; i < places.Length; i++)
        {
            var at = PositionOf(input, input.Channels[places[i]]);
            (positions[i, 0], positions[i, 1], positions[i, 2]) = (at.X, at.Y, at.Z);
        }

        return positions;
    }

    private ElectrodePosition PositionOf(StreamInfo input, Channel channel) =>
        channel.Position ?? (ElectrodeName.TryParse(channel.Label.TrimEnd('.'), out var name) ? name.Position
            : throw new PipelineBuildException(
                Name, input.Name, $"channel '{channel.Label}' has no position.", "A spline goes through places on the head.",
                "Name channels by the 10-10 system, give positions, or pick the channels that have them first."));
}
