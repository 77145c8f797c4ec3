using Pons.Formats;

namespace Pons.Cli;

/// <summary><c>--strict</c> was asked for, and the target cannot hold everything, or nobody can tell before writing.</summary>
internal sealed class LossException(string target, string format, CreationPreview preview) : PonsException(
    $"'{target}' was not written: {(preview.HoldsSamples == true ? "" : preview.HoldsSamples is null
        ? $"only writing would show whether {format} keeps every sample. " : $"{format} cannot keep every sample as the same number. ")}"
        + string.Join(' ', preview.Losses),
    "--strict refuses any loss.",
    "Choose another format or --sample-type, or leave --strict out.");
