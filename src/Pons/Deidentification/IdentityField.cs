using System.Text.RegularExpressions;

namespace Pons.Deidentification;

/// <summary>A field whose name says what it holds, whatever stands in it: <c>PatientName</c>, <c>住院号</c>, <c>DeviceSerialNumber</c>.</summary>
/// <param name="Id">Name of the entry in the rules.</param>
/// <param name="Kind">What such a field holds.</param>
/// <param name="Names">The names of the field.</param>
internal sealed record IdentityField(string Id, IdentityKind Kind, Regex Names);
