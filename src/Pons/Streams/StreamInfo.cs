using System.Collections.Immutable;

namespace Pons.Streams;

/// <summary>What a stream of samples is: everything that a stage must know before the first sample. Immutable.</summary>
public sealed record StreamInfo
{
    /// <summary>Describes a stream.</summary>
    /// <param name="name">Name of the stream.</param>
    /// <param name="channels">Its channels in the order of the samples; at least one.</param>
    /// <param name="rateHz">Samples per second, or <see langword="null"/> when the samples come irregularly.</param>
    /// <param name="clock">The clock that its times are read from.</param>
    /// <exception cref="ArgumentException">No channel, or a rate that is not a positive number.</exception>
    public StreamInfo(string name, ImmutableArray<Channel> channels, double? rateHz, ClockId clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (channels.IsDefaultOrEmpty) throw new ArgumentException("A stream has at least one channel.", nameof(channels));
        if (rateHz is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentException($"A sampling rate is positive and finite, not {rate}.", nameof(rateHz));
        Name = name;
        Channels = channels;
        RateHz = rateHz;
        Clock = clock;
    }

    /// <summary>Name of the stream.</summary>
    public string Name { get; init; }

    /// <summary>Channels in the order of the samples.</summary>
    public ImmutableArray<Channel> Channels { get; init; }

    /// <summary>Nominal samples per second; <see langword="null"/> when irregular.</summary>
    public double? RateHz { get; init; }

    /// <summary>The clock that the times of its blocks are read from.</summary>
    public ClockId Clock { get; init; }

    /// <summary>How far the samples lag behind what was measured, by all stages so far, in seconds.</summary>
    public double DelaySeconds { get; init; }

    /// <summary>The number of channels.</summary>
    public int ChannelCount => Channels.Length;

    /// <summary>Two descriptions are equal when every part is, channels in order.</summary>
    public bool Equals(StreamInfo? other) =>
        other is not null && Name == other.Name && RateHz == other.RateHz && Clock == other.Clock
        && DelaySeconds.Equals(other.DelaySeconds) && Channels.SequenceEqual(other.Channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, RateHz, Clock, Channels.Length, Channels[0]);
}
