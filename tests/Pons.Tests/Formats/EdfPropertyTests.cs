using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Streams;

namespace Pons.Tests.Formats;

/// <summary>Round trips and the equality of both kernels, for inputs that nobody thought of.</summary>
public sealed class EdfPropertyTests
{
    [Fact]
    public void Annotations_round_trip() => Prop.ForAll(
        (from onset in Gen.Choose(-1_000_000, 1_000_000)
         from nano in Gen.Choose(0, 999)
         from length in Gen.Frequency((1, Gen.Constant((int?)null)), (3, Gen.Choose(0, 5_000_000).Select(n => (int?)n)))
         from text in ArbMap.Default.GeneratorFor<NonEmptyString>()
         where text.Get.All(c => c is not ('\0' or '\u0014' or '\u0015') && !char.IsSurrogate(c))
         select new RecordedMarker(new(onset * 1_000_003L + nano), text.Get, length is { } n ? new Duration(n * 1009L) : null)).ListOf()
             .ToArbitrary(),
        markers =>
        {
            var sorted = markers.OrderBy(m => m.Onset.Nanoseconds).ToImmutableArray();
            using var content = EdfWritingTests.Held([EdfWritingTests.Stream(50, 1, (n, _) => n, (0, 100))], sorted);
            using var read = RoundTrip(content);
            return read.Markers.SequenceEqual(sorted);
        }).Holds();

    [Fact]
    public void Samples_rates_and_lengths_round_trip() => Prop.ForAll(
        (from rate in Gen.Elements(1.0, 12.8, 100, 128, 160, 256, 500, 512, 1000 / 3.0)
         from channels in Gen.Choose(1, 20)
         from count in Gen.Choose(1, 700)
         from seed in Gen.Choose(0, 10_000)
         select (rate, channels, count, seed)).ToArbitrary(),
        c =>
        {
            using var content = EdfWritingTests.Held([EdfWritingTests.Stream(c.rate, c.channels, (n, k) =>
                (short)(n * 7919 * (k + 1) + c.seed), (0, c.count))]);
            using var read = RoundTrip(content);
            return read.Streams[0].Info.RateHz == c.rate && read.Streams[0].SampleCount == c.count
                && read.Streams[0].Read(0, c.count).SequenceEqual(content.Streams[0].Read(0, c.count));
        }).Holds();

    [Fact]
    public void Both_kernels_give_the_same_bits() => Prop.ForAll(
        (from width in Gen.Choose(1, 40)
         from rows in Gen.Choose(1, 80)
         from row in Gen.Choose(0, 9)
         from sampleBytes in Gen.Choose(2, 3)
         from seed in Gen.Choose(0, int.MaxValue)
         select (width, rows, row, sampleBytes, seed)).ToArbitrary(),
        c =>
        {
            var random = new Random(c.seed);
            var signalBytes = (c.rows + c.row) * c.sampleBytes;
            var bytes = new byte[c.width * signalBytes];
            random.NextBytes(bytes);
            var offsets = Enumerable.Range(0, c.width).Select(k => k * signalBytes).Reverse().ToArray();
            var gains = Enumerable.Range(0, c.width).Select(_ => random.NextDouble() * 3).ToArray();
            var zeros = Enumerable.Range(0, c.width).Select(_ => random.NextDouble() * 1000 - 500).ToArray();
            var (tiles, single, wide) = (new float[c.width * c.rows], new float[c.width * c.rows], new double[c.width * c.rows]);
            var kernel = new SampleKernel([.. gains.Select(_ => c.sampleBytes == 2 ? SampleType.Int16 : SampleType.Int24)], gains, zeros);
            kernel.Convert(bytes, offsets, c.row, tiles);
            kernel.ConvertSingly(bytes, offsets, c.row, single);
            kernel.Convert(bytes, offsets, c.row, wide);
            return tiles.SequenceEqual(single) && wide.Select(v => (float)v).SequenceEqual(single);
        }).Holds();

    [Fact]
    public void Numbers_of_the_header_never_cut_the_range() => Prop.ForAll(
        Gen.Choose(-2_000_000_000, 2_000_000_000).SelectMany(n => Gen.Choose(0, 9).Select(d => n / Math.Pow(10, d))).ToArbitrary(),
        value =>
        {
            var (low, high) = (EdfField.Outward(value, false), EdfField.Outward(value, true));
            if (low is null || high is null) return Math.Abs(value) >= 9_999_999;
            var (down, up) = (double.Parse(low, System.Globalization.CultureInfo.InvariantCulture),
                double.Parse(high, System.Globalization.CultureInfo.InvariantCulture));
            return low.Length <= 8 && high.Length <= 8 && down <= value && up >= value
                && up - down <= Math.Max(1e-6, Math.Abs(value) * 1e-5) + 1;
        }).Holds();

    private static Recording RoundTrip(Recording content)
    {
        var path = Path.Combine(Path.GetTempPath(), $"pons-{Guid.NewGuid():N}.edf");
        try
        {
            new EdfFormat().Create(path, content);
            return new EdfFormat().Open(RecordingFiles.InMemory("made.edf", File.ReadAllBytes(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
