using System.CommandLine;
using Pons.Cli.Demo;

namespace Pons.Cli;

/// <summary><c>pons serve</c>: the server and the studio, ready for a session.</summary>
internal static class ServeCommand
{
    private const double SessionSeconds = 1800;

    public static Command Create()
    {
        var url = Inputs.Url();
        var subject = new VirtualSubjectOptions();
        var command = new Command(
            "serve",
            """
            The server and the studio. A session with the virtual subject begins when somebody presses Start there.

            Examples:
              pons serve
              pons serve --url http://127.0.0.1:5081
            """)
        {
            url,
        };
        subject.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => StudioSession.RunAsync(subject.Read(parsed, SessionSeconds), parsed.GetRequiredValue(url), startAtOnce: false, open: false, cancellation),
            cancellation));
        return command;
    }
}
