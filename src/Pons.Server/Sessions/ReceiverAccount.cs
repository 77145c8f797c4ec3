using System.Collections.Immutable;
using System.Text.Json;
using Pons.Control.Remote;
using Pons.Sessions.Ledger;

namespace Pons.Server.Sessions;

/// <summary>What one receiver of decisions was told in a session. Immutable.</summary>
/// <param name="To">Address of its effector.</param>
/// <param name="Sent">Decisions that were handed to the network for it.</param>
/// <param name="Unsent">Decisions that were not.</param>
/// <param name="SafeStates">How often its safe state was entered, whether it could be told or not.</param>
internal sealed record ReceiverAccount(string To, long Sent, long Unsent, int SafeStates)
{
    /// <summary>The receivers of a ledger, in the order in which they appear.</summary>
    public static ImmutableArray<ReceiverAccount> Of(IEnumerable<LedgerEntry> entries) =>
    [
        .. entries.Select(e => (To: (e as LedgerCommand)?.To ?? (e as LedgerEffector)?.To, Entry: e)).Where(e => e.To is not null)
            .GroupBy(e => e.To!, e => e.Entry, StringComparer.Ordinal).Select(g => new ReceiverAccount(
                g.Key, g.Count(e => e is LedgerCommand { Unsent: null }), g.Count(e => e is LedgerCommand { Unsent: not null }),
                g.Count(e => e is LedgerEffector effector && IsSafe(effector)))),
    ];

    /// <summary>Leaves out a safe state that is only told again: the same one, for the same reason, with nothing sent in between.</summary>
    public static IEnumerable<LedgerEntry> WithoutRepetitions(IEnumerable<LedgerEntry> entries)
    {
        var last = new Dictionary<string, LedgerEffector>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry is LedgerCommand { Unsent: null } sent) last.Remove(sent.To);
            if (entry is LedgerEffector effector)
            {
                var before = last.GetValueOrDefault(effector.To);
                last[effector.To] = effector;
                if (IsSafe(effector) && (before?.Kind, before?.Text) == (effector.Kind, effector.Text)) continue;
            }

            yield return entry;
        }
    }

    /// <summary>An event of the time line: a receiver was reached, lost, or brought to its safe state.</summary>
    public static SessionEvent EventOf(LedgerEffector entry, double at)
    {
        var reason = IsSafe(entry) && Enum.TryParse<SafeReason>(entry.Text, out var known) ? known : (SafeReason?)null;
        var what = reason is { } why ? Words(why) : entry.Text.Length == 0 ? "the receiver is there" : entry.Text;
        return new($"effector{entry.Kind}", at, $"{entry.To}: {what}", entry.To)
        {
            Code = reason is { } safe ? $"safe.{Written($"{safe}")}" : CodeOf(entry.Kind),
        };
    }

    private static bool IsSafe(LedgerEffector entry) => entry.Kind is nameof(EffectorReportKind.Safe) or nameof(EffectorReportKind.SafeUntold);

    private static string? CodeOf(string kind) =>
        kind is nameof(EffectorReportKind.Connected) or nameof(EffectorReportKind.Lost) ? $"effector.{Written(kind)}" : null;

    private static string Words(SafeReason reason) => reason switch
    {
        SafeReason.Connected => "the receiver has just been reached; what it heard before is void",
        SafeReason.Expired => "the last decision was over, and no other had come",
        SafeReason.Late => "a decision came later than its budget",
        SafeReason.DeviceLost => "the device was gone",
        SafeReason.DecodingEnded => "decoding had ended",
        SafeReason.SessionEnded => "the session was over",
        _ => "it was asked for",
    };

    private static string Written(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
