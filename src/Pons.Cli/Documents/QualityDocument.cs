using Pons.Quality;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons info --quality --json</c> prints; docs/reference/json/quality.schema.json.</summary>
internal sealed record QualityDocument(
    IReadOnlyList<QualityDocument.MeasuredFile> Recordings, IReadOnlyList<QualityDocument.Pair> Duplicates, IReadOnlyList<string> LeftOut)
{
    internal sealed record MeasuredFile(
        string Path, double DurationSeconds, int Gaps, double MissingSeconds, double SoundShare, IReadOnlyList<MeasuredStream> Streams, IReadOnlyList<string> Warnings);

    internal sealed record MeasuredStream(
        string Name, double? StatedRateHz, double? MeasuredRateHz, bool IsRateWrong, double MissingShare, IReadOnlyList<string> AbsentPlaces,
        IReadOnlyList<Bridge> BridgedPairs, IReadOnlyList<MeasuredChannel> Channels);

    internal sealed record Bridge(string First, string Second, double Share);

    internal sealed record MeasuredChannel(
        string Label, string Unit, IReadOnlyList<string> Faults, double FlatShare, double SaturatedShare, double ClippedShare, double NonFiniteShare,
        double StandardDeviation, double DriftPerMinute, double MainsHz, double? MainsDecibels);

    /// <summary>Two recordings that are copies, or nearly.</summary>
    internal sealed record Pair(string First, string Second, double Similarity, bool IsExact);

    public static MeasuredFile Of(string path, RecordingQuality quality) => new(
        path, quality.DurationSeconds, quality.GapCount, quality.MissingSeconds, quality.SoundShare, [.. quality.Streams.Select(Of)], quality.Warnings);

    private static MeasuredStream Of(StreamQuality stream) => new(
        stream.Name, stream.StatedRateHz, stream.MeasuredRateHz, stream.IsRateWrong, stream.MissingShare, stream.AbsentPlaces,
        [.. stream.BridgedPairs.Select(p => new Bridge(p.First, p.Second, p.Share))],
        [.. stream.Channels.Select(c => new MeasuredChannel(
            c.Label, c.Unit, [.. c.Faults.Select(Name)], c.FlatShare, c.SaturatedShare, c.ClippedShare, c.NonFiniteShare, c.StandardDeviation,
            c.DriftPerMinute, c.MainsHz, c.MainsDecibels))]);

    public static string Name(QualityFault fault) => fault == QualityFault.NonFinite ? "non-finite" : fault.ToString().ToLowerInvariant();
}
