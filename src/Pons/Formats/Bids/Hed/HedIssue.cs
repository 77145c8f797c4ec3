namespace Pons.Formats.Bids.Hed;

/// <summary>A fault in an annotation.</summary>
/// <param name="Code">Code of the HED specification, such as <c>TAG_INVALID</c>: the name of the rule.</param>
/// <param name="Found">The tag or place that is at fault.</param>
/// <param name="Expected">What would do; begins with <c>@</c> when it names a text of the rule.</param>
internal sealed record HedIssue(string Code, string Found, string Expected = "")
{
    public bool IsWarning => Code is "TAG_EXTENDED" or "UNITS_MISSING" or "ELEMENT_DEPRECATED";
}
