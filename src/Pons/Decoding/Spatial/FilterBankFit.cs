using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>One fit of <see cref="FilterBankCspLda"/>.</summary>
internal sealed class FilterBankFit(FilterBankCspLda decoder, BandBank bank, TrialSet trials)
{
    public FittedDecoder Run()
    {
        var (candidates, partners, sides, data) = Candidates();
        var labelled = trials.Trials.Where(t => t.Label is not null).ToArray();
        var features = new Matrix(labelled.Length, candidates.Bands.Length);
        for (var i = 0; i < labelled.Length; i++) candidates.LogVariances(labelled[i].Signal.Span, features.Row(i));
        var chosen = Chosen(features, data.ClassIndices, partners, sides);
        var selected = new Matrix(features.Rows, chosen.Length);
        for (var i = 0; i < features.Rows; i++)
            for (var f = 0; f < chosen.Length; f++) selected[i, f] = features[i, chosen[f]];
        var discriminant = ShrinkageDiscriminant.Fit(selected, data.ClassIndices, data.Classes.Length, decoder.Weighting);
        return new FittedFilterBankCspLda(
            decoder, trials.Stream, trials.SampleCount, data.Classes, candidates.Select(chosen), discriminant);
    }

    /// <summary>All filters of all bands in channel space, the partner of each, and the class that it was set apart for.</summary>
    private (BankedFilters Candidates, int[] Partners, int[] Sides, LabelledCovariances Data) Candidates()
    {
        var rows = new List<double>();
        List<int> bands = [], partners = [], sides = [];
        LabelledCovariances? data = null;
        var covariances = new Dictionary<Trial, Covariance[]>(ReferenceEqualityComparer.Instance);
        for (var b = 0; b < bank.Count; b++)
        {
            var band = b;
            data = LabelledCovariances.Of(
                trials, leastTrialsPerClass: 2, decoder.Name, t => InBands(covariances, t)[band]);
            var blocks = Blocks(data);
            for (var side = 0; side < blocks.Length; side++)
            {
                var first = bands.Count;
                rows.AddRange(MatrixProduct.Multiply(blocks[side], data.Basis.Vectors).Values.ToArray());
                for (var f = 0; f < blocks[side].Rows; f++)
                {
                    bands.Add(b);
                    sides.Add(side);
                    partners.Add(first + Math.Min(f ^ 1, blocks[side].Rows - 1));
                }
            }
        }

        var filters = new Matrix(bands.Count, trials.Stream.ChannelCount, [.. rows]);
        return (BankedFilters.Of(bank, filters, [.. bands]), [.. partners], [.. sides], data!);
    }

    private Covariance[] InBands(Dictionary<Trial, Covariance[]> known, Trial trial) =>
        known.TryGetValue(trial, out var found) ? found : known[trial] = bank.Covariances(trial.Signal.Span, trial.ChannelCount);

    /// <summary>Pairs of filters: one block for two classes, one a class for more.</summary>
    private Matrix[] Blocks(LabelledCovariances data)
    {
        var means = data.Classes.Select((_, k) => EuclideanMean.Of(data.OfClass(k))).ToArray();
        var count = 2 * decoder.PairCount;
        return means.Length == 2
            ? [RegularisedCsp.Pairs(means[1], means[0], count, decoder.Penalty)]
            : [.. means.Select((mean, k) => RegularisedCsp.Pairs(mean, RegularisedCsp.OthersOf(means, k), count, decoder.Penalty))];
    }

    /// <summary>The places of the most informative features of each side and of their partners, ascending.</summary>
    private int[] Chosen(Matrix features, int[] classIndices, int[] partners, int[] sides)
    {
        var columns = features.Transpose();
        var sideCount = sides.Max() + 1;
        var chosen = new SortedSet<int>();
        for (var side = 0; side < sideCount; side++)
        {
            var classes = sideCount == 1 ? classIndices : [.. classIndices.Select(k => k == side ? 1 : 0)];
            var best = Enumerable.Range(0, sides.Length).Where(f => sides[f] == side)
                .OrderByDescending(f => FeatureInformation.Of(columns.Row(f), classes, 2)).Take(decoder.FeatureCount);
            foreach (var f in best)
            {
                chosen.Add(f);
                chosen.Add(partners[f]);
            }
        }

        return [.. chosen];
    }
}
