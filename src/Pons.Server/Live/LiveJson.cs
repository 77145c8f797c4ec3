using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pons.Pipelines;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Server.Live;

/// <summary>The text messages of the live stream; docs/reference/live-stream.md is their specification.</summary>
internal static class LiveJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static LiveMessage Info(LiveSessionInfo info) => Kept(new
    {
        Type = "info",
        Stream = info.Stream.Name,
        Clock = info.Stream.Clock.Name,
        info.Stream.RateHz,
        Channels = info.Stream.Channels.Select(ChannelOf),
        info.Paradigm,
        Classes = info.Classes.Select(c => c.Name),
        info.DecisionThreshold,
        Source = info.SourceName,
        info.Subject,
        info.Seed,
        info.PlannedTrials,
        info.PlannedDurationSeconds,
        info.MainsHz,
        info.CanPause,
        Filters = info.DisplayFilters.Select(f => new { f.Id, Sections = f.Design.Sections.Select(SectionOf) }),
    });

    public static LiveMessage State(LiveState state) => Kept(new { Type = "state", State = state });

    public static LiveMessage Marker(Marker marker) => Kept(new
    {
        Type = "marker",
        Sample = marker.SampleIndex,
        Time = marker.Time.Seconds,
        marker.Label,
        Duration = marker.Duration.Seconds,
    });

    public static LiveMessage Decision(Decision decision) => Droppable(new
    {
        Type = "decision",
        Time = decision.Time.Seconds,
        Sample = decision.EndSampleIndex,
        decision.Prediction.Probabilities,
        Label = decision.Prediction.Label.Name,
        Truth = decision.Truth?.Name,
        Model = decision.ModelHash,
    });

    public static LiveMessage Cursor(CursorView view) => Droppable(new
    {
        Type = "cursor",
        view.Position,
        Target = view.Target?.Name,
        view.Phase,
        view.SecondsLeft,
    });

    public static LiveMessage Trial(TrialView view) => Kept(new
    {
        Type = "trial",
        view.Number,
        Target = view.Target.Name,
        view.Outcome,
        view.Seconds,
        view.Accuracy,
        view.ItrBitsPerMinute,
    });

    public static LiveMessage Latency(IReadOnlyList<LatencySummary> summaries, long expected, long received, long lost) => Droppable(new
    {
        Type = "latency",
        Stages = summaries.Select(StageOf),
        Samples = new { Expected = expected, Received = received, Lost = lost },
    });

    public static LiveMessage Clock(ClockHealth health) => Droppable(new
    {
        Type = "clock",
        health.MeasuredHz,
        health.DriftPpm,
        health.JitterMilliseconds,
    });

    public static LiveMessage End(string reason) => Kept(new { Type = "end", Reason = reason });

    private static object ChannelOf(Channel channel) => new
    {
        channel.Label,
        channel.Kind,
        channel.Unit,
        Position = channel.Position is { } p ? ImmutableArray.Create(p.X, p.Y, p.Z) : (ImmutableArray<double>?)null,
    };

    private static double[] SectionOf(Biquad section) => [section.B0, section.B1, section.B2, section.A1, section.A2];

    private static object StageOf(LatencySummary summary) => new
    {
        summary.Stage,
        summary.Count,
        P50 = summary.P50Milliseconds,
        P99 = summary.P99Milliseconds,
        P999 = summary.P999Milliseconds,
        Max = summary.MaxMilliseconds,
    };

    private static LiveMessage Kept<T>(T value) => new(Encode(value), IsBinary: false, IsKept: true);

    private static LiveMessage Droppable<T>(T value) => new(Encode(value), IsBinary: false, IsKept: false);

    private static byte[] Encode<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);
}
