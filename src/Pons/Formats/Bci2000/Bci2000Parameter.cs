using System.Collections.Immutable;

namespace Pons.Formats.Bci2000;

/// <summary>One parameter of the system as the header states it.</summary>
/// <param name="Section">Its section, such as <c>Source:Signal%20Properties</c>.</param>
/// <param name="Type">Its type, such as <c>floatlist</c>.</param>
/// <param name="Name">Its name, such as <c>SourceChGain</c>.</param>
/// <param name="Values">Its value, or its elements row by row; escapes are resolved.</param>
/// <param name="Comment">What the program says about it.</param>
public sealed record Bci2000Parameter(string Section, string Type, string Name, ImmutableArray<string> Values, string Comment)
{
    /// <summary>The value, or the elements parted by spaces.</summary>
    public string Text => string.Join(' ', Values);
}
