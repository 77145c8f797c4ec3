using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class WindowTests
{
    [Fact]
    public void Slepian_tapers_are_those_of_the_reference()
    {
        var file = ReferenceFile.Read("spectra");
        var tapers = new SlepianTapers(1000, 4, 7);
        file.AssertEqual("dpss_1000_4_7.ratios", tapers.Concentrations);
        file.AssertEqual("dpss.head", [.. Enumerable.Range(0, 7).SelectMany(k => new[] { 0, 250, 499 }.Select(n => tapers[k][n]))]);
    }

    [Theory]
    [InlineData(2, 0.7, 2)]
    [InlineData(17, 2, 6)]
    [InlineData(300, 3.5, 12)]
    [InlineData(301, 20, 45)]
    public void Slepian_tapers_are_orthonormal_and_ever_less_concentrated(int length, double halfBandwidth, int count)
    {
        var tapers = new SlepianTapers(length, halfBandwidth, count);
        for (var i = 0; i < count; i++)
        {
            Assert.InRange(tapers.Concentrations[i], -1e-12, 1 + 1e-12);
            if (i > 0) Assert.True(tapers.Concentrations[i] <= tapers.Concentrations[i - 1] + 1e-12);
            for (var j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, System.Numerics.Tensors.TensorPrimitives.Dot(tapers[i], tapers[j]), 1e-10);
            for (var n = 0; n < length; n++)
                Assert.Equal(i % 2 == 0 ? tapers[i][n] : -tapers[i][n], tapers[i][length - 1 - n], 1e-7);
        }
    }

    [Fact]
    public void Windows_have_their_known_values()
    {
        AssertNear([0, 0.5, 1, 0.5], Window.Hann(4));
        AssertNear([0, 0.75, 0.75, 0], Window.Hann(4, WindowSymmetry.Symmetric));
        AssertNear([0.08, 0.54, 1, 0.54], Window.Hamming(4));
        AssertNear([0, 0.34, 1, 0.34], Window.Blackman(4));
        AssertNear([0, 1, 1, 0], Window.Tukey(4, 0.5, WindowSymmetry.Symmetric));
        AssertNear(Window.Hann(31), Window.Tukey(31, 1));
        AssertNear([1, 1, 1], Window.Tukey(3, 0));
        AssertNear([1, 1, 1], Window.Kaiser(3, 0));
        AssertNear([0.036710892271286676, 0.5528517696991324, 1, 0.5528517696991324], Window.Kaiser(5, 5, WindowSymmetry.Symmetric)[..4]);
        AssertNear([1], Window.Hann(1));
    }

    [Fact]
    public void A_periodic_window_is_a_longer_symmetric_one_without_its_end()
    {
        Assert.Equal(Window.Kaiser(12, 6, WindowSymmetry.Symmetric)[..^1], Window.Kaiser(11, 6));
        Assert.Equal(Window.Blackman(12, WindowSymmetry.Symmetric)[..^1], Window.Blackman(11));
        Assert.Equal(new SlepianTapers(12, 2, 3).Concentrations, new SlepianTapers(11, 2, 3, WindowSymmetry.Periodic).Concentrations);
        Assert.Equal(new SlepianTapers(12, 2, 3)[2][..^1], new SlepianTapers(11, 2, 3, WindowSymmetry.Periodic)[2]);
    }

    [Fact]
    public void Periodic_Hann_windows_at_half_overlap_add_up_to_one()
    {
        var w = Window.Hann(50);
        for (var n = 0; n < 25; n++) Assert.Equal(1, w[n] + w[n + 25], 1e-15);
    }

    [Fact]
    public void Impossible_windows_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Window.Hann(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Window.Kaiser(5, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Window.Kaiser(5, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Window.Tukey(5, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlepianTapers(1, 0.2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlepianTapers(10, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlepianTapers(10, 2, 11));
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-14);
    }
}
