using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>
/// Chooses how each channel of a stream becomes digital numbers. Where the type of the source fits, its scale is taken as it is;
/// otherwise all samples are looked at, up to three times.
/// </summary>
internal sealed class EdfScaleChooser(EdfDialect dialect, EdfRefusal refusal, List<string> warnings, CancellationToken cancellation)
{
    private const int ValuesPerLook = 1 << 16;

    /// <summary>One scaling for each channel.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="labels">Labels of its signals as they are written.</param>
    /// <exception cref="RecordingFormatException">A value is not finite, or beyond what a header can state.</exception>
    public EdfScaling[] Choose(RecordedStream stream, ReadOnlySpan<string> labels)
    {
        var channels = stream.Info.Channels;
        var isSingle = stream.StoredAs == SampleType.Float32;
        var sources = channels.Select((c, k) => SourceOf(stream, k, c)).ToList();
        var found = sources.Select(s => s is not null && Fits(stream.StoredAs) ? EdfScaling.TryMake(s, dialect, isExact: true) : null)
            .ToArray();
        for (var k = 0; k < found.Length; k++)
            if (sources[k] is { Gain: 1, Offset: not 0 } shifted && dialect.ScanOf(labels[k]) is not null)
                (sources[k], found[k]) = (Unshifted(shifted), null);
        if (found.All(f => f is not null)) return found!;
        var units = channels.Select((c, k) => c.Unit == ChannelUnit.Microvolt ? "uV" : sources[k]?.Unit ?? UnitOf(c)).ToList();
        var searches = Look(stream, found, k =>
            sources[k] is { } source ? new(dialect, source, isSingle) : new(dialect, units[k], isSingle));
        Settle(stream, searches, found, isSingle);
        // What the steps of the source do not hold any more, such as a filtered signal, may lie on round ones.
        Settle(stream, Look(stream, found, k => sources[k] is null ? null : new(dialect, units[k], isSingle)), found, isSingle);
        return [.. found.Select((f, k) => f ?? searches[k]?.OfRange() ?? throw refusal.Of(
            $"The values of channel '{channels[k].Label}' exceed what the 8 characters of a limit can state.",
            "They cannot be scaled.", "Give the channel a larger unit."))];
    }

    /// <summary>Takes the scales on steps; those with shifted numbers only when another look shows that they keep every value.</summary>
    private void Settle(RecordedStream stream, EdfScaleSearch?[] searches, EdfScaling?[] found, bool isSingle)
    {
        var candidates = searches.Select((s, k) => found[k] is null ? s?.OnStep() : null).ToArray();
        for (var k = 0; k < found.Length; k++)
            if (candidates[k] is { IsExact: true } exact) (found[k], candidates[k]) = (exact, null);
        if (candidates.All(c => c is null)) return;
        var checks = Look(stream, found, k => candidates[k] is { } candidate ? new(dialect, candidate, isSingle) : null);
        for (var k = 0; k < found.Length; k++)
            if (checks[k] is { HasStep: true }) found[k] = EdfScaling.TryMake(candidates[k]!.Scale, dialect, isExact: true);
    }

    /// <summary>Lets the values of every channel without a scaling pass its search; channels without a search are left out.</summary>
    private EdfScaleSearch?[] Look(RecordedStream stream, EdfScaling?[] found, Func<int, EdfScaleSearch?> searchOf)
    {
        var searches = found.Select((f, k) => f is null ? searchOf(k) : null).ToArray();
        if (searches.All(s => s is null)) return searches;
        var width = stream.Info.ChannelCount;
        var values = new double[Math.Max(1, ValuesPerLook / width) * width];
        foreach (var segment in stream.Segments)
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex; first += values.Length / width)
            {
                cancellation.ThrowIfCancellationRequested();
                var rows = values.AsSpan(0, (int)Math.Min(values.Length / width, segment.EndSampleIndex - first) * width);
                stream.Read(first, rows);
                for (var c = 0; c < width; c++)
                    if (searches[c] is { } search) Add(rows, c, search, stream, first);
            }

        return searches;
    }

    private void Add(ReadOnlySpan<double> rows, int channel, EdfScaleSearch search, RecordedStream stream, long first)
    {
        var width = stream.Info.ChannelCount;
        for (var i = channel; i < rows.Length; i += width)
        {
            if (!double.IsFinite(rows[i])) throw refusal.OfValue(rows[i], first + i / width, stream.Info.Channels[channel]);
            search.Add(rows[i]);
        }
    }

    /// <summary>Where readers look for triggers, the numbers themselves count.</summary>
    private DigitalScale Unshifted(DigitalScale scale) => new(
        dialect.LowestDigital, dialect.HighestDigital, dialect.LowestDigital, dialect.HighestDigital, scale.Unit);

    private bool Fits(SampleType type) => type is SampleType.Int8 or SampleType.UInt8 or SampleType.Int16
        || (dialect.SampleBytes == 3 && type is SampleType.UInt16 or SampleType.Int24);

    private DigitalScale? SourceOf(RecordedStream stream, int channel, Channel info)
    {
        if (stream.Scales.IsEmpty || stream.Scales[channel] is not { IsUsable: true } scale) return null;
        return scale with { Unit = EdfField.Unit(scale.Unit, info.Label, warnings) };
    }

    private string UnitOf(Channel channel) =>
        channel.Unit == ChannelNaming.DigitalUnit ? "" : EdfField.Unit(channel.Unit, channel.Label, warnings);
}
