using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Pons.Evaluation.Requests;

/// <summary>A result file that can be computed again. Immutable.</summary>
public sealed class StoredResult
{
    /// <summary>Longest result file that is read, in bytes.</summary>
    public const int LongestFile = 1 << 30;

    private readonly byte[] _bytes;

    private StoredResult(byte[] bytes, EvaluationRequest request)
    {
        _bytes = bytes;
        Request = request;
    }

    /// <summary>What was asked for.</summary>
    public EvaluationRequest Request { get; }

    /// <summary>Reads a result file as <c>pons evaluate --json</c> writes it.</summary>
    /// <exception cref="EvaluationException">It is no result, or does not say what was asked for.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static StoredResult Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > LongestFile) throw NoResult(path, $"it has {length} bytes");
        var bytes = File.ReadAllBytes(path);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new(bytes, EvaluationRequest.Of(document.RootElement));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw NoResult(path, fault.Message);
        }
    }

    /// <summary>Where a new result differs; nothing when it is equal byte for byte, but for white space at the end.</summary>
    /// <param name="now">The new result, of the same request.</param>
    /// <param name="most">Differences that are told at most; the count may be higher.</param>
    public ImmutableArray<ResultDifference> DifferencesFrom(EvaluationResult now, int most = 20)
    {
        ArgumentNullException.ThrowIfNull(now);
        var text = Encoding.UTF8.GetBytes(now.ToJson());
        if (_bytes.AsSpan().TrimEnd("\r\n \t"u8).SequenceEqual(text.AsSpan().TrimEnd("\r\n \t"u8))) return [];
        using var stored = JsonDocument.Parse(_bytes);
        using var again = JsonDocument.Parse(text);
        var differences = ImmutableArray.CreateBuilder<ResultDifference>();
        Compare("", stored.RootElement, again.RootElement, differences, most);
        return differences.Count > 0 ? differences.ToImmutable() : [new("(form)", "the same values, written otherwise", "")];
    }

    private static void Compare(string place, JsonElement stored, JsonElement now, ImmutableArray<ResultDifference>.Builder found, int most)
    {
        if (found.Count >= most) return;
        if (stored.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in stored.EnumerateObject())
            {
                var inside = place.Length == 0 ? member.Name : $"{place}.{member.Name}";
                if (now.TryGetProperty(member.Name, out var other)) Compare(inside, member.Value, other, found, most);
                else if (found.Count < most) found.Add(new(inside, Short(member.Value), ""));
            }

            foreach (var member in now.EnumerateObject())
                if (!stored.TryGetProperty(member.Name, out _) && found.Count < most)
                    found.Add(new(place.Length == 0 ? member.Name : $"{place}.{member.Name}", "", Short(member.Value)));
        }
        else if (stored.ValueKind == JsonValueKind.Array && now.ValueKind == JsonValueKind.Array && stored.GetArrayLength() == now.GetArrayLength())
        {
            for (var i = 0; i < stored.GetArrayLength(); i++) Compare($"{place}[{i}]", stored[i], now[i], found, most);
        }
        else if (stored.GetRawText() != now.GetRawText())
        {
            found.Add(new(place, Short(stored), Short(now)));
        }
    }

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? $"{text.AsSpan(0, 77)}…" : value.GetRawText();

    private static EvaluationException NoResult(string path, string what) => new(
        $"'{path}' is no result of an evaluation: {what}.", "What was asked for is read from it.", "Use a file that `pons evaluate --json` wrote.");
}
