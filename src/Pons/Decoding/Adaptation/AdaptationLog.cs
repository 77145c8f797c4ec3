using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Decoding.Adaptation;

/// <summary>Every change of an adaptive decoder in order, enough to make each of its models again bit for bit. Immutable.</summary>
/// <param name="Adaptation">Name of the rule.</param>
/// <param name="Parameters">Parameters of the rule.</param>
/// <param name="StartHash">Content hash of the model that it started from.</param>
/// <param name="Entries">The changes in order; each begins where the one before ended.</param>
public sealed record AdaptationLog(
    string Adaptation, ImmutableSortedDictionary<string, double> Parameters, string StartHash, ImmutableList<AdaptationEntry> Entries)
{
    /// <summary>Content hash of the model after the last change.</summary>
    public string EndHash => Entries.IsEmpty ? StartHash : Entries[^1].HashAfter;

    /// <summary>The model after the first so many changes.</summary>
    /// <param name="start">The model that the log started from.</param>
    /// <param name="count">How many changes, 0 to all.</param>
    /// <exception cref="DecodingException">The log is not one of this model, or was changed.</exception>
    public FittedDecoder Replay(FittedDecoder start, int count)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Entries.Count);
        RequireHash(StartHash, start.ContentHash, "start");
        var model = start;
        foreach (var (i, entry) in Entries.Take(count).Index())
        {
            RequireHash(entry.HashBefore, model.ContentHash, $"change {i + 1}");
            model = Decoding.Adaptation.Adaptation.Replaced(model, entry.Changed);
            RequireHash(entry.HashAfter, model.ContentHash, $"change {i + 1}");
        }

        return model;
    }

    /// <summary>Writes the log as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        AdaptationLogJson.Write(json, this);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <exception cref="DecodingException">It is not a whole log.</exception>
    public static AdaptationLog Read(JsonElement json)
    {
        try
        {
            return AdaptationLogJson.Read(json);
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DecodingException(
                $"The log of an adaptation is not whole: {fault.Message}", "A model that is replayed from a part of it would decide otherwise.",
                "Use the log as it was written.", fault);
        }
    }

    private static void RequireHash(string expected, string actual, string where)
    {
        if (expected == actual) return;
        throw new DecodingException(
            $"At {where} the log of an adaptation names model {expected[..Math.Min(8, expected.Length)]}, and the model there is {actual[..8]}.",
            "A decision could not be traced to the model that made it.", "Use the model that the log started from, and the log as it was written.");
    }
}
