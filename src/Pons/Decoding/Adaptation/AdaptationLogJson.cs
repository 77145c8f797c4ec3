using System.Text.Json;

namespace Pons.Decoding.Adaptation;

/// <summary>Logs of adaptations as JSON.</summary>
internal static class AdaptationLogJson
{
    public static void Write(Utf8JsonWriter json, AdaptationLog log)
    {
        json.WriteStartObject();
        json.WriteString("adaptation", log.Adaptation);
        ModelJson.Write(json, "parameters", log.Parameters);
        json.WriteString("start", log.StartHash);
        json.WriteStartArray("changes");
        foreach (var entry in log.Entries) Write(json, entry);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static AdaptationLog Read(JsonElement json) => new(
        ModelJson.Text(json, "adaptation"), ModelJson.ReadNumbers(json.GetProperty("parameters")), ModelJson.Text(json, "start"),
        [.. json.GetProperty("changes").EnumerateArray().Select(ReadEntry)]);

    private static void Write(Utf8JsonWriter json, AdaptationEntry entry)
    {
        var origin = entry.Origin;
        json.WriteStartObject();
        json.WriteString("subject", origin.Subject.Name);
        json.WriteString("session", origin.Session.Name);
        json.WriteString("run", origin.Run.Name);
        json.WriteNumber("firstSample", origin.FirstSampleIndex);
        json.WriteNumber("endSample", origin.EndSampleIndex);
        json.WriteString("clock", origin.Time.Clock.Name);
        json.WriteNumber("nanoseconds", origin.Time.Nanoseconds);
        json.WriteNumber("cueSample", origin.CueSampleIndex);
        if (entry.Label is { } label) json.WriteString("label", label.Name);
        json.WriteNumber("amount", entry.Amount);
        json.WriteString("before", entry.HashBefore);
        json.WriteString("after", entry.HashAfter);
        json.WriteStartArray("changed");
        foreach (var array in entry.Changed) ModelJson.Write(json, array);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static AdaptationEntry ReadEntry(JsonElement json)
    {
        var origin = new TrialOrigin(
            new(ModelJson.Text(json, "subject")), new(ModelJson.Text(json, "session")), new(ModelJson.Text(json, "run")),
            json.GetProperty("firstSample").GetInt64(), json.GetProperty("endSample").GetInt64(),
            new(new(ModelJson.Text(json, "clock")), json.GetProperty("nanoseconds").GetInt64()), json.GetProperty("cueSample").GetInt64());
        ClassLabel? label = json.TryGetProperty("label", out var name) ? new(name.GetString()!) : null;
        return new(
            origin, label, json.GetProperty("amount").GetDouble(), ModelJson.Text(json, "before"), ModelJson.Text(json, "after"),
            [.. json.GetProperty("changed").EnumerateArray().Select(ModelJson.ReadArray)]);
    }
}
