namespace Pons.Formats.Bids.Validation;

/// <summary>Which metadata files must apply to some data file, and to what.</summary>
internal static class Orphanage
{
    /// <summary>Side-cars of recordings and tables, and tables of channels and events; coordinate systems may stand alone.</summary>
    public static bool IsAskedOf(DatasetFile file, BidsRules rules) =>
        file.Name is { } name && !rules.LenientDatatypes.Contains(file.Datatype) && rules.Suffixes.Contains(name.Suffix)
        && ((name.Extension == ".json" && name.Suffix != "coordsystem")
            || (name.Extension == ".tsv" && file.Datatype != "beh" && name.Suffix is "channels" or "events"));

    public static string Needs(DatasetFile file) => file.Name!.Extension == ".json" ? file.Name.Suffix
        : file.Datatype.Length > 0 ? file.Datatype : "eeg, ieeg, meg, emg, nirs";
}
