using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Fif;

/// <summary>The measurement information of a recording: channels, rate, time and place.</summary>
internal sealed class FifInfo
{
    private const double FastestHz = 1e7, SlowestHz = 1e-6;
    private const int LeastTime = -2_145_916_800;

    private readonly FifPart _part;
    private readonly FifBlock _info;

    private FifInfo(FifPart part, FifBlock info, List<string> warnings)
    {
        (_part, _info) = (part, info);
        Channels = ReadChannels();
        RateHz = ReadRate();
        Places = new(Channels, warnings);
        (HighPassHz, LowPassHz) = (part.Values.Number(info.Tag(FifKind.HighPass)), part.Values.Number(info.Tag(FifKind.LowPass)));
        StreamChannels = NameChannels(warnings);
    }

    public ImmutableArray<FifChannel> Channels { get; }

    /// <summary>The channels as a stream has them: canonical names, units of Pons.</summary>
    public ImmutableArray<Channel> StreamChannels { get; }

    public FifPlaces Places { get; }

    public double RateHz { get; }

    public double? HighPassHz { get; }

    public double? LowPassHz { get; }

    /// <summary>When the acquisition was started, in seconds of UTC since 1970; <see langword="null"/> when not stated.</summary>
    public double? StartSeconds => DateOf(_info.Tag(FifKind.MeasurementDate));

    public static FifInfo Of(FifPart part, List<string> warnings) =>
        part.Tree.Root.First(FifBlock.MeasurementInfo) is { } info ? new(part, info, warnings)
        : throw Fault(part, null, "There are samples, but no measurement information.", "Without it, nothing is known of the channels.");

    public IEnumerable<FifPoint> Points()
    {
        foreach (var tag in _info.All(FifBlock.Digitised).SelectMany(b => b.Tags).Where(t => t.Kind == FifKind.DigitisedPoint && t.Size >= 20))
        {
            var bytes = _part.Values.Bytes(tag);
            float Metres(int at) => BinaryPrimitives.ReadSingleBigEndian(bytes.AsSpan(at));
            yield return new(BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)), Metres(8), Metres(12),
                Metres(16));
        }
    }

    public ImmutableArray<string> BadChannels() =>
        _info.First(FifBlock.BadChannels)?.Tag(FifKind.ChannelNames) is { } tag
            ? [.. _part.Values.Text(tag).Split(':', StringSplitOptions.RemoveEmptyEntries)] : [];

    public RecordedChannel Detail(int channel)
    {
        var source = Channels[channel];
        var isSignal = !source.IsStimulus;
        return new()
        {
            SourceLabel = source.Label,
            HighPassHz = isSignal ? HighPassHz : null,
            LowPassHz = isSignal ? LowPassHz : null,
            Sensor = source.StreamKind == ChannelKind.Meg ? string.Create(CultureInfo.InvariantCulture, $"coil type {source.Coil}") : "",
            LocationMetres = Places.Metres(channel),
        };
    }

    /// <summary>The wall-clock time of a sample that many seconds after the start; in UTC unless the file states the offset of its place.</summary>
    public DateTime? WallClock(double seconds)
    {
        if (StartSeconds is not { } start) return null;
        var utc = DateTime.UnixEpoch.AddTicks((long)Math.Round((start + seconds) * TimeSpan.TicksPerSecond));
        if (_info.Tag(FifKind.UtcOffset) is not { } tag) return utc;
        var text = _part.Values.Text(tag).Replace("UTC", "", StringComparison.Ordinal).TrimStart('+');
        var isOffset = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var offset) && offset.Duration() < TimeSpan.FromHours(15);
        return isOffset ? DateTime.SpecifyKind(utc + offset, DateTimeKind.Unspecified) : utc;
    }

    /// <summary>Seconds since 1970 of a tag that holds seconds, or seconds and microseconds.</summary>
    public double? DateOf(FifTag? tag)
    {
        if (tag is not { } stated || _part.Values.Numbers(stated) is not [var seconds, .. var rest]) return null;
        // Programs that must write a date and have none write the smallest number.
        if (!double.IsFinite(seconds) || seconds <= LeastTime || seconds == 0 || seconds > 1e11) return null;
        return seconds + (rest is [> 0 and < 1e6 and var micro] ? micro * 1e-6 : 0);
    }

    private ImmutableArray<FifChannel> ReadChannels()
    {
        var tags = _info.Tags.Where(t => t.Kind == FifKind.Channel).ToList();
        if (tags.FindIndex(t => t.Size < FifChannel.Bytes) is >= 0 and var shorter)
            throw Fault(_part, tags[shorter].Position, $"A channel is described in {tags[shorter].Size} bytes; {FifChannel.Bytes} were expected.",
                "Its scale and name stand there.");
        var channels = tags.Select(t => FifChannel.Of(_part.Values.Bytes(t))).ToList();
        if (_part.Values.Number(_info.Tag(FifKind.ChannelCount)) is { } count && count != channels.Count)
            throw Fault(_part, _info.Tag(FifKind.ChannelCount)!.Value.Position,
                $"The number of channels is {count}, but {channels.Count} are described.", "A sample has one number for each channel.");
        if (channels.Count == 0) throw Fault(_part, null, "No channel is described.", "What the numbers mean is unknown.");
        var blocks = _info.Blocks.Where(b => b.Kind == FifBlock.ChannelInfo).ToList();
        return blocks.Count == channels.Count ? [.. channels.Zip(blocks, Extend)] : [.. channels];
    }

    /// <summary>Labels longer than 15 letters, and whatever else the fixed structure has no room for, stand in a block of their own.</summary>
    private FifChannel Extend(FifChannel channel, FifBlock block)
    {
        double? Number(int kind) => _part.Values.Number(block.Tag(kind));
        static double Meant(double number) => FifChannel.Meant((float)number);
        return channel with
        {
            Label = block.Tag(FifKind.ChannelName) is { } tag ? _part.Values.Text(tag) : channel.Label,
            Kind = (int)(Number(FifKind.ChannelKind) ?? channel.Kind),
            Range = Number(FifKind.ChannelRange) is { } range ? Meant(range) : channel.Range,
            Calibration = Number(FifKind.ChannelCalibration) is { } step ? Meant(step) : channel.Calibration,
            Coil = (int)(Number(FifKind.ChannelCoil) ?? channel.Coil),
            Place = block.Tag(FifKind.ChannelPlace) is { } place && _part.Values.Numbers(place) is { Length: >= 12 } numbers
                ? numbers[..12] : channel.Place,
            Unit = (int)(Number(FifKind.ChannelUnit) ?? channel.Unit),
            UnitPower = (int)(Number(FifKind.ChannelUnitPower) ?? channel.UnitPower),
        };
    }

    private double ReadRate()
    {
        var tag = _info.Tag(FifKind.Rate);
        var rate = _part.Values.Number(tag);
        return rate is >= SlowestHz and <= FastestHz ? rate.Value : throw Fault(_part, tag?.Position,
            rate is null ? "The sampling rate is not stated." : string.Create(CultureInfo.InvariantCulture, $"The sampling rate is {rate} Hz."),
            "The time of every sample follows from it.");
    }

    private ImmutableArray<Channel> NameChannels(List<string> warnings)
    {
        var unusable = Channels.Where(c => !double.IsNormal(c.Step)).ToList();
        if (unusable.Count > 0)
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"Channel '{unusable[0].Label}' and {unusable.Count - 1} more have the ")
                + string.Create(CultureInfo.InvariantCulture, $"range {unusable[0].Range} and the calibration {unusable[0].Calibration}: ")
                + "they fix no scale, so the values stay as they are stored, without a unit.");
        var named = ChannelNaming.Channels([.. Channels.Select(c => (c.Label, ScaleOf(c, 0, 1)))], warnings);
        return [.. named.Select((channel, i) => channel with
        {
            Kind = Channels[i].StreamKind,
            Position = Channels[i].IsElectrode ? Places.Direction(i) ?? channel.Position : null,
        })];
    }

    /// <summary>The line of a channel, through the values of two stored numbers.</summary>
    public static DigitalScale ScaleOf(FifChannel channel, double least, double most) =>
        new(least * channel.Step, most * channel.Step, least, most, channel.UnitText);

    private static RecordingFormatException Fault(FifPart part, long? at, string what, string why) =>
        new(part.Name, at, what, why, "Export the recording again.");
}
