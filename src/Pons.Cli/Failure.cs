using Spectre.Console;

namespace Pons.Cli;

/// <summary>Turns an exception into three lines for a person and an exit status for a program.</summary>
internal static class Failure
{
    public static int Report(Exception fault, bool debug)
    {
        var (status, what, why, remedy) = Explain(fault);
        if (what.Length > 0) Write(what, why, remedy);
        if (debug) Terminal.Error.WriteLine(fault.ToString());
        return status;
    }

    private static (int Status, string What, string Why, string Remedy) Explain(Exception fault) => fault switch
    {
        OperationCanceledException => (ExitStatus.Interrupted, "Stopped before the end.", "Nothing incomplete was kept.", "Call the command again to start over."),
        UsageException e => (ExitStatus.WrongUsage, e.What, e.Why, e.Remedy),
        LossException e => (ExitStatus.Refused, e.What, e.Why, e.Remedy),
        PonsException e => (ExitStatus.BadInput, e.What, e.Why, e.Remedy),
        FileNotFoundException e => (ExitStatus.BadInput, $"There is no file '{e.FileName}'.", "The command needs it as input.", "Check the path."),
        DirectoryNotFoundException e => (ExitStatus.BadInput, e.Message, "The command needs that folder.", "Check the path."),
        UnauthorizedAccessException e => (ExitStatus.BadInput, e.Message, "Pons may not read or write there.", "Change the permissions, or choose another place."),
        IOException e => (ExitStatus.BadInput, e.Message, "Reading or writing a file failed.", "Check the disk and the path, then try again."),
        _ => (ExitStatus.Bug, $"Pons has made a mistake: {fault.GetType().Name}: {fault.Message}", "This should not happen, whatever the input.",
            "Call again with --debug and report what is printed."),
    };

    private static void Write(string what, string why, string remedy)
    {
        Terminal.Error.MarkupLine($"[red]error:[/] {Markup.Escape(what)}");
        Terminal.Error.MarkupLine($"[grey]  why:[/] {Markup.Escape(why)}");
        Terminal.Error.MarkupLine($"[grey]   do:[/] {Markup.Escape(remedy)}");
    }
}
