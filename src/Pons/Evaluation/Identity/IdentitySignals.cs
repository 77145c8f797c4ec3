using System.Collections.Immutable;
using Pons.Formats;
using Pons.Geometry;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Evaluation.Identity;

/// <summary>What the recordings have in common, and their signals cut into windows.</summary>
internal sealed class IdentitySignals
{
    private const double LowHz = 1, HighHz = 40, SegmentSeconds = 2;

    private IdentitySignals(ImmutableArray<string> labels, double highHz)
    {
        Labels = labels;
        HighestHz = highHz;
    }

    public ImmutableArray<string> Labels { get; }

    public double HighestHz { get; }

    public int LeftOutChannels { get; private init; }

    public bool AreSessionsOfOneDay { get; private init; }

    public string? WhyUnusable { get; private init; }

    /// <summary>Reads headers only: which channels and frequencies all recordings have.</summary>
    public static IdentitySignals Survey(IReadOnlyList<IdentityRecording> recordings, CancellationToken cancellation)
    {
        var (labels, every, rate) = (default(HashSet<string>?), new HashSet<string>(), double.PositiveInfinity);
        var days = new Dictionary<(string, string), DateTime?>();
        foreach (var recording in recordings)
        {
            cancellation.ThrowIfCancellationRequested();
            using var file = Recording.Open(recording.Path);
            days[(recording.Subject, recording.Session)] = file.Header.StartTime?.Date;
            if (MainStream(file) is not { } stream)
                return new([], 0) { WhyUnusable = $"'{file.Header.File}' has no stream of EEG with a fixed rate." };
            var own = stream.Info.Channels.Where(IsBrain).Select(c => c.Label).ToHashSet();
            every.UnionWith(own);
            if (labels is null) labels = own;
            else labels.IntersectWith(own);
            rate = Math.Min(rate, stream.Info.RateHz!.Value);
        }

        var high = Math.Min(HighHz, Math.Floor(rate * 0.45));
        var oneDay = days.GroupBy(d => d.Key.Item1).Any(p => p.Count() > 1 && p.Select(d => d.Value).Distinct().Count() < p.Count());
        return new([.. labels!.Order(StringComparer.Ordinal)], high)
        {
            LeftOutChannels = every.Count - labels!.Count,
            AreSessionsOfOneDay = oneDay,
            WhyUnusable = labels.Count < 2 ? "The recordings have fewer than two channels in common."
                : high < 10 ? "The lowest sampling rate leaves less than 10 Hz to look at." : null,
        };
    }

    public IEnumerable<IdentityWindow> Windows(IdentityRecording recording, SignalIdentityTest test, CancellationToken cancellation)
    {
        using var file = Recording.Open(recording.Path);
        var stream = MainStream(file)!;
        var rate = stream.Info.RateHz!.Value;
        var length = (int)Math.Round(test.WindowSeconds * rate);
        var columns = Labels.Select(l => stream.Info.Channels.Select((c, i) => (c, i)).First(c => c.c.Label == l && IsBrain(c.c)).i).ToArray();
        var left = (long)(test.LongestSeconds * rate);
        var result = new List<IdentityWindow>();
        foreach (var segment in stream.Segments)
        {
            var count = (int)Math.Min(segment.SampleCount, left);
            left -= count;
            if (count < length) continue;
            var signal = Filtered(stream, segment.FirstSampleIndex, count, columns, rate);
            for (var first = 0; first + length <= count; first += length)
            {
                cancellation.ThrowIfCancellationRequested();
                var window = signal.AsSpan(first * columns.Length, length * columns.Length);
                if (System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<double>(window) && Spectrum(window, rate) is { } spectrum)
                    result.Add(new(recording.Subject, recording.Session, spectrum, LogCovariance(window)));
            }
        }

        return result;
    }

    private double[] Filtered(RecordedStream stream, long first, int count, int[] columns, double rate)
    {
        var width = stream.Info.ChannelCount;
        var rows = stream.Read(first, count);
        var chosen = new double[count * columns.Length];
        for (var i = 0; i < count; i++)
            for (var c = 0; c < columns.Length; c++)
                chosen[i * columns.Length + c] = rows[i * width + columns[c]];
        var filtered = new double[chosen.Length];
        ZeroPhaseFilter.Apply(Butterworth.BandPass(4, LowHz, HighestHz, rate), chosen, filtered, columns.Length);
        return filtered;
    }

    /// <summary>Logarithm of the power in each hertz of each channel; null for a flat channel, which has none.</summary>
    private double[]? Spectrum(ReadOnlySpan<double> window, double rate)
    {
        var width = Labels.Length;
        var segment = Windows(rate);
        var welch = new WelchSpectrum(segment, segment.Length / 2, rate);
        var density = new double[welch.BinCount * width];
        welch.Estimate(window, density, width);
        var bands = (int)HighestHz - 2;
        var spectrum = new double[bands * width];
        for (var b = 0; b < bands; b++)
            BandPower.Integrate(density, welch.FrequenciesHz, b + 2, b + 3, spectrum.AsSpan(b * width, width));
        for (var i = 0; i < spectrum.Length; i++)
        {
            if (!(spectrum[i] > 0)) return null;
            spectrum[i] = Math.Log(spectrum[i]);
        }

        return spectrum;
    }

    private static double[] Windows(double rate) => Window.Hann((int)Math.Round(SegmentSeconds * rate));

    /// <summary>Matrix logarithm of the shrunk covariance, scaled to unit mean variance so that no gain gives a person away.</summary>
    private double[] LogCovariance(ReadOnlySpan<double> window)
    {
        var (width, count) = (Labels.Length, window.Length / Labels.Length);
        var channels = new double[window.Length];
        for (var i = 0; i < count; i++)
            for (var c = 0; c < width; c++)
                channels[c * count + i] = window[i * width + c];
        var matrix = new OasCovariance().Estimate(channels, width).Matrix.Clone();
        var trace = 0.0;
        for (var c = 0; c < width; c++) trace += matrix[c, c];
        System.Numerics.Tensors.TensorPrimitives.Multiply(matrix.Values, width / trace, matrix.Values);
        return Upper(SpdFunction.Log(matrix));
    }

    /// <summary>The upper triangle with off-diagonals times √2, so that Euclidean distances are those of the matrices.</summary>
    private static double[] Upper(Matrix symmetric)
    {
        var vector = new double[symmetric.Rows * (symmetric.Rows + 1) / 2];
        var at = 0;
        for (var r = 0; r < symmetric.Rows; r++)
            for (var c = r; c < symmetric.Rows; c++)
                vector[at++] = symmetric[r, c] * (r == c ? 1 : Math.Sqrt(2));
        return vector;
    }

    private static RecordedStream? MainStream(Recording file) =>
        file.Streams.Where(s => s.Info.RateHz is not null && s.Info.Channels.Any(IsBrain)).MaxBy(s => s.Info.Channels.Count(IsBrain));

    private static bool IsBrain(Channel channel) => channel.Kind is ChannelKind.Eeg or ChannelKind.Ieeg or ChannelKind.Meg;
}
