namespace Pons.Cli;

/// <summary>A file or folder that was named cannot be used.</summary>
internal sealed class InputException(string what, string why, string remedy, Exception? inner = null) : PonsException(what, why, remedy, inner);
