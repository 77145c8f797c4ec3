using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>How a data set is validated.</summary>
public sealed record BidsValidationOptions
{
    /// <summary>Subjects that are looked at at once; changes nothing in the report. Default: as many as there are processors.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Findings that are kept of each rule, at least 1; the others are only counted. Default 1000.</summary>
    public int KeptPerRule { get; init; } = 1000;

    /// <summary>Paths of HED schemas in their XML form, for versions that do not come with Pons.</summary>
    public ImmutableArray<string> HedSchemas { get; init; } = [];

    /// <summary>Told which part of the subjects is done, 0 to 1; called from any thread.</summary>
    public Action<double>? Progress { get; init; }
}
