using System.Collections.Immutable;
using System.Text.Json;
using Pons.Decoding;
using Pons.Decoding.Transfer;
using Pons.Experiments;

namespace Pons.Evaluation;

/// <summary>The result of an evaluation, with everything that is needed to compute it again. Immutable.</summary>
public sealed record ScoreTable : EvaluationResult
{
    /// <summary>What cut the trials.</summary>
    public required Paradigm Paradigm { get; init; }

    /// <summary>How training and test were divided.</summary>
    public required Split Split { get; init; }

    /// <summary>The decoders, in the order asked for.</summary>
    public required ImmutableArray<Decoder> Decoders { get; init; }

    /// <summary>How people were brought together; <see langword="null"/> when they were not.</summary>
    public Alignment? Alignment { get; init; }

    /// <summary>What the alignment gained over none, one comparison a decoder; empty when that was not measured.</summary>
    public ImmutableArray<PairedComparison> AlignmentGains { get; init; } = [];

    /// <summary>Each pair of decoders compared over the subjects, corrected for their number; empty for one decoder or one subject.</summary>
    public ImmutableArray<PairedComparison> Comparisons => PairsOf(this);

    /// <summary>The whole time that one decision takes, for the information transfer rate, in seconds.</summary>
    public required double SecondsPerDecision { get; init; }

    /// <summary>The files that trials came from, with their hashes.</summary>
    public required ImmutableArray<ModelInput> Inputs { get; init; }

    /// <summary>Recordings and trials that were not used.</summary>
    public required ImmutableArray<LeftOut> LeftOut { get; init; }

    /// <summary>One row a subject and decoder: subjects in ordinal order, decoders in the order asked for.</summary>
    public required ImmutableArray<SubjectResult> Rows { get; init; }

    /// <summary>Means over subjects, one a decoder in the order asked for.</summary>
    public required ImmutableArray<DecoderMeans> Means { get; init; }

    /// <summary>What else was found, such as letters that were spelled; nothing by default.</summary>
    public ImmutableArray<ScoreSection> Sections { get; init; } = [];

    /// <summary>What besides the class tells the trials apart; empty when nothing was found.</summary>
    public ImmutableArray<Confound> Confounds => ConfoundSearch.In(Rows);

    /// <summary>How many trials were decided by each decoder.</summary>
    public int TestedTrials => Rows.Where(r => r.Decoder == Decoders[0].Name).Sum(r => r.Scores.TrialCount);

    /// <summary>
    /// Whether every decision rests on nothing later than its own trial: filters and windows of every paradigm are causal, and so are decoders; an
    /// alignment that looks at all trials of a person first is not.
    /// </summary>
    public bool IsCausal => Alignment is not { IsTransductive: true };

    /// <inheritdoc/>
    public override string ToText() => ScoreTableText.Of(this);

    /// <summary>As comma-separated values, one line a subject and decoder.</summary>
    public override string ToCsv() => ScoreTableCsv.Of(this);

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteRequest(json);
        ScoreTableJson.Write(json, this);
        json.WriteEndObject();
    }

    /// <summary>The accuracy of each subject, in the order of the rows.</summary>
    internal double[] AccuraciesOf(string decoder) => [.. Rows.Where(r => r.Decoder == decoder).Select(r => r.Scores.Accuracy.Value)];

    private static ImmutableArray<PairedComparison> PairsOf(ScoreTable table)
    {
        var names = table.Decoders.Select(d => d.Name).ToList();
        var scores = names.ToDictionary(n => n, table.AccuraciesOf);
        if (names.Count < 2 || scores[names[0]].Length < 2) return [];
        return PairedComparison.Corrected([.. from i in Enumerable.Range(0, names.Count) from j in Enumerable.Range(i + 1, names.Count - i - 1)
            select PairedComparison.Of(names[j], names[i], scores[names[j]], scores[names[i]])]);
    }
}
