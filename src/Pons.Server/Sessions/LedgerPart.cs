using System.Collections.Immutable;
using System.Text.Json;
using Pons.Devices;
using Pons.Sessions.Ledger;

namespace Pons.Server.Sessions;

/// <summary>What the ledger beside a recording adds to its account. Immutable.</summary>
internal sealed class LedgerPart
{
    private readonly SessionLedger _ledger;
    private readonly ImmutableArray<LedgerEntry> _entries;

    private LedgerPart(SessionLedger ledger) => (_ledger, _entries) = (ledger, [.. ReceiverAccount.WithoutRepetitions(ledger.Entries)]);

    /// <summary>Whether the recording was ended in order.</summary>
    public bool HasEnded => _ledger.End is not null;

    /// <summary>Whether the recorder raised alarms.</summary>
    public bool HasAlarms => _ledger.Entries.OfType<LedgerAlarm>().Any();

    /// <summary>What could not be read.</summary>
    public ImmutableArray<string> Warnings => _ledger.Warnings;

    /// <summary>Who was told decisions.</summary>
    public ImmutableArray<ReceiverAccount> Receivers => ReceiverAccount.Of(_entries);

    /// <summary>Notes, notices, alarms, and what happened to receivers; the ledger begins with the recording.</summary>
    public IEnumerable<SessionEvent> Events => _entries.Select(EventOf).OfType<SessionEvent>();

    /// <summary>The ledger of a recording; <see langword="null"/> when it has none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LedgerPart? Read(string recording) =>
        SessionLedger.PathFor(recording) is var path && File.Exists(path) ? new(SessionLedger.Read(path)) : null;

    /// <summary>How the clock of a stream last stood; <see langword="null"/> when the ledger does not say.</summary>
    public SessionStream.ClockState? ClockOf(string stream) =>
        _ledger.Entries.OfType<LedgerClock>().LastOrDefault(c => c.Stream == stream) is { } clock
            ? new(-clock.DriftPartsPerMillion, clock.UncertaintySeconds * 1000)
            : null;

    private SessionEvent? EventOf(LedgerEntry entry)
    {
        var at = Math.Max(0, (entry.HostNanoseconds - (_ledger.Header?.HostNanoseconds ?? entry.HostNanoseconds)) * 1e-9);
        return entry switch
        {
            LedgerNote note => new("note", at, note.Text),
            LedgerAlarm alarm => new("alarm", at, alarm.Text) { Code = $"alarm.{Written(alarm.Kind)}", Values = [.. alarm.Values ?? []] },
            LedgerNotice { Kind: nameof(DeviceNoticeKind.Connecting) } => null, // each attempt of a lost device: it says nothing more
            LedgerNotice notice => new(Written(notice.Kind), at, notice.Text, notice.Stream)
            {
                Code = notice.Code is { } code ? $"device.{Written(code)}" : null,
                Values = [.. notice.Values ?? []],
                Amount = notice.Amount,
            },
            LedgerEffector effector => ReceiverAccount.EventOf(effector, at),
            _ => null,
        };
    }

    private static string Written(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
