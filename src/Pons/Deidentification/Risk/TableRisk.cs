using System.Collections.Immutable;

namespace Pons.Deidentification.Risk;

/// <summary>How easily a person is found in a table by what others may know of them; maps to GB/T 42460-2023, annex D.</summary>
/// <param name="Sharing">How the data are to be shared.</param>
/// <param name="QuasiIdentifiers">The columns that others may know.</param>
/// <param name="Records">How many people the table has.</param>
/// <param name="ClassSizes">How many people look alike, for every combination of values that occurs, smallest first.</param>
/// <param name="ContextRisk">Risk that anybody tries, 0 to 1; 1 where it was not assessed.</param>
public sealed record TableRisk(
    SharingModel Sharing, ImmutableArray<string> QuasiIdentifiers, int Records, ImmutableArray<int> ClassSizes, double ContextRisk)
{
    /// <summary>What would bring the table within the limits at the least cost; <see langword="null"/> when it is, or nothing does.</summary>
    public ImmutableArray<Generalisation>? Suggestion { get; init; }

    /// <summary>Size of the smallest class: the k of k-anonymity.</summary>
    public int SmallestClass => ClassSizes.IsEmpty ? 0 : ClassSizes[0];

    /// <summary>Largest risk of a record: one over the smallest class.</summary>
    public double LargestRecordRisk => ClassSizes.IsEmpty ? 0 : 1.0 / SmallestClass;

    /// <summary>Average risk of a record: classes over records.</summary>
    public double AverageRecordRisk => Records == 0 ? 0 : (double)ClassSizes.Length / Records;

    /// <summary>Data risk by the sharing model, times the context risk.</summary>
    public double OverallRisk => (Sharing.UsesLargestRisk ? LargestRecordRisk : AverageRecordRisk) * ContextRisk;

    /// <summary>People in classes that are smaller than the sharing model allows.</summary>
    public int RecordsTooRare => ClassSizes.Where(size => size < Sharing.SmallestClass).Sum();

    /// <summary>
    /// Whether no class is too small and the overall risk stays below <see cref="SharingModel.OverallLimit"/>. The limits are
    /// provisional: this is a measurement, no verdict.
    /// </summary>
    public bool IsWithinLimits => RecordsTooRare == 0 && OverallRisk < SharingModel.OverallLimit;
}
