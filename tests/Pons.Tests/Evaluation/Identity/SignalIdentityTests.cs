using Pons.Evaluation.Identity;
using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Simulation;
using Pons.Streams;

namespace Pons.Tests.Evaluation.Identity;

public sealed class SignalIdentityTests : IDisposable
{
    private const int RateHz = 100, Seconds = 60;
    private static readonly string[] Labels = ["C3", "C4", "O1", "O2"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Noise, and a rhythm whose frequency and strength are the person's own, as far as <paramref name="individuality"/> goes.</summary>
    private IdentityRecording Made(int person, int session, double individuality)
    {
        var random = new RandomStream((ulong)(person * 1000 + session + 1));
        var samples = new float[RateHz * Seconds * Labels.Length];
        var phase = random.Uniform(0) * 6;
        for (var i = 0; i < samples.Length; i++)
        {
            var (time, channel) = (i / Labels.Length / (double)RateHz, i % Labels.Length);
            var rhythm = Math.Sin(2 * Math.PI * (8 + 0.7 * person) * time + phase) * (1 + (person + channel) % 3);
            samples[i] = (float)Math.Round(10 * random.Normal(i + 1) + individuality * 10 * rhythm);
        }

        var info = new StreamInfo("made", [.. Labels.Select(l => new Channel(l))], RateHz, new ClockId("made"));
        var path = _folder.PathOf($"p{person}s{session}.edf");
        using var content = new Recording(
            new RecordingHeader { Format = "made", File = "made", StartTime = new DateTime(2026, 1, 1 + session) }, [new HeldStream(info, samples)], []);
        new EdfFormat().Create(path, content);
        return new($"p{person}", $"s{session}", path);
    }

    private List<IdentityRecording> People(int people, int sessions, double individuality) =>
        [.. Enumerable.Range(0, people).SelectMany(p => Enumerable.Range(0, sessions).Select(s => Made(p, s, individuality)))];

    private static SignalIdentityRisk Measure(IReadOnlyList<IdentityRecording> recordings) =>
        new SignalIdentityTest { WindowSeconds = 5, Redrawings = 200 }.Measure(recordings, cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void People_with_rhythms_of_their_own_are_recognised()
    {
        var risk = Measure(People(6, 2, 1));
        Assert.True(risk.IsKnown);
        Assert.Equal((6, 12, 4), (risk.Subjects, risk.TestedSessions, risk.Channels));
        Assert.Equal(1, risk.Strongest!.IdentificationRate.Value);
        Assert.True(risk.Strongest.IdentificationRate.Low is > 0.5 and < 1, "six people do not prove certainty");
        Assert.True(risk.Strongest.EqualErrorRate.Value < 0.1);
    }

    [Fact]
    public void People_without_any_difference_are_guessed()
    {
        var risk = Measure(People(8, 3, 0));
        Assert.All(risk.Attacks, a => Assert.True(a.WindowIdentificationRate.Value < 3 * risk.Chance, $"{a}"));
        Assert.All(risk.Attacks, a => Assert.InRange(a.EqualErrorRate.Value, 0.25, 0.75));
    }

    [Fact]
    public void One_session_each_is_unknown_however_many_people() =>
        Assert.Contains("0 of 6 people have two sessions", Measure(People(6, 1, 1)).UnknownBecause, StringComparison.Ordinal);

    [Fact]
    public void Few_people_are_unknown() => Assert.False(Measure(People(SignalIdentityTest.FewestSubjects - 1, 2, 1)).IsKnown);

    [Fact]
    public void Recordings_of_one_session_do_not_make_two()
    {
        var recordings = People(6, 2, 1).Select(r => r with { Session = "only" }).ToList();
        Assert.False(Measure(recordings).IsKnown);
    }

    [Fact]
    public void Sessions_that_are_too_short_for_a_window_do_not_count()
    {
        var test = new SignalIdentityTest { WindowSeconds = Seconds + 1 };
        var risk = test.Measure(People(5, 2, 1), cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("windows", risk.UnknownBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_of_one_day_are_said()
    {
        var recordings = People(6, 2, 1);
        Assert.DoesNotContain(Measure(recordings).Limits, l => l.Contains("one day", StringComparison.Ordinal));
        foreach (var r in recordings) File.Copy(_folder.PathOf($"{r.Subject}s0.edf"), r.Path + ".same.edf");
        Assert.Contains(Measure([.. recordings.Select(r => r with { Path = r.Path + ".same.edf" })]).Limits, l => l.Contains("one day", StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_people_are_recognised_across_runs()
    {
        var recordings = Enumerable.Range(1, 10).SelectMany(s => new[] { "04", "08", "12" }
            .Select(r => new IdentityRecording($"{s}", r, RecordedData.PathOf($"mi/eegmmidb/S{s:000}R{r}.edf")))).ToList();
        var risk = new SignalIdentityTest().Measure(recordings, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((10, 30, 64), (risk.Subjects, risk.TestedSessions, risk.Channels));
        Assert.True(risk.Strongest!.IdentificationRate.Value > 0.9, $"{risk.Strongest}");
    }

    [Fact]
    public void Equal_error_rate_of_scores_that_do_not_overlap_is_zero() => Assert.Equal(0, EqualErrorRate.Of([3, 4], [1, 2]));

    [Fact]
    public void Equal_error_rate_of_equal_scores_is_a_half() => Assert.Equal(0.5, EqualErrorRate.Of([1, 2, 3, 4], [1, 2, 3, 4]), 1e-12);

    [Fact]
    public void Equal_error_rate_counts_by_hand() => Assert.Equal(0.25, EqualErrorRate.Of([2, 6, 7, 8], [1, 3, 4, 5]), 1e-12);

    [Fact]
    public void Equal_error_rate_needs_scores() => Assert.Throws<ArgumentException>(() => EqualErrorRate.Of([], [1]));
}
