using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Egi;

/// <summary>The start of a recording, and the unit in which the folder counts time from it: microseconds, in older versions
/// nanoseconds.</summary>
internal sealed class EgiMffClock
{
    private const int NanosecondDigits = 9;

    private readonly DateTimeOffset? _start;
    private readonly double _secondsPerTick;

    public EgiMffClock(XElement? info, List<string> warnings)
    {
        var text = EgiMffXml.Text(info, "recordTime");
        _secondsPerTick = FractionDigits(text) == NanosecondDigits ? 1e-9 : 1e-6;
        _start = Parse(text);
        if (_start is null) warnings.Add(text.Length == 0 ? "The folder does not say when the recording began."
            : $"'{text}' is no date and time: the start is taken as unknown.");
    }

    /// <summary>When the recording began, by the wall clock of the room.</summary>
    public DateTime? Start => _start?.DateTime;

    /// <summary>Difference to universal time in the words of the folder; empty when not stated.</summary>
    public string Offset => _start is { } start
        ? start.Offset.ToString(start.Offset < TimeSpan.Zero ? @"\-hh\:mm" : @"\+hh\:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>A number of the folder as a time; null beyond a century.</summary>
    public Duration? FromTicks(double ticks) =>
        RecordingTimeline.IsTime(ticks * _secondsPerTick) ? Duration.FromSeconds(ticks * _secondsPerTick) : null;

    /// <summary>A date as a time since the start; null when it is none, or the start is unknown.</summary>
    public Duration? Since(string date) => _start is { } start && Parse(date) is { } time
        && RecordingTimeline.IsTime((time - start).TotalSeconds)
        ? Duration.FromSeconds((time - start).TotalSeconds) : null;

    private static int FractionDigits(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? 0 : text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') is >= 0 and var digits ? digits : text.Length - dot - 1;
    }

    /// <summary>More than seven decimals are cut: a tick of a hundred nanoseconds is less than any sample takes.</summary>
    private static DateTimeOffset? Parse(string text)
    {
        var digits = FractionDigits(text);
        if (digits > 7) text = text.Remove(text.IndexOf('.', StringComparison.Ordinal) + 8, digits - 7);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
