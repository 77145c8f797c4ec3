namespace Pons.Server;

/// <summary>How the studio is served.</summary>
public sealed record StudioServerOptions
{
    /// <summary>Address to listen on; the default is <c>http://127.0.0.1:5080</c>. Port 0 takes any free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>
    /// Whether other computers may connect; the default is <see langword="false"/>. There is no sign-in: whoever can reach
    /// the address sees the signals and can stop the session.
    /// </summary>
    public bool AllowRemote { get; init; }

    /// <summary>Folder of the recordings; made when the first is recorded. Default: <c>Pons/sessions</c> in the user's own folder.</summary>
    public string SessionsFolder { get; init; } = DefaultSessionsFolder;

    /// <summary>The default of <see cref="SessionsFolder"/>.</summary>
    public static string DefaultSessionsFolder { get; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Pons", "sessions");
}
