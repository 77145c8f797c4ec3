using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pons.Tests.Cli;

/// <summary>
/// Holds a document against the part of JSON Schema 2020-12 that our schemas use: type, const, enum, required, properties,
/// additionalProperties, items, minItems, minimum, maximum, pattern, $ref into $defs. A word that it does not know is an error, so
/// that no rule is passed over.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly HashSet<string> Known =
    [
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "const", "enum", "required", "properties",
        "additionalProperties", "items", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "pattern",
    ];

    public static JsonSchema Read(string name) =>
        new(JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RecordedData.Root(), "docs", "reference", "json", name + ".schema.json"))).RootElement);

    /// <summary>Every fault found, each with its place; empty when the document is valid.</summary>
    public IReadOnlyList<string> Faults(JsonElement document)
    {
        var faults = new List<string>();
        Check(root, document, "$", faults);
        return faults;
    }

    private void Check(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        foreach (var word in schema.EnumerateObject())
            if (!Known.Contains(word.Name)) faults.Add($"{place}: the schema uses '{word.Name}', which is not checked");
        if (schema.TryGetProperty("$ref", out var reference)) Check(Definition(reference.GetString()!), value, place, faults);
        if (schema.TryGetProperty("type", out var type) && !HasType(type, value)) faults.Add($"{place}: {value.ValueKind} is not {type}");
        if (schema.TryGetProperty("const", out var constant) && !JsonElement.DeepEquals(constant, value)) faults.Add($"{place}: is {value}, not {constant}");
        if (schema.TryGetProperty("enum", out var choices) && !choices.EnumerateArray().Any(c => JsonElement.DeepEquals(c, value))) faults.Add($"{place}: {value} is none of {choices}");
        if (value.ValueKind == JsonValueKind.Number) CheckNumber(schema, value.GetDouble(), place, faults);
        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
            faults.Add($"{place}: '{value}' does not match {pattern}");
        if (value.ValueKind == JsonValueKind.Object) CheckObject(schema, value, place, faults);
        if (value.ValueKind == JsonValueKind.Array) CheckArray(schema, value, place, faults);
    }

    private static void CheckNumber(JsonElement schema, double value, string place, List<string> faults)
    {
        if (schema.TryGetProperty("minimum", out var least) && value < least.GetDouble()) faults.Add($"{place}: {value} is below {least}");
        if (schema.TryGetProperty("maximum", out var most) && value > most.GetDouble()) faults.Add($"{place}: {value} is above {most}");
        if (schema.TryGetProperty("exclusiveMinimum", out var above) && value <= above.GetDouble()) faults.Add($"{place}: {value} is not above {above}");
    }

    private void CheckObject(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        var properties = schema.TryGetProperty("properties", out var p) ? p : default;
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _)) faults.Add($"{place}: '{name}' is missing");
        foreach (var member in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var known)) Check(known, member.Value, $"{place}.{member.Name}", faults);
            else if (!schema.TryGetProperty("additionalProperties", out var further)) continue;
            else if (further.ValueKind == JsonValueKind.False) faults.Add($"{place}: '{member.Name}' is not in the schema");
            else if (further.ValueKind == JsonValueKind.Object) Check(further, member.Value, $"{place}.{member.Name}", faults);
        }
    }

    private void CheckArray(JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (schema.TryGetProperty("minItems", out var least) && value.GetArrayLength() < least.GetInt32()) faults.Add($"{place}: fewer than {least} items");
        if (schema.TryGetProperty("maxItems", out var most) && value.GetArrayLength() > most.GetInt32()) faults.Add($"{place}: more than {most} items");
        if (!schema.TryGetProperty("items", out var items)) return;
        var index = 0;
        foreach (var item in value.EnumerateArray()) Check(items, item, $"{place}[{index++}]", faults);
    }

    private JsonElement Definition(string reference) => root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private static bool HasType(JsonElement type, JsonElement value) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(t => HasType(t, value)) : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.GetDouble() % 1 == 0,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };
}
