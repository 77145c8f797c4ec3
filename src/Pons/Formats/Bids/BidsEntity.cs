using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pons.Formats.Bids;

/// <summary>
/// A part of a BIDS file name that says whose or which: <c>sub-01</c>, <c>run-2</c>. BIDS 1.11.1, "File naming: entities", and the
/// appendix on entities.
/// </summary>
/// <param name="Key">What stands before the hyphen, such as <c>sub</c>.</param>
/// <param name="IsIndex">Whether its value is a whole number, leading zeros allowed; otherwise letters, digits and <c>+</c>.</param>
/// <param name="Values">The only values that are allowed; empty when every well-formed value is.</param>
public sealed record BidsEntity(string Key, bool IsIndex, ImmutableArray<string> Values)
{
    /// <summary>Every entity of the specification, in the order in which they stand in a file name.</summary>
    public static ImmutableArray<BidsEntity> All { get; } =
    [
        Label("sub"), Label("tpl"), Label("ses"), Label("cohort"), Label("sample"), Label("task"), Label("tracksys"), Label("acq"),
        Label("nuc"), Label("voi"), Label("ce"), Label("trc"), Label("stain"), Label("rec"), Label("dir"), Index("run"), Label("mod"),
        Index("echo"), Index("flip"), Index("inv"), Label("mt", "on", "off"), Label("part", "mag", "phase", "real", "imag"),
        Label("proc"), Label("hemi", "L", "R"), Label("space"), Index("split"), Label("recording"), Index("chunk"), Label("atlas"),
        Label("seg"), Label("scale"), Label("res"), Label("den"), Label("label"), Label("desc"),
    ];

    private static readonly FrozenDictionary<string, int> Places =
        All.Select((entity, place) => (entity.Key, place)).ToFrozenDictionary(e => e.Key, e => e.place, StringComparer.Ordinal);

    /// <summary>The entity of a key; <see langword="null"/> when the specification has none.</summary>
    /// <param name="key">What stands before the hyphen.</param>
    public static BidsEntity? Of(string key) => PlaceOf(key) is >= 0 and var place ? All[place] : null;

    /// <summary>Where an entity stands among the others, from 0; −1 when the specification has none of that key.</summary>
    /// <param name="key">What stands before the hyphen.</param>
    public static int PlaceOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Places.TryGetValue(key, out var place) ? place : -1;
    }

    /// <summary>Whether a value is well formed for this entity.</summary>
    /// <param name="value">What stands behind the hyphen.</param>
    public bool Allows(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0) return false;
        return IsIndex ? value.All(char.IsAsciiDigit)
            : Values.IsEmpty ? value.All(static c => char.IsAsciiLetterOrDigit(c) || c == '+') : Values.Contains(value);
    }

    private static BidsEntity Label(string key, params ImmutableArray<string> values) => new(key, false, values);

    private static BidsEntity Index(string key) => new(key, true, []);
}
