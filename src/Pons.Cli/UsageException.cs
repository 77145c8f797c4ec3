namespace Pons.Cli;

/// <summary>The command was called with values that it cannot mean.</summary>
internal sealed class UsageException(string what, string why, string remedy) : PonsException(what, why, remedy);
