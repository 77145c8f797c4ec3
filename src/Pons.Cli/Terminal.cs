using Spectre.Console;

namespace Pons.Cli;

/// <summary>
/// The two outlets of the program: what was asked for goes to standard output, everything else to standard error. With
/// <c>--json</c> standard output holds one JSON document and nothing else.
/// </summary>
internal static class Terminal
{
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public static IAnsiConsole Out { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
}
