using System.Collections.Immutable;
using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Kwik;

/// <summary>Opens a KWIK file: each spike is a marker with the number of its cluster and, as its kind, the name of the cluster's group.</summary>
internal sealed class KwikReader(Hdf5File file)
{
    private const int MostSpikes = 10_000_000;
    private readonly List<string> _warnings = [];

    public Recording Open()
    {
        var root = file.Root;
        var rate = root.Group("recordings/0")?.Number("sample_rate") ?? root.Group("application_data/spikedetekt")?.Number("sample_rate");
        if (rate is not > 0)
            throw new RecordingFormatException(file.Name, null, "The file states no sampling rate in '/recordings/0'.", "The times of its spikes count samples.",
                "Sort the recording again, or add the attribute 'sample_rate'.");
        var groups = root.Group("channel_groups");
        var markers = (groups?.Names() ?? []).Select(n => groups!.Group(n)).OfType<Hdf5Group>().SelectMany(g => Spikes(g, rate.Value))
            .OrderBy(m => m.Onset).ToImmutableArray();
        return new(new()
        {
            Format = $"KWIK {root.Number("kwik_version")?.ToString(CultureInfo.InvariantCulture)}",
            File = file.Name,
            Device = root.Text("creator_version") ?? "",
            Fields = [.. Fields(root)],
            Warnings = [.. _warnings],
        }, [], markers, file: file);
    }

    private static IEnumerable<HeaderField> Fields(Hdf5Group root)
    {
        if (root.Text("name") is { } name) yield return new("name", name, IsPersonal: true);
        if (root.Group("application_data/spikedetekt") is not { } detection) yield break;
        foreach (var text in (string[])["experiment_name", "raw_data_files", "prb_file"])
            if (detection.Text(text) is { } value) yield return new($"spikedetekt.{text}", value, IsPersonal: true);
        foreach (var number in (string[])["sample_rate", "n_channels", "voltage_gain", "filter_low"])
            if (detection.Number(number) is { } value) yield return new($"spikedetekt.{number}", value.ToString("R", CultureInfo.InvariantCulture));
    }

    private IEnumerable<RecordedMarker> Spikes(Hdf5Group group, double rateHz)
    {
        if (group.Dataset("spikes/time_samples") is not { Shape.Lengths: [var count] } data) yield break;
        if (count > MostSpikes)
            throw new RecordingFormatException(file.Name, null, $"{data.Path}: {count:N0} spikes are more than can be held as markers.",
                $"At most {MostSpikes:N0} are.", "Read them with a program for spike sorting.");
        var times = data.Numbers() ?? [];
        var fractions = group.Dataset("spikes/time_fractional")?.Numbers() ?? [];
        var clusters = group.Dataset("spikes/clusters/main")?.Numbers() ?? [];
        if (clusters.Length != times.Length) _warnings.Add($"{group.Path}: {times.Length} spikes have {clusters.Length} clusters; those without one are called 'spike'.");
        var names = new Dictionary<double, string>();
        for (var i = 0; i < times.Length; i++)
        {
            // Fractions are 256ths of a sample.
            var sample = times[i] + (i < fractions.Length ? fractions[i] / 256 : 0);
            var cluster = i < clusters.Length ? clusters[i] : double.NaN;
            if (!names.TryGetValue(cluster, out var kind)) names[cluster] = kind = KindOf(group, cluster);
            yield return new(new(Hdf5Times.Nanoseconds(sample / rateHz)), double.IsNaN(cluster) ? "spike" : cluster.ToString(CultureInfo.InvariantCulture)) { Kind = kind };
        }
    }

    /// <summary>The name of the group that a cluster was put in, such as <c>Good</c> or <c>Noise</c>.</summary>
    private static string KindOf(Hdf5Group group, double cluster)
    {
        var number = group.Group(string.Create(CultureInfo.InvariantCulture, $"clusters/main/{cluster}"))?.Number("cluster_group");
        return number is { } n ? group.Group(string.Create(CultureInfo.InvariantCulture, $"cluster_groups/main/{n}"))?.Text("name") ?? "" : "";
    }
}
