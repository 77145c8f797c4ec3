using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pons.Tests.Reference;

/// <summary>One file of reference numbers beside this one.</summary>
internal sealed class ReferenceFile
{
    private readonly JsonElement _entries;

    private ReferenceFile(JsonElement root) => _entries = root.TryGetProperty("entries", out var e) ? e : root;

    public static ReferenceFile Read(string name) => new(Document(name).RootElement);

    public static JsonDocument Document(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(ThisFile())!, name + ".json")));

    public IEnumerable<string> Entries => _entries.EnumerateObject().Select(entry => entry.Name);

    public double Tolerance(string entry) => _entries.GetProperty(entry).GetProperty("rel_tol").GetDouble();

    /// <summary>The numbers of an entry in order; of complex ones all real parts, then all imaginary parts.</summary>
    public double[] Values(string entry) => [.. Flatten(_entries.GetProperty(entry).GetProperty("value"))];

    /// <summary>Whole numbers that a double cannot hold, written as decimal text.</summary>
    public ulong[] Words(string entry) =>
        [.. _entries.GetProperty(entry).GetProperty("value").EnumerateArray()
            .Select(v => ulong.Parse(v.GetString()!, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Fails unless max|actual − expected| / max|expected| is within the entry's tolerance.</summary>
    public void AssertEqual(string entry, ReadOnlySpan<double> actual, double? tolerance = null)
    {
        var expected = Values(entry);
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0, scale = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(actual[i] - expected[i]));
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }

        var allowed = (tolerance ?? Tolerance(entry)) * Math.Max(scale, double.Epsilon);
        Assert.True(difference <= allowed, $"{entry}: differs by {difference:g3}, allowed {allowed:g3}; first {actual[0]:g17} against {expected[0]:g17}");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static IEnumerable<double> Flatten(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Flatten),
        JsonValueKind.Object => [.. Flatten(value.GetProperty("re")), .. Flatten(value.GetProperty("im"))],
        JsonValueKind.String => [double.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)],
        _ => [value.GetDouble()],
    };
}
