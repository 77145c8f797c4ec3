using System.Text.Json;
using Pons.Formats;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

/// <summary>Every sample recording against what other tools read from it; see bench/peers/recordings.py.</summary>
public sealed class RecordingTableTests
{
    private static readonly JsonElement Files = ReferenceFile.Document("recordings").RootElement.GetProperty("files");

    public static TheoryData<string> Names => [.. SampleRecordings.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Recording_holds_what_other_tools_read(string name)
    {
        var expected = Files.GetProperty(name);
        var path = RecordedData.PathOf(name);
        if (expected.TryGetProperty("refused", out _))
        {
            Assert.Throws<RecordingFormatException>(() => Recording.Open(path));
            return;
        }

        using var recording = Open(path);
        if (expected.TryGetProperty("markers", out var markers) && markers.ValueKind == JsonValueKind.Number)
            Assert.Equal(markers.GetInt32(), recording.Markers.Length);
        var streams = expected.GetProperty("streams").EnumerateArray().ToList();
        if (!Flag(expected, "firstStreamOnly") && !Flag(expected, "noSamples")) Assert.Equal(streams.Count, recording.Streams.Length);
        foreach (var (stream, want) in recording.Streams.Zip(streams)) AssertSame(stream, want, Flag(expected, "anyRate"), Tolerance(expected));
    }

    private static Recording Open(string path)
    {
        var format = RecordingFormat.Of(path);
        Assert.SkipWhen(format.UnavailableBecause is not null, format.UnavailableBecause ?? "");
        return format.Open(path);
    }

    private static bool Flag(JsonElement entry, string name) => entry.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static double Tolerance(JsonElement entry) => entry.TryGetProperty("tolerance", out var tolerance) ? tolerance.GetDouble() : 1e-5;

    private static void AssertSame(RecordedStream stream, JsonElement want, bool anyRate, double tolerance)
    {
        Assert.Equal(want.GetProperty("channels").GetInt32(), stream.Info.ChannelCount);
        Assert.Equal(want.GetProperty("samples").GetInt64(), stream.StoredCount);
        if (!anyRate)
        {
            Assert.Equal(want.GetProperty("rateHz").ValueKind == JsonValueKind.Null, stream.Info.RateHz is null);
            if (stream.Info.RateHz is { } rate) Assert.Equal(1, rate / want.GetProperty("rateHz").GetDouble(), 1e-3);
        }

        var statistics = ChannelStatistics.Of(stream);
        for (var c = 0; c < statistics.Length; c++)
        {
            if (want.GetProperty("mean")[c].ValueKind == JsonValueKind.Null) continue;
            var (mean, std) = (want.GetProperty("mean")[c].GetDouble(), want.GetProperty("std")[c].GetDouble());
            var allowed = tolerance * (std + Math.Abs(mean)) + 1e-12;
            Assert.True(Math.Abs(statistics[c].Mean - mean) <= allowed && Math.Abs(statistics[c].StandardDeviation - std) <= allowed,
                $"{stream.Info.Channels[c].Label}: {statistics[c].Mean} ± {statistics[c].StandardDeviation} instead of {mean} ± {std}");
        }
    }
}
