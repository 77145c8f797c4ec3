using System.Collections.Immutable;
using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;
using Pons.Streams;

namespace Pons.Hdf5.Nwb;

/// <summary>Opens an NWB file: each time series of numbers is a stream, annotations and intervals are markers, the rest is said.</summary>
internal sealed class NwbReader
{
    private const int MostDepth = 8, MostSeries = 10_000;

    /// <summary>Where the schema puts time series; in <c>/stimulus/templates</c> stand pictures that were not recorded.</summary>
    private static readonly string[] Folders = ["acquisition", "processing", "stimulus/presentation", "analysis"];

    private readonly Hdf5File _file;
    private readonly List<string> _warnings = [];
    private readonly List<HeaderField> _unread = [];
    private readonly ClockId _clock;

    public NwbReader(Hdf5File file)
    {
        _file = file;
        _clock = new($"recording {file.Name}");
    }

    /// <summary>The version that a file states: an attribute in version 2, a data set in version 1; null when it is no NWB.</summary>
    public static string? VersionOf(Hdf5Group root) =>
        root.Text("nwb_version") ?? (root.TextOf("nwb_version") is { Length: > 0 } version ? version : null);

    public Recording Open()
    {
        var version = VersionOf(_file.Root) ?? throw new RecordingFormatException(_file.Name, null,
            $"It is HDF5 without the root attributes of NWB ('nwb_version'); it holds {Listing()}.",
            "Without them nothing says where the signals are.", "Export the file again from the program that wrote it.");
        var electrodes = new NwbElectrodes(_file.Root.Group("general/extracellular_ephys/electrodes"));
        var series = Folders.SelectMany(f => Series(_file.Root.Group(f), 0)).Take(MostSeries).ToList();
        var parts = series.Select(s => NwbSeries.Read(s, electrodes, _clock, _warnings, _unread)).OfType<NwbSeries>().ToList();
        WarnOfCounts(series);
        var origin = parts.Where(p => p.Times.Count > 0).Select(p => p.Times.StartSeconds).DefaultIfEmpty(0).Min();
        var markers = NwbMarkers.Read(_file.Root, series, origin, _warnings);
        var streams = parts.Select(RecordedStream (p) => new Hdf5Stream(p.Info, p.Samples, p.Times, origin,
            p.Info.RateHz is { } rate ? [.. markers.Select(m => m.On(_clock, rate))] : [])).ToImmutableArray();
        return new(HeaderOf(version, streams, origin), streams, markers, GapsOf(parts, origin), file: _file);
    }

    private static ImmutableArray<RecordingGap> GapsOf(List<NwbSeries> parts, double origin) =>
        [.. parts.SelectMany(p => p.Times.Gaps(origin)).Distinct().OrderBy(g => g.Start)];

    private RecordingHeader HeaderOf(string version, ImmutableArray<RecordedStream> streams, double origin)
    {
        var root = _file.Root;
        if (streams.IsEmpty) _warnings.Add($"The file holds no series of numbers with times, so there is no stream. It holds {Listing()}.");
        return new()
        {
            Format = version.StartsWith("NWB", StringComparison.OrdinalIgnoreCase) ? version : $"NWB {version}",
            File = _file.Name,
            StartTime = StartOf(root)?.AddTicks((long)Math.Clamp(Math.Round(origin * TimeSpan.TicksPerSecond), -1e15, 1e15)),
            DurationSeconds = streams.Select(s => s.Info.RateHz is { } rate ? s.StoredCount / rate : 0).DefaultIfEmpty(0).Max(),
            Subject = root.TextOf("general/subject/subject_id"),
            Description = root.TextOf("session_description"),
            Device = root.Group("general/devices")?.Names().FirstOrDefault() ?? "",
            Fields = [.. Top(root), .. Hdf5Fields.Of(root.Group("general"), IsElsewhere), .. _unread],
            Streams = [.. streams.Select(s => s.Info)],
            Warnings = [.. _warnings],
        };
    }

    private static bool IsElsewhere(string path) => path is "/general/subject/subject_id" or "/general/extracellular_ephys/electrodes"
        || path.StartsWith("/general/intracellular_ephys/", StringComparison.Ordinal);

    private static IEnumerable<HeaderField> Top(Hdf5Group root) => new[] { "identifier", "session_start_time", "timestamps_reference_time", "file_create_date" }
        .Select(root.Dataset).OfType<Hdf5Dataset>().SelectMany(d => Hdf5Fields.Of(d));

    /// <summary>Times count from the reference time where there is one, as the wall clock of the laboratory showed it.</summary>
    private static DateTime? StartOf(Hdf5Group root)
    {
        var text = root.TextOf("timestamps_reference_time") is { Length: > 0 } reference ? reference : root.TextOf("session_start_time");
        // Version 1 wrote dates as C's ctime does.
        if (DateTime.TryParseExact(text, "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var old)) return old;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            && start.Year is > 1 and < 9999 ? start.DateTime : null;
    }

    /// <summary>Groups that are time series, wherever containers put them.</summary>
    private static IEnumerable<Hdf5Group> Series(Hdf5Group? group, int depth)
    {
        if (group is null || depth > MostDepth) yield break;
        foreach (var name in group.Names())
        {
            if (group.Group(name) is not { } inner) continue;
            if (NwbSeries.IsSeries(inner)) yield return inner;
            else if (!inner.Has("colnames"))
                foreach (var series in Series(inner, depth + 1)) yield return series;
        }
    }

    /// <summary>Version 1 states the number of samples beside the data.</summary>
    private void WarnOfCounts(List<Hdf5Group> series)
    {
        var wrong = series.Where(s => s.NumberOf("num_samples") is { } stated && s.Dataset("data") is { } data && data.Shape.Lengths is [var count, ..]
            && stated != count).ToList();
        if (wrong.Count > 0)
            _warnings.Add($"In {wrong.Count} series 'num_samples' is not the number of samples that are stored, in {wrong[0].Path} "
                + $"{wrong[0].NumberOf("num_samples")} for {wrong[0].Dataset("data")!.Shape.Lengths[0]}: what is stored is read.");
    }

    private string Listing()
    {
        var names = _file.Root.Names();
        return names.Count == 0 ? "nothing" : string.Join(", ", names.Take(12).Select(n => "/" + n));
    }
}
