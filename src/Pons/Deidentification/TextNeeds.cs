namespace Pons.Deidentification;

/// <summary>What a text must hold for a rule to be tried; building the automaton of a rule and running it cost more than looking.</summary>
internal enum TextNeeds
{
    Nothing,

    /// <summary>A Chinese character.</summary>
    Han,

    /// <summary>An ASCII digit.</summary>
    Digit,

    /// <summary>Both.</summary>
    HanAndDigit,
}

internal static class TextNeedsExtensions
{
    public static bool AreMetBy(this TextNeeds needs, string folded) => needs switch
    {
        TextNeeds.Han => TextFolding.HasHan(folded),
        TextNeeds.Digit => HasDigit(folded),
        TextNeeds.HanAndDigit => HasDigit(folded) && TextFolding.HasHan(folded),
        _ => true,
    };

    private static bool HasDigit(string text) => text.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
}
