using Pons.Decoding.Vep;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Vep;

public sealed class TemplateGoldenTests
{
    private static readonly ReferenceFile Reference = ReferenceFile.Read("ssvep");

    [Fact]
    public void Task_related_components_have_the_eigenvalues_of_the_reference()
    {
        var trials = FlickerTrials.All.Trials;
        Reference.AssertEqual("trca.eigs", [.. Enumerable.Range(0, 4).SelectMany(k =>
        {
            _ = TaskRelatedComponents.Of([.. trials.Where((_, i) => i % 4 == k).Select(t => t.Signal.ToArray())], 250, 1, out var values);
            return values;
        })]);
    }

    [Fact]
    public void Correlations_behind_own_filters_are_those_of_the_reference() =>
        Reference.AssertEqual("trca.rho", Correlations(new Trca()));

    [Fact]
    public void Correlations_behind_all_filters_are_those_of_the_reference() =>
        Reference.AssertEqual("etrca.rho", Correlations(new EnsembleTrca()));

    // Fitted to the first five trials of each class, applied to the last of each.
    private static double[] Correlations(TemplateDecoder decoder)
    {
        var model = (FittedTemplateDecoder)decoder.Fit(FlickerTrials.All.Select(Enumerable.Range(0, 20)));
        return [.. Enumerable.Range(20, 4).SelectMany(i =>
        {
            var correlations = new double[4];
            model.Bands[0].Correlate(FlickerTrials.All.Trials[i].Signal.Span, correlations);
            return FlickerTrials.Places.Select(p => correlations[p]).ToArray();
        })];
    }
}
