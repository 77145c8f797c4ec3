namespace Pons.Sessions.Ledger;

/// <summary>Something else happened to a device: lost, connected again, garbage, late samples.</summary>
/// <param name="Stream">Name of the stream in the recording; the address of the device before its stream is known.</param>
/// <param name="Kind">What, in the words of <see cref="Devices.DeviceNoticeKind"/>.</param>
/// <param name="Text">In words; empty when the kind says all.</param>
/// <param name="Amount">How much, in the unit of the kind.</param>
public sealed record LedgerNotice(string Stream, string Kind, string Text, long Amount) : LedgerEntry
{
    /// <summary>What the text is about, in the words of <see cref="Devices.DeviceFaultCode"/>; <see langword="null"/> when not stated.</summary>
    public string? Code { get; init; }

    /// <summary>The values of the code, in its order; <see langword="null"/> for none.</summary>
    public string[]? Values { get; init; }
}
