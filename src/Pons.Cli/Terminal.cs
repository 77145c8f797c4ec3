using Spectre.Console;

namespace Pons.Cli;

/// <summary>
/// The two outlets of the program: what was asked for goes to standard output, everything else to standard error. With
/// <c>--json</c> standard output holds one JSON document and nothing else.
/// </summary>
internal static class Terminal
{
    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(redirected ? new TrimmedLines(writer) : writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        // A file or another program has no right margin: lines are not broken there.
        if (redirected) console.Profile.Width = 10_000;
        return console;
    }
}
