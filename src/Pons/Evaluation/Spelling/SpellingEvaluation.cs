using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Experiments.Speller;
using Pons.Formats;

namespace Pons.Evaluation.Spelling;

/// <summary>
/// Spells with flashes that an evaluation has decided on. The evidence of a flash is the log-odds of a target; over repetitions it is summed for every
/// row and column, and the best of each meet in the letter. Dynamic stopping follows <see cref="BayesianSpeller"/>, with the share of targets that
/// the layout gives, so that nothing is tuned on the letters.
/// </summary>
/// <param name="Speller">How evidence is collected and when it stops.</param>
public sealed record SpellingEvaluation(BayesianSpeller Speller)
{
    /// <summary>Spells; <see langword="null"/> when no recording holds the states of a speller.</summary>
    /// <param name="table">Decided flashes.</param>
    /// <param name="dataset">The recordings that they came from.</param>
    /// <exception cref="RecordingFormatException">A file is damaged.</exception>
    public SpellingSection? Of(ScoreTable table, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(dataset);
        var runs = new Dictionary<RunKey, Flashed>();
        foreach (var recording in dataset.Recordings)
            if (FlashesOf(recording.Path) is { } flashes) runs[recording.Key] = flashes;
        if (runs.Count == 0) return null;
        return new(Speller, [.. table.Rows.Select(row => Spell(row, runs))]);
    }

    private static Flashed? FlashesOf(string path)
    {
        using var recording = Recording.Open(path);
        if (!SpellerRun.IsIn(recording)) return null;
        var rateHz = recording.Streams.Max(s => s.Info.RateHz) ?? new RowColumnSpeller().UnstatedRateHz;
        return new(SpellerRun.Read(recording), rateHz);
    }

    private SpellingScores Spell(SubjectResult row, Dictionary<RunKey, Flashed> runs)
    {
        var spelled = ImmutableArray.CreateBuilder<SpelledRun>();
        var gaps = new List<double>();
        foreach (var decided in row.Folds.SelectMany(f => f.Trials).GroupBy(t => new RunKey(t.Origin.Subject, t.Origin.Session, t.Origin.Run)))
        {
            if (!runs.TryGetValue(decided.Key, out var flashed)) continue;
            spelled.Add(Spell(decided.Key, flashed.Run, decided.ToDictionary(t => t.Origin.CueSampleIndex)));
            gaps.AddRange(flashed.Run.Flashes.Zip(flashed.Run.Flashes[1..]).Where(p => p.First.Letter == p.Second.Letter)
                .Select(p => (p.Second.SampleIndex - p.First.SampleIndex) / flashed.RateHz));
        }

        return new(row.Subject, row.Decoder, Speller.Matrix.CodeCount, gaps.Order().ElementAt(gaps.Count / 2), spelled.ToImmutable());
    }

    private SpelledRun Spell(RunKey key, SpellerRun run, Dictionary<long, TestedTrial> decided)
    {
        var share = 2.0 / Speller.Matrix.CodeCount;
        var letters = Enumerable.Range(0, run.LetterCount).Select(letter => run.OfLetter(letter)
            .Where(f => decided.ContainsKey(f.SampleIndex))
            .Select(f => (f.Code, BayesianSpeller.LogRatio(decided[f.SampleIndex].Prediction, share))).ToList()).ToList();
        var repetitions = letters.Max(l => l.Count) / Speller.Matrix.CodeCount;
        var stopped = ImmutableArray.CreateBuilder<SpelledLetter>();
        var word = "";
        foreach (var letter in letters)
        {
            stopped.Add(Speller.Spell(letter, word));
            word += stopped[^1].Symbol;
        }

        return new(
            $"{key.Session} {key.Run}", run.Truth(Speller.Matrix),
            [.. Enumerable.Range(1, repetitions).Select(r => string.Concat(letters.Select(l => Best(l.Take(r * Speller.Matrix.CodeCount)))))],
            word, [.. stopped.Select(s => s.Flashes)], AreaOf(decided.Values));
    }

    /// <summary>The symbol whose flashes have the largest sum of evidence.</summary>
    private char Best(IEnumerable<(int Code, double LogRatio)> flashes)
    {
        var totals = new double[Speller.Matrix.Symbols.Length];
        foreach (var (code, ratio) in flashes)
            foreach (var symbol in Speller.Matrix.SymbolsOf(code)) totals[symbol] += ratio;
        return Speller.Matrix.Symbols[Array.IndexOf(totals, totals.Max())];
    }

    private static double AreaOf(IEnumerable<TestedTrial> trials)
    {
        var list = trials.ToList();
        var target = list[0].Prediction.Classes.IndexOf(RowColumnSpeller.Target);
        return RocArea.Of([.. list.Select(t => t.Prediction.Probabilities[target])], [.. list.Select(t => t.Truth == RowColumnSpeller.Target)])?.Value ?? double.NaN;
    }

    private sealed record Flashed(SpellerRun Run, double RateHz);
}
