using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>Finds the recording in a file of MATLAB variables, of whatever version.</summary>
internal static class MatRecording
{
    /// <summary>Particular arrangements before the general one, which takes what looks like a signal.</summary>
    private static readonly ImmutableArray<MatLayout> Layouts = [new FieldTripLayout(), new BioSigLayout(), new GtecLayout(), new PlainLayout()];

    /// <summary>Opens the recording; the container is closed together with it, or when that fails.</summary>
    public static Recording Open(MatContainer container, RecordingFiles files)
    {
        var input = new MatInput(container, files);
        try
        {
            var content = Layouts.Select(l => l.TryRead(input)).FirstOrDefault(c => c is not null) ?? throw NoSignal(container);
            var header = Header(input, files, content);
            return new(header, content.Streams, content.Markers, content.Gaps, file: input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private static RecordingHeader Header(MatInput input, RecordingFiles files, MatContent content) => new()
    {
        Format = content.Layout.Length == 0 ? input.Main.Version : $"{input.Main.Version} ({content.Layout})",
        File = files.Name,
        StartTime = content.StartTime,
        DurationSeconds = content.Streams.Max(s => s.Info.RateHz is { } rate ? s.StoredCount / rate : 0),
        Subject = content.Subject,
        Fields = input.Main.Preamble.Length == 0 ? content.Fields
            : [new("Preamble", input.Main.Preamble, IsPersonal: true), .. content.Fields],
        Streams = [.. content.Streams.Select(s => s.Info)],
        Warnings = [.. input.Warnings],
    };

    private static RecordingFormatException NoSignal(MatContainer container) => new(
        container.File, null, $"No variable can be told to be a signal. The file holds {container.Listing()}.",
        "A signal is a matrix of real numbers whose longer side is time, or a structure of FieldTrip, BioSig or g.BSanalyze; "
            + "which side of a square or of a matrix with three sides is time cannot be known.",
        "Save the signal as a matrix of channels by samples, with a variable 'fs' for its rate and a cell array 'labels' beside it.");
}
