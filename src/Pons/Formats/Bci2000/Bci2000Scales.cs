using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Bci2000;

/// <summary>Rate, names and scales of the channels, from the parameters.</summary>
internal sealed class Bci2000Scales
{
    private const double SlowestHz = 1e-3, FastestHz = 1e7;

    private Bci2000Scales(double rateHz, ImmutableArray<string> labels, ImmutableArray<DigitalScale> scales) =>
        (RateHz, Labels, Scales) = (rateHz, labels, scales);

    public double RateHz { get; }

    public ImmutableArray<string> Labels { get; }

    public ImmutableArray<DigitalScale> Scales { get; }

    public static Bci2000Scales Of(Bci2000Header header, List<string> warnings)
    {
        var names = header.Parameter("ChannelNames")?.Values ?? [];
        if (!names.IsEmpty && names.Length != header.ChannelCount)
            warnings.Add($"{names.Length} names of channels are given for {header.ChannelCount} channels: the others are numbered.");
        return new(Rate(header),
            [.. Enumerable.Range(0, header.ChannelCount).Select(c => c < names.Length && names[c].Length > 0 ? names[c] : $"Ch{c + 1}")],
            ScalesOf(header, warnings));
    }

    private static double Rate(Bci2000Header header)
    {
        var text = header.Parameter("SamplingRate")?.Text ?? "";
        var (value, unit) = Bci2000Text.Quantity(text);
        var rate = unit.Equals("kHz", StringComparison.OrdinalIgnoreCase) ? value * 1000 : value;
        return rate is >= SlowestHz and <= FastestHz ? rate.Value : throw new RecordingFormatException(header.File, null,
            text.Length == 0 ? "The parameter SamplingRate is missing." : $"The parameter SamplingRate is '{text}'.",
            "The time of every sample follows from it.", "Find the true rate and correct the header.");
    }

    private static ImmutableArray<DigitalScale> ScalesOf(Bci2000Header header, List<string> warnings)
    {
        var gains = header.Parameter("SourceChGain")?.Values ?? [];
        var offsets = header.Parameter("SourceChOffset")?.Values ?? [];
        if (gains.Length < header.ChannelCount)
            warnings.Add($"{gains.Length} gains are given for {header.ChannelCount} channels: the others stay as they are stored, without a unit.");
        return [.. Enumerable.Range(0, header.ChannelCount).Select(c => ScaleOf(header, c < gains.Length ? gains[c] : "0",
            c < offsets.Length ? offsets[c] : "0"))];
    }

    /// <summary>A gain without a unit is in microvolts.</summary>
    private static DigitalScale ScaleOf(Bci2000Header header, string gainText, string offsetText)
    {
        var (gain, unit) = Bci2000Text.Quantity(gainText);
        var offset = Bci2000Text.Quantity(offsetText).Value ?? 0;
        var (least, most) = header.SampleType switch
        {
            SampleType.Int16 => (short.MinValue, short.MaxValue),
            SampleType.Int32 => (int.MinValue, (double)int.MaxValue),
            _ => (-1, 1),
        };
        return new(Product(least - offset, gain ?? 0), Product(most - offset, gain ?? 0), least, most, unit.Length == 0 ? "uV" : unit);
    }

    /// <summary>The line of each channel into the units of Pons. The limits of 32-bit numbers are too wide to give it back exactly.</summary>
    public static ImmutableArray<(double Gain, double Offset)> Lines(Bci2000Header header, ImmutableArray<DigitalScale> scales)
    {
        var offsets = header.Parameter("SourceChOffset")?.Values ?? [];
        return [.. scales.Select((s, c) => !s.IsUsable ? (1, 0)
            : (s.Gain, -Product(s.Gain, c < offsets.Length ? Bci2000Text.Quantity(offsets[c]).Value ?? 0 : 0)))];
    }

    /// <summary>In decimal, as the header is written.</summary>
    private static double Product(double a, double b) =>
        Math.Abs(a) < 1e12 && Math.Abs(b) < 1e12 ? (double)((decimal)a * (decimal)b) : a * b;
}
