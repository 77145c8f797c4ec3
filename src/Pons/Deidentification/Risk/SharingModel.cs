using System.Collections.Immutable;

namespace Pons.Deidentification.Risk;

/// <summary>
/// How data are shared, and how rare a person may then be in a table. The figures map to annex D of GB/T 42460-2023 and the sharing
/// models of GB/T 37964-2019, 3.12 to 3.14; they were taken from secondary sources and are provisional.
/// </summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="SmallestClass">People that must at least look alike: one over the class threshold τ.</param>
/// <param name="UsesLargestRisk">Whether the largest record risk counts, and not the average.</param>
public sealed record SharingModel(string Name, int SmallestClass, bool UsesLargestRisk)
{
    /// <summary>Overall risk that must not be reached.</summary>
    public const double OverallLimit = 0.05;

    /// <summary>For everybody (完全公开共享): τ = 1/20, the largest risk, and a context risk of 1.</summary>
    public static SharingModel Public { get; } = new("public", 20, true);

    /// <summary>By agreement (受控公开共享): τ = 1/5, the average risk.</summary>
    public static SharingModel Controlled { get; } = new("controlled", 5, false);

    /// <summary>Inside an enclave (领地公开共享): τ = 1/3, the average risk.</summary>
    public static SharingModel Enclave { get; } = new("enclave", 3, false);

    /// <summary>All three, the most open first.</summary>
    public static ImmutableArray<SharingModel> All { get; } = [Public, Controlled, Enclave];
}
