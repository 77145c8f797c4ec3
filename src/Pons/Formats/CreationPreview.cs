using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>What a format would lose of a recording, said before anything is written.</summary>
/// <param name="HoldsSamples">Whether every stored sample can read back as the very same number; <see langword="null"/> when only
/// the values themselves decide.</param>
/// <param name="Losses">What cannot be kept, each a sentence; empty when nothing is lost.</param>
public sealed record CreationPreview(bool? HoldsSamples, ImmutableArray<string> Losses)
{
    /// <summary>Compares what a recording has with what a format can hold.</summary>
    /// <param name="formatName">Name of the format for the sentences.</param>
    /// <param name="capabilities">What the format can hold.</param>
    /// <param name="content">The recording; its samples are not read.</param>
    /// <param name="options">How it would be written.</param>
    public static CreationPreview Of(string formatName, FormatCapabilities capabilities, Recording content, CreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        var holds = content.Streams.Select(s => HoldsSamplesOf(s, capabilities, options)).ToList();
        var losses = StreamLosses(capabilities, content).Concat(MarkerLosses(capabilities, content))
            .Concat(ChannelLosses(capabilities, content)).Concat(HeaderLosses(capabilities, content));
        return new(holds.Contains(false) ? false : holds.Contains(null) ? null : true, [.. losses.Select(l => $"{formatName} {l}")]);
    }

    private static bool? HoldsSamplesOf(RecordedStream stream, FormatCapabilities capabilities, CreationOptions options)
    {
        var targets = options.SampleType is { } chosen ? [chosen] : capabilities.SampleTypes;
        if (targets.Any(t => Holds(t, stream, capabilities))) return true;
        // A measured value may still lie on a step that the target's numbers can count.
        return targets.Any(IsInteger) ? null : false;
    }

    private static bool Holds(SampleType target, RecordedStream stream, FormatCapabilities capabilities)
    {
        var source = stream.StoredAs;
        if (target is SampleType.Text or SampleType.Float64) return true;
        if (target == SampleType.Float32) return source == SampleType.Float32 || (IsInteger(source) && Bits(source) <= 24);
        return IsInteger(source) && !stream.Scales.IsEmpty && capabilities.HoldsScales && Fits(source, target);
    }

    private static bool Fits(SampleType source, SampleType target) =>
        IsSigned(source) == IsSigned(target) ? Bits(source) <= Bits(target) : !IsSigned(source) && Bits(source) < Bits(target);

    private static bool IsInteger(SampleType type) => type < SampleType.Float32;

    private static bool IsSigned(SampleType type) =>
        type is SampleType.Int8 or SampleType.Int16 or SampleType.Int24 or SampleType.Int32 or SampleType.Int64;

    private static int Bits(SampleType type) => type switch
    {
        SampleType.Int8 or SampleType.UInt8 => 8,
        SampleType.Int16 or SampleType.UInt16 => 16,
        SampleType.Int24 or SampleType.UInt24 => 24,
        SampleType.Int32 or SampleType.UInt32 or SampleType.Float32 => 32,
        _ => 64,
    };

    private static IEnumerable<string> StreamLosses(FormatCapabilities capabilities, Recording content)
    {
        if (!capabilities.HoldsSeveralRates && content.Streams.Select(s => s.Info.RateHz).Distinct().Count() is > 1 and var rates)
            yield return $"holds one rate; the recording has {rates} streams of different rates.";
        foreach (var stream in content.Streams.Where(s => s.Info.RateHz is null && !capabilities.HoldsIrregularStreams))
            yield return $"needs a fixed rate; stream '{stream.Info.Name}' has none.";
        if (!capabilities.HoldsGaps && content.Streams.Sum(s => s.MissingCount) is > 0 and var missing)
            yield return string.Create(CultureInfo.InvariantCulture, $"holds no gaps; {missing:N0} samples are missing in the recording.");
    }

    private static IEnumerable<string> MarkerLosses(FormatCapabilities capabilities, Recording content)
    {
        if (content.Markers.IsEmpty) yield break;
        if (!capabilities.HoldsMarkers)
        {
            yield return $"holds no markers; the recording has {content.Markers.Length}.";
            yield break;
        }

        if (!capabilities.HoldsMarkerLengths && content.Markers.Count(m => m.Length is not null) is > 0 and var lengths)
            yield return $"holds no length of a marker; {lengths} markers have one.";
        if (capabilities.MarkerStepSeconds is null && content.Markers.Count(m => !IsAtSample(m, content)) is > 0 and var between)
            yield return $"places a marker at a sample; {between} markers lie between two and move to the nearest.";
    }

    private static bool IsAtSample(RecordedMarker marker, Recording content)
    {
        var rates = content.Streams.Select(s => s.Info.RateHz).OfType<double>().ToList();
        if (rates.Count == 0) return true;
        var samples = marker.Onset.Nanoseconds * 1e-9 * rates.Max();
        return Math.Abs(samples - Math.Round(samples)) <= 1e-9 * rates.Max() + 1e-9;
    }

    private static IEnumerable<string> ChannelLosses(FormatCapabilities capabilities, Recording content)
    {
        var channels = content.Streams.SelectMany(s => s.Info.Channels).ToList();
        var details = content.Streams.SelectMany(s => s.Details).ToList();
        if (!capabilities.HoldsChannels && channels.Count > 0) yield return "holds no labels and units of channels.";
        else if (!capabilities.HoldsKinds && channels.Count(c => c.Kind is not Streams.ChannelKind.Eeg and not Streams.ChannelKind.Unknown) is > 0 and var kinds)
            yield return $"holds no kind of a channel; {kinds} channels are neither EEG nor of unknown kind, and theirs is guessed from the label.";
        if (!capabilities.HoldsPositions && details.Count(d => d.LocationMetres is not null) is > 0 and var places)
            yield return $"holds no places of electrodes; {places} channels have one.";
        if (!capabilities.HoldsImpedances && details.Count(d => d.ImpedanceOhms is not null) is > 0 and var impedances)
            yield return $"holds no impedances; {impedances} channels have one.";
        if (!capabilities.HoldsFilters && details.Count(d => d.Filtering.Length > 0 || d.HighPassHz is not null || d.LowPassHz is not null) is > 0 and var filters)
            yield return $"holds no recording filters; {filters} channels state them.";
    }

    private static IEnumerable<string> HeaderLosses(FormatCapabilities capabilities, Recording content)
    {
        if (!capabilities.HoldsStartTime && content.Header.StartTime is not null) yield return "holds no time of the start.";
        if (!capabilities.HoldsSubject && content.Header.Subject.Length > 0) yield return "holds nothing about the person; the recording does.";
    }
}
