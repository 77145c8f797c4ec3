namespace Pons.Tests.Rules;

/// <summary>Shows every breach of a rule, not the first few.</summary>
internal static class Breaches
{
    public static void AssertNone(IEnumerable<string> breaches)
    {
        var all = breaches.Distinct().ToList();
        Assert.True(all.Count == 0, $"{all.Count} found:\n{string.Join('\n', all)}");
    }
}
