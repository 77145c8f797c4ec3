namespace Pons.Cli;

/// <summary>What the program returns to the shell; documented in docs/reference/command-line.md.</summary>
internal static class ExitStatus
{
    public const int Done = 0;
    public const int CheckFailed = 1;
    public const int WrongUsage = 2;
    public const int BadInput = 3;
    public const int Refused = 4;
    public const int Bug = 70;
    public const int Interrupted = 130;
}
