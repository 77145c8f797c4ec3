using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Pons.Devices;
using Pons.Server.Live;

namespace Pons.Server.Devices;

/// <summary>The devices as JSON; docs/reference/devices-api.md is its specification.</summary>
internal static class DeviceJson
{
    /// <summary>The protocols that a person may choose from.</summary>
    public static object Protocols() => DeviceProtocol.All.Select(p => new
    {
        p.Name,
        p.Title,
        p.Example,
        Options = p.Options.Select(o => new { o.Name, o.Meaning }),
    });

    public static object Found(FoundDevice device) =>
        new { Address = device.Address.ToString(), device.Name, device.Type, Channels = device.ChannelCount, device.RateHz, device.Detail };

    /// <summary>The connected devices, and the recording of them, as one message of the stream.</summary>
    public static LiveMessage Message(DeviceDesk desk) => new(
        JsonSerializer.SerializeToUtf8Bytes(
            new { Type = "devices", Devices = desk.Devices.Select(Device), Recording = desk.Recording?.Describe() }, LiveJson.Options),
        IsBinary: false, IsKept: false);

    public static object Device(ConnectedDevice device)
    {
        var (counts, watch, stream) = (device.Link.Counts, device.Watch, device.Watch.Stream);
        return new
        {
            device.Id,
            Address = device.Link.Address.ToString(),
            Protocol = device.Link.Address.Protocol,
            device.Title,
            Name = stream?.Info.Name,
            device.IsEmulated,
            IsPlugged = device.Emulated?.IsPlugged ?? true,
            device.IsShown,
            device.Link.State,
            Problem = device.Fault is { } fault ? ProblemMessage.Of(fault) : null,
            stream?.Info.RateHz,
            counts.Received,
            counts.Missing,
            counts.Late,
            GapCount = counts.Gaps,
            counts.Reconnections,
            counts.GarbageBytes,
            watch.Gaps,
            watch.Notices,
            Clock = stream is not null && ClockReading.Of(device.Link, stream.Info) is { } clock ? ClockOf(clock) : null,
            Channels = stream is null ? [] : ChannelsOf(stream, watch.Quality),
        };
    }

    private static object ClockOf(ClockReading clock) => new
    {
        clock.Verdict?.Grade,
        Reasons = clock.Verdict?.Reasons.Select(r => new { r.Code, r.Values }) ?? [],
        clock.WarmUpShare,
        clock.DriftPpm,
        UncertaintyMilliseconds = clock.Uncertainty.Milliseconds,
        clock.MeasuredHz,
        clock.Restarts,
    };

    private static IEnumerable<object> ChannelsOf(DeviceStream stream, ChannelCondition[]? quality)
    {
        var impedances = Impedances(stream);
        return stream.Info.Channels.Select((channel, c) => new
        {
            channel.Label,
            channel.Unit,
            Verdict = quality?[c].Verdict,
            Rms = Rounded(quality?[c].Rms),
            PeakToPeak = Rounded(quality?[c].PeakToPeak),
            MainsShare = Rounded(quality?[c].MainsShare),
            ImpedanceKilohms = c < impedances.Length ? impedances[c] : null,
        });
    }

    /// <summary>Figures of a display: three significant digits are enough, and make a message half as long.</summary>
    private static double? Rounded(double? value) =>
        value is { } v ? double.Parse(v.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    /// <summary>Impedances as the Lab Streaming Layer's meta data state them, in kilohms; empty when the device does not say.</summary>
    private static double?[] Impedances(DeviceStream stream) =>
        [.. stream.Description?.Descendants("channel").Select(c => Number(c.Element("impedance"))) ?? []];

    private static double? Number(XElement? element) =>
        double.TryParse(element?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
