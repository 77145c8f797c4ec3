using Pons.Pipelines;

namespace Pons.Tests.Pipelines;

public sealed class ActivateStageTests
{
    [Fact]
    public void So_many_windows_on_end_activate_and_then_nothing_is_heard_for_a_while()
    {
        // Ten windows a second apart on a stream of 100 Hz, all sure of class a.
        var places = Run(new(0.8, 3, 2), [.. Enumerable.Range(0, 10).Select(i => (i * 100, 0.9))]);
        Assert.Equal([300, 700], places.Select(d => d.EndSampleIndex));
        Assert.Equal([0, 400], places.Select(d => d.FirstSampleIndex));
    }

    [Fact]
    public void Doubt_another_class_and_a_gap_begin_anew()
    {
        Assert.Empty(Run(new(0.8, 3, 0), (0, 0.9), (100, 0.9), (200, 0.7), (300, 0.9), (400, 0.9)));
        Assert.Empty(Run(new(0.8, 3, 0), (0, 0.9), (100, 0.9), (200, 0.1), (300, 0.1), (400, 0.9)));
        Assert.Empty(Run(new(0.8, 3, 0), (0, 0.9), (100, 0.9), (301, 0.9)));
        Assert.Single(Run(new(0.8, 3, 0), (0, 0.9), (100, 0.9), (200, 0.9)));
    }

    [Fact]
    public void The_idle_class_never_activates() =>
        Assert.Empty(Run(new ActivateStage(0.5, 1, 0) { Idle = new("a") }, (0, 0.9), (100, 1)));

    [Fact]
    public void A_value_outside_its_range_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivateStage(1.1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivateStage(double.NaN, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivateStage(0.5, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivateStage(0.5, 1, -1));
    }

    private static List<Decision> Run(ActivateStage stage, params (int First, double Probability)[] items)
    {
        var activations = new List<Decision>();
        var run = stage.Start(MadeUp.Stream() with { RateHz = 100 }, new SinkRun<Decision>(activations.Add));
        foreach (var (first, p) in items)
            run.Process(new(MadeUp.Time(first), first, first + 100, new([new("a"), new("b")], [p, 1 - p]), "hash", null, []));
        return activations;
    }
}
