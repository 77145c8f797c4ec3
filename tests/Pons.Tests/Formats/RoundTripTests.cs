using System.Globalization;
using System.Text;
using Pons.Formats;

namespace Pons.Tests.Formats;

/// <summary>
/// Every kind of recording through every format that is written, and back: bit-equal wherever the format said beforehand that it holds
/// the samples. The table in the documentation is what came out.
/// </summary>
public sealed class RoundTripTests : IDisposable
{
    private const string Page = "docs/reference/round-trips.md";

    private static readonly (string Name, string Path)[] Sources =
    [
        ("EDF+, 16 bit", "mi/eegmmidb/S001R04.edf"),
        ("EDF+, ten rates", "formats/edf_bdf/test_reduced.edf"),
        ("BDF, 24 bit", "formats/edf_bdf/test_bdf_stim_channel.bdf"),
        ("BrainVision, 16 bit", "formats/brainvision/test.vhdr"),
        ("EEGLAB, float", "formats/eeglab/test_raw_chanloc.set"),
        ("XDF, 16 bit", "formats/xdf/minimal.xdf"),
        ("Persyst, 32 bit", "formats/persyst/sub-pt1_ses-02_task-monitor_acq-ecog_run-01_clip2.lay"),
        ("FIF, float", "formats/fif/test_bin_raw.fif"),
        ("CSV, text", "ssvep/muse/subject1_session1_data_2017-09-14-21.20.04.csv"),
    ];

    private readonly TemporaryFolder _folder = new();

    static RoundTripTests() => global::Pons.Hdf5.Hdf5Formats.Register();

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<(RecordingFormat Format, string Extension)> Targets =>
        RecordingFormat.All.Where(f => f.CanCreate && f.UnavailableBecause is null)
            .Select(f => (f, f.Extensions.First(e => RecordingFormat.ForNewFile("x" + e) == f)))
            .OrderBy(t => t.f.Name, StringComparer.Ordinal);

    [Fact]
    public void What_a_format_says_that_it_holds_reads_back_as_the_very_same_numbers()
    {
        var table = new StringBuilder("| Source | " + string.Join(" | ", Targets.Select(t => t.Format.Name)) + " |\n|---|" + string.Concat(Targets.Select(_ => "---|")) + "\n");
        var broken = new List<string>();
        foreach (var (name, path) in Sources)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {name} |");
            foreach (var (format, extension) in Targets) table.Append(CultureInfo.InvariantCulture, $" {Cell(name, RecordedData.PathOf(path), format, extension, broken)} |");
            table.Append('\n');
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
        HoldPage(table.ToString());
    }

    [Theory]
    [InlineData(".bdf")]
    [InlineData(".vhdr", ".xdf")]
    [InlineData(".xdf", ".vhdr", ".bdf")]
    [InlineData(".set", ".xdf", ".vhdr")]
    [InlineData(".csv", ".bdf")]
    [InlineData(".npz", ".vhdr")]
    public void EDF_comes_back_through_any_chain_with_its_numbers_scales_and_markers(params string[] chain)
    {
        var original = RecordedData.PathOf("mi/eegmmidb/S001R04.edf");
        var last = original;
        foreach (var extension in (string[])[.. chain, ".edf"])
        {
            using var recording = Recording.Open(last);
            last = _folder.PathOf($"{Guid.NewGuid():N}{extension}");
            RecordingFormat.ForNewFile(last)!.Create(last, recording, cancellation: TestContext.Current.CancellationToken);
        }

        using var first = Recording.Open(original);
        using var back = Recording.Open(last);
        Assert.Equal(0, LargestError(first, back));
        Assert.Equal(first.Streams[0].Info.Channels.Select(c => c.Label), back.Streams[0].Info.Channels.Select(c => c.Label));
        var holdsLengths = chain.All(e => RecordingFormat.ForNewFile("x" + e)!.Capabilities.HoldsMarkerLengths);
        Assert.Equal(first.Markers.Select(m => (m.Onset, m.Label, holdsLengths ? m.Length : null)), back.Markers.Select(m => (m.Onset, m.Label, m.Length)));
    }

    private string Cell(string source, string path, RecordingFormat format, string extension, List<string> broken)
    {
        using var recording = Recording.Open(path);
        var target = _folder.PathOf($"{Guid.NewGuid():N}{extension}");
        CreationPreview preview;
        try
        {
            preview = format.Preview(recording);
            format.Create(target, recording, cancellation: TestContext.Current.CancellationToken);
        }
        catch (RecordingFormatException)
        {
            return "refused";
        }

        using var back = Recording.Open(target);
        var error = LargestError(recording, back);
        if (preview.HoldsSamples == true && error != 0) broken.Add($"{source} → {format.Name}: said to hold the samples, but the largest error is {error}.");
        if (back.Streams.Length == 0) broken.Add($"{source} → {format.Name}: no stream came back.");
        var markers = format.Capabilities.HoldsMarkers && recording.Markers.Count(m => m.Label.Length > 0) > back.Markers.Length ? ", fewer markers" : "";
        return (error == 0 ? "=" : string.Create(CultureInfo.InvariantCulture, $"±{error:0.##e+0}")) + markers + (preview.Losses.IsEmpty ? "" : $" ({preview.Losses.Length})");
    }

    /// <summary>
    /// Over all stored samples, relative to the largest value of the stream; streams in their order. Whole numbers with a scale are equal
    /// when the same whole number comes back: the value that it stands for may be no number that a float holds.
    /// </summary>
    private static double LargestError(Recording first, Recording back)
    {
        var largest = 0.0;
        foreach (var (a, b) in first.Streams.Where(s => s.StoredCount > 0).Zip(back.Streams.Where(s => s.StoredCount > 0)))
        {
            var count = (int)Math.Min(Math.Min(a.SampleCount, b.SampleCount), 1 << 16);
            var (before, after) = (new double[count * a.Info.ChannelCount], new double[count * b.Info.ChannelCount]);
            if (before.Length != after.Length || a.SampleCount != b.SampleCount) return double.PositiveInfinity;
            a.Read(0, before);
            b.Read(0, after);
            var scale = before.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
            for (var i = 0; i < before.Length; i++)
                if (!IsSame(a, i % a.Info.ChannelCount, before[i], after[i])) largest = Math.Max(largest, Error(before[i], after[i], scale));
        }

        return largest;
    }

    private static bool IsSame(RecordedStream source, int channel, double before, double after)
    {
        if (before.Equals(after)) return true;
        if (source.Scales.IsEmpty || source.Scales[channel] is not { IsUsable: true } scale) return false;
        return Math.Round((before - scale.Offset) / scale.Gain) == Math.Round((after - scale.Offset) / scale.Gain);
    }

    private static double Error(double before, double after, double scale) =>
        double.IsFinite(before) && double.IsFinite(after) ? Math.Abs(before - after) / scale : 1;

    private static void HoldPage(string table)
    {
        var path = Path.Combine(RecordedData.Root(), Page);
        var text = """
            # Round trips

            Each recording of the first column was written in each format and read again. `=` means that every sample came back as the very
            same number (the same whole number, where the source stores those), `±` the largest error relative to the largest value. A number
            in brackets counts what the format said beforehand that it cannot hold besides samples (`pons convert` prints each); `refused`
            means that nothing was written.

            """ + "\n" + table + """

            A format that says beforehand that it holds the samples must show `=`; a test breaks otherwise. The table is what that test found:
            `PONS_RENEW=1 dotnet run --project tests/Pons.Tests -- --filter-class "*RoundTripTests"` writes it anew.

            """;
        if (Environment.GetEnvironmentVariable("PONS_RENEW") == "1") File.WriteAllText(path, text);
        Assert.Equal(text, File.ReadAllText(path));
    }
}
