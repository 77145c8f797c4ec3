using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.Speller;
using Pons.Formats;
using Pons.Tests.Reference;

namespace Pons.Tests.Experiments.Speller;

public sealed class RowColumnSpellerTests
{
    private static readonly string[] Runs = ["AAS010R01", "AAS010R02", "AAS011R01"];

    [Fact]
    public void Flashes_are_those_of_the_reference()
    {
        using var reference = ReferenceFile.Document("p300-speller-iib");
        foreach (var run in Runs)
        {
            var expected = reference.RootElement.GetProperty("runs").GetProperty(run);
            var (trials, flashes) = Read(run);
            Assert.Equal(expected.GetProperty("truth").GetString(), flashes.Truth(SpellerMatrix.SixBySix));
            Assert.Equal(expected.GetProperty("epochs").GetInt32(), trials.Count);
            Assert.Equal(expected.GetProperty("targets").GetInt32(), trials.Trials.Count(t => t.Label == RowColumnSpeller.Target));
            Assert.Equal(expected.GetProperty("first_onset_sample").GetInt64(), trials.Trials[0].Origin.CueSampleIndex);
            Assert.Equal(expected.GetProperty("last_onset_sample").GetInt64(), trials.Trials[^1].Origin.CueSampleIndex);
            Assert.Equal(192, trials.SampleCount);
        }
    }

    [Theory]
    [InlineData("xdawn-lda", "xdawn-slda")]
    [InlineData("xdawn-tangent-lr", "xdawn-ts-lr")]
    public void Words_by_repetitions_agree_with_the_reference(string name, string key)
    {
        using var reference = ReferenceFile.Document("p300-speller-iib");
        var (differing, right) = (0, new int[15]);
        foreach (var (run, scores, flashes) in LeaveOneRunOut(name))
        {
            var expected = reference.RootElement.GetProperty("runs").GetProperty(run);
            var entry = expected.GetProperty(key);
            var words = entry.GetProperty("spelled_by_repetitions_1_to_15").EnumerateArray().Select(w => w.GetString()!).ToArray();
            for (var r = 1; r <= 15; r++)
            {
                var word = Spelled(scores, flashes, r);
                differing += word.Zip(words[r - 1]).Count(p => p.First != p.Second);
                right[r - 1] += word.Zip(expected.GetProperty("truth").GetString()!).Count(p => p.First == p.Second);
            }

            var values = entry.GetProperty("first_12_decision_values").EnumerateArray().Select(v => v.GetDouble()).ToArray();
            for (var i = 0; i < 12; i++) Assert.Equal(values[i], scores[i], 1e-3 * Math.Max(1, Math.Abs(values[i])));
        }

        var letters = reference.RootElement.GetProperty("letters_correct_of_9_by_repetitions").GetProperty(key);
        Assert.True(differing <= 2, $"{name}: {differing} of 135 letters differ.");
        Assert.Equal(letters.EnumerateArray().Last().GetInt32(), right[14]);
    }

    [Fact]
    public void Dynamic_stopping_spells_every_letter_with_fewer_flashes()
    {
        var speller = new BayesianSpeller();
        var (word, flashesUsed) = ("", 0);
        foreach (var (_, scores, flashes) in LeaveOneRunOut("xdawn-tangent-lr"))
        {
            for (var letter = 0; letter < flashes.LetterCount; letter++)
            {
                var evidence = flashes.Flashes.Index().Where(f => f.Item.Letter == letter)
                    .Select(f => (f.Item.Code, scores[f.Index] - Math.Log(0.2))).ToArray();
                var spelled = speller.Spell(evidence, word);
                word += spelled.Symbol;
                flashesUsed += spelled.Flashes;
            }
        }

        Assert.True(word.Zip("CATDOGHAT").Count(p => p.First == p.Second) >= 8, word);
        Assert.True(flashesUsed / 9.0 is >= 12 and <= 120, $"{word} {flashesUsed / 9.0}");
    }

    [Fact]
    public void A_recording_without_states_or_markers_is_refused()
    {
        var path = RecordedData.PathOf("mi/eegmmidb/S001R04.edf");
        using var recording = Recording.Open(path);
        Assert.Throws<ParadigmException>(() => new RowColumnSpeller().Cut(recording, RunNames.KeyOf(path)));
    }

    [Fact]
    public void Parameters_make_the_same_experiment_again()
    {
        var other = new RowColumnSpeller { LowHz = 1, HighHz = 12, Order = 2, Window = new(0.1, 0.6), UnstatedRateHz = 256 };
        Assert.Equal(other, new RowColumnSpeller().WithParameters(other.Parameters));
        Assert.Throws<ParadigmException>(() => new RowColumnSpeller().WithParameters(other.Parameters.Remove("order")));
    }

    private static IEnumerable<(string Run, double[] Scores, SpellerRun Flashes)> LeaveOneRunOut(string decoder)
    {
        var all = Runs.Select(Read).ToArray();
        for (var i = 0; i < Runs.Length; i++)
        {
            var model = Decoders.Named(decoder).Fit(TrialSet.Concat([.. all.Where((_, k) => k != i).Select(r => r.Trials)]));
            yield return (Runs[i], [.. all[i].Trials.Trials.Select(t => LogOdds(model.Predict(t)))], all[i].Flashes);
        }
    }

    private static double LogOdds(Prediction prediction) => Math.Log(prediction.Probabilities[1] / prediction.Probabilities[0]);

    // Sums of decision values over the first repetitions; best column and best row.
    private static string Spelled(double[] scores, SpellerRun run, int repetitions) =>
        string.Concat(Enumerable.Range(0, run.LetterCount).Select(letter =>
        {
            var totals = new double[12];
            foreach (var (place, flash) in run.Flashes.Index().Where(f => f.Item.Letter == letter).Take(12 * repetitions))
                totals[flash.Code - 1] += scores[place];
            var column = Array.IndexOf(totals, totals[..6].Max());
            var row = Array.IndexOf(totals[6..], totals[6..].Max());
            return SpellerMatrix.SixBySix.Symbols[row * 6 + column];
        }));

    private static (TrialSet Trials, SpellerRun Flashes) Read(string run)
    {
        var path = RecordedData.PathOf($"p300/bci2003_iib_speller/{run}.mat");
        using var recording = Recording.Open(path);
        var cut = new RowColumnSpeller().Cut(recording, RunNames.KeyOf(path));
        Assert.Empty(cut.Losses);
        return (cut.Trials, SpellerRun.Read(recording));
    }
}
