using System.Globalization;
using Pons.Formats;
using Pons.Server.Devices;
using Pons.Server.Live;

namespace Pons.Server.Sessions;

/// <summary>Recordings over HTTP: making one, list, one of them, playing it on <i>Live</i>, and files of other formats.</summary>
internal static class SessionEndpoints
{
    private const double SlowestReplay = 0.1;
    private const double FastestReplay = 100;

    private static readonly ProblemMessage NotRecording =
        ProblemMessage.Of(
            ProblemCode.NotRecording, "Nothing is being recorded.", "What was asked belongs to a running recording.", "Start a recording first.");

    private static readonly ProblemMessage NoteEmpty =
        ProblemMessage.Of(ProblemCode.NoteEmpty, "The note is empty.", "Nothing would be kept.", "Write what happened.");

    private static string WrittenFormats => string.Join(", ", RecordingFormat.All.Where(f => f.CanCreate).Select(f => f.Name));

    public static void Map(WebApplication app, SessionShelf shelf, DeviceDesk desk, LiveFeed feed)
    {
        app.MapPost("/api/recording/start", (HttpContext context, CancellationToken aborted) => RecordAsync(shelf, desk, context));
        app.MapPost("/api/recording/note", (HttpContext context, CancellationToken aborted) => NoteAsync(desk, context));
        app.MapPost("/api/recording/stop", (CancellationToken aborted) => StopAsync(desk));
        app.MapGet("/api/sessions", () => Json(new
        {
            shelf.Folder,
            Formats = RecordingFormat.All.Where(f => f.CanCreate).Select(f => new { f.Name, Extension = f.Extensions[0] }),
            Sessions = shelf.Files().Select(f => SessionJson.Summary(f, shelf.Read(f))),
        }));
        app.MapGet("/api/sessions/{name}", (string name) => With(shelf, name, file => Json(SessionJson.Detail(file, shelf.Read(file)))));
        app.MapPost("/api/sessions/{name}/replay", (string name, HttpContext context, CancellationToken aborted) =>
            ReplayAsync(shelf, feed, name, context));
        app.MapPost("/api/sessions/{name}/export", (string name, HttpContext context, CancellationToken aborted) =>
            ExportAsync(shelf, name, context, aborted));
        app.MapGet("/api/sessions/exports/{file}", (string file) => shelf.FindExport(file) is { } found
            ? Results.File(found.FullName, "application/octet-stream", found.Name)
            : Problem(Unknown(file), StatusCodes.Status404NotFound));
    }

    private static async Task<IResult> ReplayAsync(SessionShelf shelf, LiveFeed feed, string name, HttpContext context)
    {
        var wanted = await JsonBody.ReadAsync<WantedReplay>(context).ConfigureAwait(false) ?? new(null, null);
        var (from, speed) = (wanted.From ?? 0, wanted.Speed ?? 1);
        if (!(from >= 0 && double.IsFinite(from) && speed is >= SlowestReplay and <= FastestReplay))
            return Problem(
                ProblemMessage.Of(
                    ProblemCode.ReplayNotPossible,
                    FormattableString.Invariant($"A replay from {from} s at {speed} times the speed is not possible."), "Nothing could be shown.",
                    FormattableString.Invariant($"Begin at 0 s or later, with a speed from {SlowestReplay} to {FastestReplay}."),
                    Figure(from), Figure(speed), Figure(SlowestReplay), Figure(FastestReplay)),
                StatusCodes.Status400BadRequest);
        return With(shelf, name, file =>
        {
            _ = SessionPlayback.Start(feed, file.FullName, from, speed);
            return Json(new { Name = file.Name, From = from, Speed = speed });
        });
    }

    private static async Task<IResult> ExportAsync(SessionShelf shelf, string name, HttpContext context, CancellationToken aborted)
    {
        var wanted = await JsonBody.ReadAsync<WantedExport>(context).ConfigureAwait(false);
        var format = RecordingFormat.All.FirstOrDefault(f => f.CanCreate && f.Name == wanted?.Format);
        if (format is null)
            return Problem(
                ProblemMessage.Of(
                    ProblemCode.FormatUnknown, $"'{wanted?.Format}' is no format that Pons writes.",
                    "The format decides what the new file can hold.", $"Choose one of {WrittenFormats}.", wanted?.Format ?? "", WrittenFormats),
                StatusCodes.Status400BadRequest);
        return await Task.Run(
            () => With(shelf, name, file =>
            {
                var (files, losses) = shelf.Export(file, format, aborted);
                var folder = Path.Combine(shelf.Folder, SessionShelf.ExportFolder);
                return Json(new { Folder = folder, Files = files.Select(f => new { f.Name, Bytes = f.Length }), Losses = losses });
            }),
            aborted).ConfigureAwait(false);
    }

    private static async Task<IResult> RecordAsync(SessionShelf shelf, DeviceDesk desk, HttpContext context)
    {
        var wanted = await JsonBody.ReadAsync<WantedRecording>(context).ConfigureAwait(false) ?? new(null, null);
        return Guarded(() =>
            Json(desk.Record(shelf.NewPath(wanted.Name ?? ""), wanted.Note?.Trim() ?? "", wanted.AwaitsSession).Describe()));
    }

    private static async Task<IResult> NoteAsync(DeviceDesk desk, HttpContext context)
    {
        var said = await JsonBody.ReadAsync<WantedNote>(context).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(said?.Text))
            return Problem(NoteEmpty, StatusCodes.Status400BadRequest);
        if (desk.Recording is not { HasEnded: false } recording) return Problem(NotRecording, StatusCodes.Status409Conflict);
        recording.Note(said.Text.Trim());
        return Json(recording.Describe());
    }

    private static async Task<IResult> StopAsync(DeviceDesk desk)
    {
        if (desk.Recording is not { HasEnded: false } recording) return Problem(NotRecording, StatusCodes.Status409Conflict);
        await recording.StopAsync().ConfigureAwait(false);
        return Json(recording.Describe());
    }

    private static IResult With(SessionShelf shelf, string name, Func<FileInfo, IResult> act) => Guarded(() =>
        shelf.Find(name) is { } file ? act(file) : Problem(Unknown(name), StatusCodes.Status404NotFound));

    private static IResult Guarded(Func<IResult> act)
    {
        try
        {
            return act();
        }
        catch (PonsException fault)
        {
            return Problem(ProblemMessage.Of(fault), StatusCodes.Status409Conflict);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Problem(
                ProblemMessage.Of(
                    ProblemCode.File, fault.Message, "The file could not be read or written.", "Check the disk and who may use the folder."),
                StatusCodes.Status409Conflict);
        }
    }

    private static ProblemMessage Unknown(string name) =>
        ProblemMessage.Of(
            ProblemCode.RecordingUnknown, $"There is no recording '{name}'.", "It may have been moved or renamed.", "Look at the list again.", name);

    private static string Figure(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static IResult Json(object value) => Results.Json(value, LiveJson.Options);

    private static IResult Problem(ProblemMessage message, int status) => Results.Json(message, LiveJson.Options, statusCode: status);

    private sealed record WantedRecording(string? Name, string? Note, bool AwaitsSession = false);

    private sealed record WantedNote(string? Text);

    private sealed record WantedReplay(double? From, double? Speed);

    private sealed record WantedExport(string? Format);
}
