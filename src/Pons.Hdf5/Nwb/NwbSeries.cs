using System.Collections.Immutable;
using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;
using Pons.Streams;

namespace Pons.Hdf5.Nwb;

/// <summary>A time series in the making of a stream (nwb.base, TimeSeries; nwb.ecephys, ElectricalSeries).</summary>
internal sealed record NwbSeries(StreamInfo Info, Hdf5Samples Samples, Hdf5Times Times)
{
    private const int MostChannels = 1 << 16;

    /// <summary>Types whose values are marks on the time axis and not samples.</summary>
    public static bool IsMarks(Hdf5Group series) => series.Text("neurodata_type") is "AnnotationSeries" or "IntervalSeries";

    /// <summary>Whether a group is a time series: by its type, or by what it holds where the file's types are extensions.</summary>
    public static bool IsSeries(Hdf5Group group) => group.Text("neurodata_type") is "TimeSeries" or "IndexSeries"
        || (group.Text("neurodata_type") is { } type && type.EndsWith("Series", StringComparison.Ordinal))
        || (group.Dataset("data") is not null && (group.Dataset("timestamps") ?? group.Dataset("starting_time")) is not null);

    /// <summary>The stream that a series is; null when it is none, and then it is said what it is.</summary>
    public static NwbSeries? Read(Hdf5Group series, NwbElectrodes electrodes, ClockId clock, List<string> warnings, List<HeaderField> unread)
    {
        if (IsMarks(series)) return null;
        WarnOfFrames(series, warnings);
        if (series.Dataset("data") is not { } data)
        {
            warnings.Add($"{series.Path}: the required data set 'data' is missing; the series is left out.");
            return null;
        }

        if (data.StoredAs is null || data.IsOutOfReach || data.Shape.Lengths is not ([_] or [_, >= 1 and <= MostChannels]))
        {
            unread.Add(new(series.Path.TrimStart('/'), $"({data.Shape} {data.Class.ToString().ToLowerInvariant()}: no signal of channels; not read)"));
            return null;
        }

        var width = data.Shape.Lengths is [_, var columns] ? (int)columns : 1;
        if (TimesOf(series, data.Shape.Lengths[0], warnings) is not { } times) return null;
        var unit = UnitOf(series, data, warnings);
        var channels = ChannelsOf(series, width, electrodes, unit);
        var info = new StreamInfo(NameOf(series), [.. channels.Select(c => c.Channel)], times.RateHz, clock);
        return new(info, SamplesOf(series, data, unit, channels), times);
    }

    /// <summary>The path without the folder that all series of one kind share.</summary>
    private static string NameOf(Hdf5Group series) => series.Path.TrimStart('/') switch
    {
        var path when path.StartsWith("acquisition/", StringComparison.Ordinal) => path["acquisition/".Length..],
        var path => path,
    };

    private static void WarnOfFrames(Hdf5Group series, List<string> warnings)
    {
        if (series.Dataset("external_file") is { } files && files.Numbers("starting_frame") is { } frames && frames.Length != files.Shape.Count)
            warnings.Add($"{series.Path}: 'starting_frame' has {frames.Length} values and 'external_file' has {files.Shape.Count}; they should be as many.");
    }

    private static string UnitOf(Hdf5Group series, Hdf5Dataset data, List<string> warnings)
    {
        var unit = data.Text("unit");
        if (unit is null) warnings.Add($"{series.Path}: the required attribute 'unit' of 'data' is missing; the values stay without a unit.");
        return unit?.Trim() switch
        {
            "volts" or "Volts" or "volt" or "Volt" => "V",
            null or "unknown" or "n.a." or "no unit" => "",
            var other => other,
        };
    }

    private static Hdf5Times? TimesOf(Hdf5Group series, long count, List<string> warnings)
    {
        if (series.Dataset("starting_time") is { } start)
        {
            if (start.Number("rate") is > 0 and var rate && double.IsFinite(rate) && start.Numbers() is [var seconds] && double.IsFinite(seconds))
                return Hdf5Times.AtRate(rate, seconds, count);
            warnings.Add($"{series.Path}: 'starting_time' has no attribute 'rate'; the series is left out.");
            return null;
        }

        if (series.Dataset("timestamps") is { StoredAs: not null, IsOutOfReach: false, Shape.Lengths: [var length] } times && length >= count)
            return Hdf5Times.At(times, count, 1);
        warnings.Add($"{series.Path}: there are neither 'timestamps' for its {count} samples nor a 'starting_time'; the series is left out.");
        return null;
    }

    private static ImmutableArray<(Channel Channel, RecordedChannel Detail)> ChannelsOf(Hdf5Group series, int width, NwbElectrodes electrodes, string unit)
    {
        var isElectrical = series.Dataset("electrodes") is not null || series.Text("neurodata_type") == "ElectricalSeries";
        var rows = series.Dataset("electrodes")?.Numbers() ?? [];
        var labels = Enumerable.Range(0, width).Select(i => isElectrical && i < rows.Length ? electrodes.LabelOf((long)rows[i])
            : width == 1 ? series.Name : string.Create(CultureInfo.InvariantCulture, $"{series.Name} {i + 1}"));
        var named = ChannelNaming.Channels([.. labels.Select(l => (l, new DigitalScale(0, 1, 0, 1, unit)))], []);
        return [.. named.Select((channel, i) =>
        {
            var detail = isElectrical && i < rows.Length ? electrodes.DetailOf((long)rows[i], channel.Label) : new();
            // An electrode of this format lies in the brain unless it has a name of the scalp.
            return (isElectrical && channel.Kind == ChannelKind.Unknown ? channel with { Kind = ChannelKind.Ieeg } : channel, detail);
        })];
    }

    /// <summary>Values in the stated unit are data × conversion (× that of the channel) + offset.</summary>
    private static Hdf5Samples SamplesOf(Hdf5Group series, Hdf5Dataset data, string unit, ImmutableArray<(Channel Channel, RecordedChannel Detail)> channels)
    {
        var conversion = data.Number("conversion") is { } stated && double.IsFinite(stated) && stated != 0 ? stated : 1;
        var offset = data.Number("offset") is { } zero && double.IsFinite(zero) ? zero : 0;
        var own = series.Dataset("channel_conversion")?.Numbers() is { } each && each.Length == channels.Length ? each : null;
        var factor = ChannelUnit.Of(unit).Factor;
        var gains = channels.Select((_, i) => conversion * (own is null ? 1 : own[i])).ToImmutableArray();
        var details = channels.Select(c => c.Detail).ToImmutableArray();
        if (ScalesOf(data.StoredAs!.Value, gains, offset, unit) is { IsEmpty: false } scales)
            return new(data, [.. scales.Select(s => s.Gain)], [.. scales.Select(s => s.Offset)], scales, details);
        return gains.All(g => g * factor == 1) && offset == 0
            ? new(data, [], [], [], details)
            : new(data, [.. gains.Select(g => g * factor)], [.. gains.Select(_ => offset * factor)], [], details);
    }

    /// <summary>Whole numbers keep the line that they stand for.</summary>
    private static ImmutableArray<DigitalScale> ScalesOf(SampleType type, ImmutableArray<double> gains, double offset, string unit)
    {
        var (low, high) = type switch
        {
            SampleType.Int8 => (-128.0, 127.0),
            SampleType.UInt8 => (0, 255),
            SampleType.Int16 => (-32768, 32767),
            SampleType.UInt16 => (0, 65535),
            SampleType.Int32 => (int.MinValue, int.MaxValue),
            _ => (0, 0),
        };
        if (high == 0) return [];
        var scales = gains.Select(g => new DigitalScale(low * g + offset, high * g + offset, low, high, unit)).ToImmutableArray();
        return scales.All(s => s.IsUsable) ? scales : [];
    }
}
