namespace Pons.Formats.Bids.Hed;

/// <summary>
/// The tags that HED gives a meaning of their own, and what goes with them inside their parentheses. HED specification 3.3, chapters
/// "HED annotation semantics" and "Temporal scope".
/// </summary>
/// <param name="Name">The tag.</param>
/// <param name="LeastGroups">Fewest inner groups, Def-expand groups not counted.</param>
/// <param name="MostGroups">Most inner groups.</param>
/// <param name="NeedsDefinition">Whether one Def or Def-expand stands with it.</param>
/// <param name="NeedsTime">Whether the row has a time.</param>
/// <param name="With">Other reserved tags that may stand with it.</param>
internal sealed record HedReserved(string Name, int LeastGroups, int MostGroups, bool NeedsDefinition, bool NeedsTime, params string[] With)
{
    private static readonly HedReserved[] All =
    [
        new("Definition", 0, 1, false, false),
        new("Onset", 0, 1, true, true, "Delay"),
        new("Inset", 0, 1, true, true, "Delay"),
        new("Offset", 0, 0, true, true, "Delay"),
        new("Delay", 0, 1, false, true, "Duration", "Onset", "Offset", "Inset"),
        new("Duration", 1, 1, false, false, "Delay"),
        new("Event-context", 0, int.MaxValue, false, false),
    ];

    public static HedReserved? Of(string name) => All.FirstOrDefault(r => r.Name == name);

    public static bool IsDefinitionTag(string name) => name is "Def" or "Def-expand" or "Definition";
}
