using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>Writes a recording as a data set: the samples into the <c>.set</c> file or beside it, and the fields that describe them.</summary>
internal sealed class EeglabWriter
{
    private const int ValuesPerBlock = 1 << 16;

    /// <summary>Radius of the sphere that EEGLAB lays electrodes on when only their direction is known.</summary>
    private const double HeadMillimetres = 85;

    private readonly Recording _content;
    private readonly string _file;
    private readonly CreationOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly EeglabRows _rows;
    private readonly List<string> _warnings = [];
    private readonly double[] _errors;

    public EeglabWriter(Recording content, string file, CreationOptions options, CancellationToken cancellation)
    {
        (_content, _file, _options, _cancellation) = (content, file, options, cancellation);
        _rows = new(StreamsOf());
        _errors = new double[_rows.Channels.Length];
        IsDouble = options.SampleType switch
        {
            null => _rows.IsWide,
            SampleType.Float64 => true,
            SampleType.Float32 => false,
            var other => throw Refusal($"Samples of type {other} are asked for.", "A data set of EEGLAB holds floating-point numbers.",
                "Ask for Float32 or Float64."),
        };
    }

    /// <summary>Whether samples are written in double precision; only inside of the <c>.set</c> file.</summary>
    public bool IsDouble { get; private set; }

    /// <summary>Whether all of it fits one MAT 5 file.</summary>
    public bool FitsOneFile => _rows.StoredCount * _rows.Channels.Length * (IsDouble ? 8m : 4m) < Mat5Writer.MostBytes - (1 << 24);

    /// <summary>Writes everything into one file.</summary>
    public CreationReport Write(Stream set) => Write(structure => Mat5Writer.Write(set, EeglabFields.StructName, structure));

    /// <summary>Hands everything to whoever writes MATLAB variables: one struct, with the samples in it.</summary>
    public CreationReport Write(Action<MatNode> write)
    {
        write(Structure(new MatSamplesNode(IsDouble, _rows.Channels.Length, _rows.StoredCount, WriteSamples), ""));
        return Report();
    }

    /// <summary>Writes the samples into one file, in single precision, and what describes them into the other.</summary>
    public CreationReport Write(Stream set, Stream data, string dataName)
    {
        if (_options.SampleType == SampleType.Float64)
            throw Refusal("Samples in double precision are asked for.", "An .fdt file holds single precision.", "Write a .set file, or ask for Float32.");
        IsDouble = false;
        WriteSamples(data);
        Mat5Writer.Write(set, EeglabFields.StructName, Structure(MatNode.Text(dataName), dataName));
        return Report();
    }

    public void Warn(string warning) => _warnings.Add(warning);

    private ImmutableArray<RecordedStream> StreamsOf()
    {
        var streams = _content.Streams.Where(s => s.StoredCount > 0).ToImmutableArray();
        foreach (var empty in _content.Streams.Except(streams)) _warnings.Add($"Stream '{empty.Info.Name}' holds no sample and is left out.");
        if (streams.IsEmpty) throw Refusal("The recording holds no sample.", "A data set of EEGLAB without data is none.", "Choose another format for markers alone.");
        if (streams.FirstOrDefault(s => s.Info.RateHz is null) is { } irregular)
            throw Refusal($"Stream '{irregular.Info.Name}' has no fixed rate.", "A data set of EEGLAB has one rate.", "Resample it first.");
        if (streams.Select(s => s.Info.RateHz).Distinct().Count() is > 1 and var rates)
            throw Refusal($"The recording has streams of {rates} different rates.", "A data set of EEGLAB has one rate.",
                "Write the streams to files of their own, or resample them.");
        if (streams.Any(s => !Places(s).SequenceEqual(Places(streams[0]))))
            throw Refusal("The streams begin, end or pause at different places.", "A data set of EEGLAB is one matrix.", "Write the streams to files of their own.");
        if (streams.Length > 1) _warnings.Add($"The streams {string.Join(" and ", streams.Select(s => $"'{s.Info.Name}'"))} become one.");
        return streams;

        static IEnumerable<(long, long)> Places(RecordedStream stream) => stream.Segments.Select(g => (g.FirstSampleIndex, g.SampleCount));
    }

    private CreationReport Report() => new(
        [.. _rows.StreamNames.Zip(_rows.Channels, _errors).Select(c => new ChannelLoss(c.First, c.Second.Label, c.Third, 0))], [.. _warnings]);

    private void WriteSamples(Stream file)
    {
        var width = _rows.Channels.Length;
        var rowsPerBlock = Math.Max(1, ValuesPerBlock / width);
        var (single, wide) = (new float[rowsPerBlock * width], _rows.IsWide || IsDouble ? new double[rowsPerBlock * width] : []);
        var done = 0L;
        foreach (var segment in _rows.Segments)
            for (var at = segment.FirstSampleIndex; at < segment.EndSampleIndex; at += rowsPerBlock)
            {
                _cancellation.ThrowIfCancellationRequested();
                var values = (int)Math.Min(rowsPerBlock, segment.EndSampleIndex - at) * width;
                if (wide.Length > 0) _rows.Read(at, wide.AsSpan(0, values));
                else _rows.Read(at, single.AsSpan(0, values));
                if (wide.Length > 0 && !IsDouble) Round(wide.AsSpan(0, values), single);
                WriteNumbers(file, IsDouble ? MemoryMarshal.AsBytes(wide.AsSpan(0, values)) : MemoryMarshal.AsBytes(single.AsSpan(0, values)));
                done += values / width;
                _options.Progress?.Invoke((double)done / _rows.StoredCount);
            }
    }

    private void WriteNumbers(Stream file, Span<byte> numbers)
    {
        if (!BitConverter.IsLittleEndian) MatNumbers.Swap(numbers, IsDouble ? 8 : 4);
        file.Write(numbers);
    }

    private void Round(ReadOnlySpan<double> wide, Span<float> single)
    {
        for (var i = 0; i < wide.Length; i++)
        {
            single[i] = (float)wide[i];
            // Of a value that is no number nothing is lost.
            if (Math.Abs(wide[i] - single[i]) is var error && error > _errors[i % _errors.Length]) _errors[i % _errors.Length] = error;
        }
    }

    private MatNode Structure(MatNode data, string dataName)
    {
        var channels = _rows.Channels;
        var references = channels.Where(c => c.Kind is ChannelKind.Eeg or ChannelKind.Ieeg).Select(c => c.Reference).Distinct().ToList();
        var start = _content.Header.StartTime;
        return MatNode.Struct(
            ("setname", Kept("setname", Path.GetFileNameWithoutExtension(_file))),
            ("filename", MatNode.Text(_file)),
            ("filepath", MatNode.Text("")),
            ("subject", MatNode.Text(_content.Header.Subject)),
            ("group", Kept("group")),
            ("condition", Kept("condition")),
            ("session", Kept("session")),
            ("comments", MatNode.Text(_content.Header.Description)),
            ("nbchan", MatNode.Number(channels.Length)),
            ("trials", MatNode.Number(1)),
            ("pnts", MatNode.Number(_rows.StoredCount)),
            ("srate", MatNode.Number(_rows.RateHz)),
            ("xmin", MatNode.Number(0)),
            ("xmax", MatNode.Number((_rows.StoredCount - 1) / _rows.RateHz)),
            ("times", MatNode.Empty),
            ("data", data),
            ("icaact", MatNode.Empty),
            ("icawinv", MatNode.Empty),
            ("icasphere", MatNode.Empty),
            ("icaweights", MatNode.Empty),
            ("icachansind", MatNode.Empty),
            ("chanlocs", Locations()),
            ("urchanlocs", MatNode.Empty),
            ("chaninfo", MatNode.Struct(("nosedir", MatNode.Text("+X")))),
            ("ref", MatNode.Text(references is [{ } only] ? only : "common")),
            ("event", new EeglabEventTable(_content, _rows, _warnings).Node()),
            ("urevent", MatNode.Empty),
            ("eventdescription", MatNode.Empty),
            ("epoch", MatNode.Empty),
            ("epochdescription", MatNode.Empty),
            ("reject", MatNode.Empty),
            ("stats", MatNode.Empty),
            ("specdata", MatNode.Empty),
            ("specicaact", MatNode.Empty),
            ("splinefile", MatNode.Empty),
            ("icasplinefile", MatNode.Empty),
            ("dipfit", MatNode.Empty),
            ("history", Kept("history")),
            ("saved", MatNode.Text("yes")),
            ("etc", start is { } t ? MatNode.Struct(("T0", MatNode.Row(t.Year, t.Month, t.Day, t.Hour, t.Minute,
                t.Second + t.Ticks % TimeSpan.TicksPerSecond / (double)TimeSpan.TicksPerSecond))) : MatNode.Struct(("eeglabvers", MatNode.Text("")))),
            ("datfile", MatNode.Text(dataName)));
    }

    /// <summary>A text that a data set of EEGLAB had and that Pons knows nothing of.</summary>
    private MatNode Kept(string field, string otherwise = "") => MatNode.Text(
        _content.Header is EeglabHeader ? _content.Header.Fields.FirstOrDefault(f => f.Name == field)?.Value ?? otherwise : otherwise);

    private MatStructNode Locations()
    {
        var (channels, details) = (_rows.Channels, _rows.Details);
        WarnOfLabels(channels);
        return new(
            ["labels", "type", "theta", "radius", "X", "Y", "Z", "sph_theta", "sph_phi", "sph_radius", "urchan", "ref", "unit"],
            [.. channels.Select((c, i) => (ImmutableArray<MatNode>)
                [MatNode.Text(c.Label), MatNode.Text(EeglabKinds.Word(c.Kind)), .. Coordinates(c, details[i]), MatNode.Number(i + 1),
                    MatNode.Text(c.Reference ?? ""), MatNode.Text(c.Unit)])]);
    }

    /// <summary>The coordinates of one channel in all of EEGLAB's ways: flat, cartesian, on the sphere.</summary>
    private IEnumerable<MatNode> Coordinates(Channel channel, RecordedChannel detail)
    {
        if (PlaceOf(channel, detail) is not { } place) return Enumerable.Repeat(MatNode.Empty, 8);
        var radius = EeglabPlaces.Norm(place);
        var azimuth = Math.Atan2(place.Y, place.X) * 180 / Math.PI;
        var elevation = Math.Asin(Math.Clamp(place.Z / radius, -1, 1)) * 180 / Math.PI;
        return new[] { -azimuth, 0.5 - elevation / 180, place.X, place.Y, place.Z, azimuth, elevation, radius }.Select(MatNode.Number);
    }

    /// <summary>Millimetres with x to the nose and y to the left ear.</summary>
    private (double X, double Y, double Z)? PlaceOf(Channel channel, RecordedChannel detail)
    {
        if (_content.Header is EeglabHeader && detail.LocationMetres is var (x, y, z)) return (x * 1000, y * 1000, z * 1000);
        // What follows from the label alone was not measured, and every reader can derive it.
        if (ElectrodeName.TryParse(channel.Label, out var name) && channel.Position == name.Position) return null;
        return channel.Position is var (right, nose, up) ? (nose * HeadMillimetres, -right * HeadMillimetres, up * HeadMillimetres) : null;
    }

    /// <summary>A label that would come back as another one is said beforehand.</summary>
    private void WarnOfLabels(ImmutableArray<Channel> channels)
    {
        var read = new MatChannels([.. channels.Select(c => c.Label)], [.. channels.Select(c => c.Unit)], []).Channels;
        foreach (var (before, after) in channels.Zip(read).Where(c => c.First.Label != c.Second.Label))
            _warnings.Add($"Channel '{before.Label}' will be read as '{after.Label}'.");
    }

    private RecordingFormatException Refusal(string what, string why, string remedy) => new(_file, null, what, why, remedy);
}
