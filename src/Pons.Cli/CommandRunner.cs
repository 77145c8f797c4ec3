using System.CommandLine;
using System.CommandLine.Help;

namespace Pons.Cli;

/// <summary>Runs the command that was asked for and turns every end into a documented exit status.</summary>
internal static class CommandRunner
{
    public static Option<bool> Debug { get; } = new("--debug") { Description = "Print stack traces with errors.", Recursive = true };

    public static async Task<int> RunAsync(Command root, string[] args)
    {
        try
        {
            var parsed = root.Parse(args);
            ShortenDescriptions(parsed.CommandResult.Command);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction) return ReportUsage(parsed);
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            return Failure.Report(Unwrap(fault), args.Contains(Debug.Name));
        }
    }

    /// <summary>The list of commands has one line for each; a command's own help has all of it.</summary>
    private static void ShortenDescriptions(Command asked)
    {
        foreach (var command in asked.Subcommands) command.Description = command.Description?.Split('\n')[0];
    }

    private static Exception Unwrap(Exception fault) =>
        fault is AggregateException { InnerExceptions.Count: 1 } aggregate ? Unwrap(aggregate.InnerExceptions[0]) : fault;

    private static int ReportUsage(ParseResult parsed)
    {
        var command = string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Select(c => c.Name).Where(n => n != parsed.RootCommandResult.Command.Name)
            .Append(parsed.CommandResult.Command.Name).Prepend("pons").Distinct());
        return Failure.Report(
            new UsageException(
                string.Join(' ', parsed.Errors.Select(e => e.Message)),
                "Nothing was done.",
                $"See '{command} --help' for what the command takes, with examples."),
            debug: false);
    }
}
