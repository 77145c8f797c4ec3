namespace Pons.Tests.Reference;

public sealed class SplitMixTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public void First_words_are_those_of_the_reference_files(int seed)
    {
        var stream = new SplitMix((ulong)seed);
        Assert.Equal(ReferenceFile.Read("generator").Words($"uint64.seed{seed}"), Enumerable.Range(0, 5).Select(_ => stream.Next()));
    }

    [Fact]
    public void Uniform_and_gaussian_numbers_are_those_of_the_reference_files()
    {
        var stream = new SplitMix(42);
        var file = ReferenceFile.Read("generator");
        Assert.Equal(file.Values("gen.u5"), stream.Uniforms(5));
        Assert.Equal(file.Values("gen.g5"), stream.Gaussians(5));
    }

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
        ReferenceFile.Read("covariance-riemann").AssertEqual("E.sum", [SplitMix.TestTrials().Sum(t => t.Sum())]);
}
