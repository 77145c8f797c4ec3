using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Riemann;
using Pons.Decoding.Spatial;
using Pons.Evaluation;
using Pons.Experiments.MotorImagery;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Cli;

/// <summary>Score tables without recordings, to look at how they are shown.</summary>
internal static class EvaluationTables
{
    /// <summary>Names as nobody should give them.</summary>
    public static readonly string[] HostileNames =
        ["</text><script>alert(1)</script>", "a & b \"c\" 'd'", "]]>", "被试一二三四五六七八九十一二三四五六七八九十", new('W', 90)];

    /// <summary>Everybody has two runs of ten trials; decisions are drawn, those of later decoders are better.</summary>
    public static ScoreTable Of(IReadOnlyList<string> subjects, params Decoder[] decoders)
    {
        ImmutableArray<ClassLabel> classes = [new("left"), new("right")];
        var random = new SplitMix(7);
        var rows = ImmutableArray.CreateBuilder<SubjectResult>();
        foreach (var subject in subjects)
            foreach (var (place, decoder) in decoders.Index())
            {
                FoldResult[] folds = [.. ((string[])["R1", "R2"]).Select(run => new FoldResult(run, new('0', 64), 10, 1.6, TrialsOf(subject, run, classes, random, 0.5 + 0.1 * place)))];
                rows.Add(new(new(subject), decoder.Name, Scores.Of([.. folds.Select(f => f.Trials)], classes, 6), [.. folds]));
            }

        return new()
        {
            Paradigm = new LeftRightImagery(),
            Split = new LeaveOneRunOut(),
            Decoders = [.. decoders],
            SecondsPerDecision = 6,
            Inputs = [.. subjects.Select((_, i) => new ModelInput($"S{i + 1:000}R04.edf", new('a', 64)))],
            LeftOut = [new("S001R04.edf, trial 'left' at sample 1200", "Gap", new("S001")), new("S001R01.edf", "It has no <cue>.")],
            Rows = rows.ToImmutable(),
            Means = [.. decoders.Select(d => DecoderMeans.Of(d.Name, [.. rows.Where(r => r.Decoder == d.Name).Select(r => r.Scores)]))],
        };
    }

    /// <summary>Three decoders over so many people of plain names.</summary>
    public static ScoreTable OfPeople(int count) =>
        Of([.. Enumerable.Range(1, count).Select(i => $"S{i:000}")], new CspLda(), new RiemannMdm(), new TangentLr());

    private static ImmutableArray<TestedTrial> TrialsOf(string subject, string run, ImmutableArray<ClassLabel> classes, SplitMix random, double skill)
    {
        var draws = random.Uniforms(20);
        return [.. Enumerable.Range(0, 10).Select(i =>
        {
            var truth = i % 2;
            var confidence = 0.5 + 0.5 * draws[2 * i];
            var decided = draws[2 * i + 1] < skill ? truth : 1 - truth;
            var probabilities = decided == 0 ? (ImmutableArray<double>)[confidence, 1 - confidence] : [1 - confidence, confidence];
            TrialOrigin origin = new(new(subject), new("1"), new(run), 1000 * i, 1000 * i + 500, Timestamp.FromSeconds(new(run), (1000 * i + 500) / 100.0), 1000 * i - 50);
            return new TestedTrial(origin, classes[truth], new(classes, probabilities));
        })];
    }
}
