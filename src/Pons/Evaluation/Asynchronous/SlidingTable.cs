using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pons.Decoding;

namespace Pons.Evaluation.Asynchronous;

/// <summary>What sliding a decoder over runs gave, subject by subject.</summary>
/// <param name="Evaluation">How it was done.</param>
/// <param name="Inputs">The recordings that were used.</param>
/// <param name="LeftOut">What was not used, and why.</param>
/// <param name="Rows">The subjects in ordinal order.</param>
public sealed record SlidingTable(
    SlidingEvaluation Evaluation, ImmutableArray<ModelInput> Inputs, ImmutableArray<LeftOut> LeftOut, ImmutableArray<SlidingResult> Rows)
{
    /// <summary>All subjects as if they were one; the intervals know nothing of how people differ.</summary>
    public SlidingCounts Pooled => SlidingCounts.Sum([.. Rows.Select(r => r.Counts)]);

    /// <summary>Mean over subjects of false activations per minute of idle, with the interval of Student's t.</summary>
    public Estimate MeanFalsePerMinute => StudentT.Mean([.. Rows.Select(r => r.Counts.FalsePerMinute.Value)]) is var mean ? mean with { Low = Math.Max(0, mean.Low) } : default;

    /// <summary>Mean over subjects of the share of cues that were hit, with the interval of Student's t.</summary>
    public Estimate MeanHitRate => StudentT.Mean([.. Rows.Select(r => r.Counts.HitRate.Value)]) is var mean
        ? mean with { Low = Math.Max(0, mean.Low), High = Math.Min(1, mean.High) } : default;

    /// <summary>The table for a terminal.</summary>
    public string ToText() => SlidingTableText.Of(this);

    /// <summary>The table as one JSON document.</summary>
    public string ToJson()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true })) WriteTo(json);
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>Writes the table as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        SlidingTableJson.Write(json, this);
    }
}
