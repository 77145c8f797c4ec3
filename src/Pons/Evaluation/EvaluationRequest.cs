using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Evaluation;

/// <summary>An evaluation as it was asked for, in words that a result file keeps, so that it can be run again. Immutable.</summary>
public sealed record EvaluationRequest
{
    /// <summary>A data set by name, or the file that describes it; <see langword="null"/> when recordings are named themselves.</summary>
    public string? Dataset { get; init; }

    /// <summary>Folder of data sets, when one is named.</summary>
    public string? Data { get; init; }

    /// <summary>Recordings and folders of them, when no data set is named.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Name of the paradigm; <see langword="null"/>: that of the data set, else the first known.</summary>
    public string? Paradigm { get; init; }

    /// <summary>Names of the decoders; none: those of the data set, else the standard ones.</summary>
    public ImmutableArray<string> Decoders { get; init; } = [];

    /// <summary>Name of the split; <see langword="null"/>: that of the data set, else leave-one-run-out.</summary>
    public string? Split { get; init; }

    /// <summary>Decides the folds of splits by chance.</summary>
    public int Seed { get; init; }

    /// <summary>Name of the alignment between people; <see langword="null"/>: none.</summary>
    public string? Alignment { get; init; }

    /// <summary>Writes it as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        if (Dataset is not null) json.WriteString("dataset", Dataset);
        if (Data is not null) json.WriteString("data", Data);
        Write(json, "paths", Paths);
        if (Paradigm is not null) json.WriteString("paradigm", Paradigm);
        Write(json, "decoders", Decoders);
        if (Split is not null) json.WriteString("split", Split);
        json.WriteNumber("seed", Seed);
        if (Alignment is not null) json.WriteString("alignment", Alignment);
        json.WriteEndObject();
    }

    /// <summary>Reads what a result file was asked for.</summary>
    /// <param name="result">The whole document.</param>
    /// <exception cref="EvaluationException">It holds no request, or one that cannot be.</exception>
    public static EvaluationRequest Of(JsonElement result)
    {
        try
        {
            var json = result.GetProperty("request");
            return new()
            {
                Dataset = Text(json, "dataset"),
                Data = Text(json, "data"),
                Paths = Texts(json, "paths"),
                Paradigm = Text(json, "paradigm"),
                Decoders = Texts(json, "decoders"),
                Split = Text(json, "split"),
                Seed = json.GetProperty("seed").GetInt32(),
                Alignment = Text(json, "alignment"),
            };
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EvaluationException(
                $"The result does not say what was asked for: {fault.Message}", "Without its request it cannot be computed again.",
                "Use a file that `pons evaluate --json` wrote.", fault);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty) return;
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static ImmutableArray<string> Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(v => v.GetString() ?? "")] : [];
}
