namespace Pons.Tests.Reference;

public sealed class SplitMixTests
{
    [Fact]
    public void Test_signal_is_the_one_of_the_reference_files()
    {
        var x = SplitMix.TestSignal();
        var file = ReferenceFile.Read("generator");
        file.AssertEqual("x.sum", [x.Sum()]);
        file.AssertEqual("x.head", [.. Enumerable.Range(0, 4).SelectMany(c => x.Skip(c * 1000).Take(5))]);
    }

    [Fact]
    public void Test_trials_are_those_of_the_reference_files() =>
        ReferenceFile.Read("covariance-riemann").AssertEqual("E.sum", [SplitMix.TestTrials().Sum(t => t.Sum())], 1e-10);
}
