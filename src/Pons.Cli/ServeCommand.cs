using System.CommandLine;
using Pons.Cli.Demo;
using Pons.Server;

namespace Pons.Cli;

/// <summary><c>pons serve</c>: the server and the studio, ready for a session.</summary>
internal static class ServeCommand
{
    private const double SessionSeconds = 1800;

    public static Command Create()
    {
        var url = Inputs.Url();
        var sessions = Settings.Option("--sessions", "Folder of the recordings", StudioServerOptions.DefaultSessionsFolder);
        var subject = new VirtualSubjectOptions();
        var command = new Command(
            "serve",
            """
            The server and the studio: connect and record devices, look at recordings, or run a session with the virtual subject.

            Examples:
              pons serve
              pons serve --url http://127.0.0.1:5081 --sessions recordings
            """)
        {
            url, sessions,
        };
        subject.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => StudioSession.RunAsync(
                subject.Read(parsed, SessionSeconds),
                new() { Url = parsed.GetRequiredValue(url), SessionsFolder = parsed.GetRequiredValue(sessions) },
                startAtOnce: false, open: false, cancellation),
            cancellation));
        return command;
    }
}
