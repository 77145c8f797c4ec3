namespace Pons.Sessions.Ledger;

/// <summary>The first line of a ledger: what recorded, and into which file.</summary>
/// <param name="Recording">Name of the recording beside the ledger, without its folder.</param>
/// <param name="Program">Name and version of the program.</param>
/// <param name="Started">Wall clock of the room, with its distance from universal time.</param>
/// <param name="Computer">Operating system, processor and runtime.</param>
public sealed record LedgerHeader(string Recording, string Program, DateTimeOffset Started, string Computer) : LedgerEntry
{
    /// <summary>Version of the format of the ledger.</summary>
    public const int PresentVersion = 1;

    /// <summary>Version of the format of this ledger; default <see cref="PresentVersion"/>.</summary>
    public int Version { get; init; } = PresentVersion;
}
