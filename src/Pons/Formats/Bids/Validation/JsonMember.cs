namespace Pons.Formats.Bids.Validation;

/// <summary>A name and its value in a JSON object.</summary>
/// <param name="Name">The name.</param>
/// <param name="Offset">Where the name begins, in bytes from the start of the file.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonMember(string Name, long Offset, JsonPart Value);
