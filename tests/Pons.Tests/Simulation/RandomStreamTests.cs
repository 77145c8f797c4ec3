using System.Text.Json;
using FsCheck.Fluent;
using Pons.Simulation;
using Pons.Tests.Reference;

namespace Pons.Tests.Simulation;

public sealed class RandomStreamTests
{
    private static readonly JsonElement Golden = ReferenceFile.Document("../Reference/random-stream").RootElement;

    [Fact]
    public void Bits_are_those_of_SplitMix64()
    {
        foreach (var entry in Golden.GetProperty("integers").EnumerateArray())
        {
            var stream = new RandomStream(entry.GetProperty("seed").GetUInt64());
            var expected = entry.GetProperty("first").EnumerateArray().Select(v => ulong.Parse(v.GetString()!)).ToArray();
            Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(k => stream.Bits(k)));
        }
    }

    [Fact]
    public void Uniforms_and_normals_are_the_reference_ones()
    {
        var stream = new RandomStream(7);
        Assert.Equal(Numbers("uniforms"), Enumerable.Range(0, 8).Select(k => stream.Uniform(k)));
        var expected = Numbers("normals");
        for (var k = 0; k < expected.Length; k++) Assert.Equal(1, stream.Normal(k) / expected[k], 1e-13);
    }

    [Fact]
    public void Moments_of_a_million_normals_are_the_reference_ones()
    {
        var normals = new double[1_000_000];
        new RandomStream(7).FillNormals(0, normals);
        var mean = normals.Average();
        var deviation = Math.Sqrt(normals.Sum(v => (v - mean) * (v - mean)) / normals.Length);
        Assert.Equal(Golden.GetProperty("normals").GetProperty("mean_of_first_million").GetDouble(), mean, 1e-12);
        Assert.Equal(Golden.GetProperty("normals").GetProperty("deviation_of_first_million").GetDouble(), deviation, 1e-10);
    }

    [Fact]
    public void Every_slicing_gives_the_same_bits() => Prop.ForAll<ulong, int, byte>((seed, start, length) =>
    {
        var first = Math.Abs((long)start);
        var stream = new RandomStream(seed);
        var whole = new double[length];
        var uniforms = new double[length];
        stream.FillNormals(first, whole);
        stream.FillUniforms(first, uniforms);
        return Enumerable.Range(0, length).All(i => stream.Normal(first + i) == whole[i] && stream.Uniform(first + i) == uniforms[i]);
    }).Holds();

    [Fact]
    public void Normals_equal_Box_and_Muller_with_the_library_functions()
    {
        var stream = new RandomStream(99);
        for (var k = 0L; k < 20_000; k += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - stream.Uniform(k)));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * stream.Uniform(k + 1));
            Assert.Equal(radius * cosine, stream.Normal(k), 2e-15 * (1 + radius));
            Assert.Equal(radius * sine, stream.Normal(k + 1), 2e-15 * (1 + radius));
        }
    }

    [Fact]
    public void Purposes_have_their_own_numbers_and_none_follows_another()
    {
        var parent = new RandomStream(1);
        Assert.Equal(parent.Derive("blinks"), parent.Derive("blinks"));
        Assert.NotEqual(parent.Derive("blinks"), parent.Derive("muscle"));
        var (a, b) = (new double[50_000], new double[50_000]);
        parent.Derive("blinks").FillNormals(0, a);
        parent.Derive("muscle").FillNormals(0, b);
        Assert.InRange(a.Zip(b, (x, y) => x * y).Average(), -0.02, 0.02);
        Assert.Throws<ArgumentException>(() => parent.Derive(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => parent.FillNormals(-1, a));
    }

    private static double[] Numbers(string name) =>
        [.. Golden.GetProperty(name).GetProperty("first").EnumerateArray().Select(v => v.GetDouble())];
}
