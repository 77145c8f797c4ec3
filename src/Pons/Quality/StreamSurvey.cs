using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Quality;

/// <summary>One pass over a stream in steps of a second, and a second look at some windows.</summary>
internal sealed class StreamSurvey
{
    /// <summary>Profiles are kept for so many seconds.</summary>
    private const int LongestProfileSeconds = 3600;

    private static readonly string[] TenTwenty =
        ["Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4", "T8", "P7", "P3", "Pz", "P4", "P8", "O1", "O2"];

    private readonly RecordedStream _stream;
    private readonly ChannelSurvey[] _channels;
    private readonly List<double[]> _profile = [];
    private readonly int[] _profiled;

    private StreamSurvey(RecordedStream stream)
    {
        _stream = stream;
        var columns = Math.Max(1, (int)Math.Min(RecordingQuality.ThumbnailColumns, stream.SampleCount));
        _channels = [.. stream.Info.Channels.Select((c, i) => new ChannelSurvey(c, stream.Scales.IsEmpty ? null : stream.Scales[i], stream.SampleCount, columns))];
        var width = stream.Info.ChannelCount;
        _profiled = [.. Enumerable.Range(0, RecordingFingerprint.ChannelCount).Select(k => k * width / RecordingFingerprint.ChannelCount).Distinct()];
    }

    public required StreamQuality Quality { get; init; }

    public required RecordingFingerprint Fingerprint { get; init; }

    public static StreamSurvey Of(RecordedStream stream, CancellationToken cancellation)
    {
        var survey = new StreamSurvey(stream) { Quality = null!, Fingerprint = null! };
        var hash = survey.ReadAll(cancellation);
        var windows = WindowSurvey.Of(stream, cancellation);
        var bridged = windows.BridgedPairs();
        var channels = survey._channels.Select((c, i) => c.Result(
            windows.Mains(i), bridged.Any(p => p.First == stream.Info.Channels[i].Label || p.Second == stream.Info.Channels[i].Label)));
        return new(stream)
        {
            Quality = new(stream.Info.Name, [.. channels], bridged, stream.Info.RateHz, MeasuredRate(stream),
                stream.SampleCount == 0 ? 0 : (double)stream.MissingCount / stream.SampleCount, AbsentPlaces(stream.Info)),
            Fingerprint = new(survey.Changes(), hash),
        };
    }

    private string ReadAll(CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var perSecond = (int)Math.Clamp(Math.Round(_stream.Info.RateHz ?? 100), 1, 1 << 20);
        foreach (var block in _stream.ReadBlocks(perSecond))
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = block.Samples.Span;
            hash.AppendData(MemoryMarshal.AsBytes(rows));
            for (var c = 0; c < _channels.Length; c++) _channels[c].Take(rows, c, _channels.Length, block.FirstSampleIndex, block.SampleCount == perSecond);
            if (block.SampleCount == perSecond && _profile.Count < LongestProfileSeconds)
                _profile.Add([.. _profiled.Select(c => Math.Log(_channels[c].LastVariance + 1e-12))]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private ImmutableArray<ImmutableArray<double>> Changes() =>
        [.. _profile.Zip(_profile.Skip(1), (before, after) => before.Zip(after, (b, a) => a - b).ToImmutableArray())];

    /// <summary>From the stamps of the longest stretch; a file without stamps of its own only repeats the stated rate.</summary>
    private static double? MeasuredRate(RecordedStream stream)
    {
        if (stream.Segments.IsEmpty || stream.Info.RateHz is not { } rate) return null;
        var longest = stream.Segments.MaxBy(s => s.SampleCount)!;
        if (longest.SampleCount < 2) return null;
        var seconds = (stream.TimeOf(longest.EndSampleIndex - 1) - stream.TimeOf(longest.FirstSampleIndex)).Seconds;
        var measured = (longest.SampleCount - 1) / seconds;
        return Math.Abs(measured / rate - 1) < 1e-7 ? null : measured;
    }

    private static ImmutableArray<string> AbsentPlaces(StreamInfo info)
    {
        var labels = info.Channels.Where(c => c.Kind == ChannelKind.Eeg).Select(c => c.Label).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var absent = TenTwenty.Where(p => !labels.Contains(p)).ToImmutableArray();
        return absent.Length == TenTwenty.Length ? [] : absent;
    }
}
