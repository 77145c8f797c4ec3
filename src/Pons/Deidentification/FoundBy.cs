namespace Pons.Deidentification;

/// <summary>How a thing was found that no pattern of the rules found.</summary>
internal static class FoundBy
{
    /// <summary>It was seen elsewhere in the data set, or the steward named it.</summary>
    public const string Known = "known";

    /// <summary>The name of its field says what it is.</summary>
    public const string Field = "field";

    /// <summary>It stands where the format keeps such things.</summary>
    public const string Place = "place";

    /// <summary>Nothing may stand there.</summary>
    public const string Unused = "unused";

    /// <summary>The label of a subject or the name of a file, which gets another one.</summary>
    public const string Renamed = "renamed";

    private static readonly Dictionary<string, string> NoWords = [];

    public static IdentityRule Rule(string id, IdentityKind kind, IdentityAction action = IdentityAction.Token) =>
        new(id, "any", kind, action, IdentityCertainty.Certain, NoWords);
}
