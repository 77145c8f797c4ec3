using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Decoding;

/// <summary>Trials of one shape: the same channels, rate and length. Immutable; order is the order of cutting.</summary>
public sealed class TrialSet
{
    /// <summary>Makes a set.</summary>
    /// <param name="stream">The stream that the trials were cut from, after all stages.</param>
    /// <param name="trials">The trials; may be empty.</param>
    /// <exception cref="ArgumentException">Trials differ in shape, or do not have the stream's channels.</exception>
    public TrialSet(StreamInfo stream, ImmutableArray<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Stream = stream;
        Trials = trials;
        Classes = [.. trials.Where(t => t.Label is not null).Select(t => t.Label!.Value).Distinct().Order()];
        foreach (var trial in trials)
            if (trial.ChannelCount != stream.ChannelCount || trial.SampleCount != trials[0].SampleCount)
                throw new ArgumentException(
                    $"A trial of {trial.ChannelCount} × {trial.SampleCount} does not fit into a set of "
                    + $"{stream.ChannelCount} × {trials[0].SampleCount}.", nameof(trials));
    }

    /// <summary>The stream that the trials were cut from, after all stages.</summary>
    public StreamInfo Stream { get; }

    /// <summary>The trials in the order of cutting.</summary>
    public ImmutableArray<Trial> Trials { get; }

    /// <summary>The classes that occur, in ordinal order of their names.</summary>
    public ImmutableArray<ClassLabel> Classes { get; }

    /// <summary>The number of trials.</summary>
    public int Count => Trials.Length;

    /// <summary>The number of samples of each trial; 0 for an empty set.</summary>
    public int SampleCount => Trials.IsEmpty ? 0 : Trials[0].SampleCount;

    /// <summary>The trials at these places, in that order.</summary>
    public TrialSet Select(IEnumerable<int> indices) => new(Stream, [.. indices.Select(i => Trials[i])]);

    /// <summary>All trials of several sets over equal channels and rate, one set after the other.</summary>
    /// <exception cref="ArgumentException">No set, or sets whose channels or rate differ.</exception>
    public static TrialSet Concat(IReadOnlyList<TrialSet> sets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sets.Count);
        foreach (var set in sets)
            if (set.Stream.RateHz != sets[0].Stream.RateHz || !set.Stream.Channels.SequenceEqual(sets[0].Stream.Channels))
                throw new ArgumentException($"'{set.Stream.Name}' and '{sets[0].Stream.Name}' differ in channels or rate.", nameof(sets));
        return new(sets[0].Stream, [.. sets.SelectMany(s => s.Trials)]);
    }
}
