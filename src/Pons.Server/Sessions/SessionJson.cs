namespace Pons.Server.Sessions;

/// <summary>Recordings as JSON; docs/reference/sessions-api.md is its specification.</summary>
internal static class SessionJson
{
    /// <summary>A line of the list.</summary>
    public static object Summary(FileInfo file, SessionAccount account) => new
    {
        file.Name,
        Bytes = file.Length,
        Changed = new DateTimeOffset(file.LastWriteTimeUtc),
        account.Format,
        account.Start,
        account.Seconds,
        Streams = account.Streams.Select(s => new { s.Name, s.Channels, s.RateHz }),
        account.GapCount,
        account.Missing,
        account.Verdict,
        account.Reasons,
    };

    /// <summary>One recording with everything that stands on its time line.</summary>
    public static object Detail(FileInfo file, SessionAccount account) => new
    {
        file.Name,
        Bytes = file.Length,
        Changed = new DateTimeOffset(file.LastWriteTimeUtc),
        account.Format,
        account.Start,
        account.Seconds,
        account.Description,
        account.GapCount,
        account.Missing,
        account.Verdict,
        account.Reasons,
        account.Warnings,
        account.Streams,
        account.Receivers,
        account.Events,
    };
}
