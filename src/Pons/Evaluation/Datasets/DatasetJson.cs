using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pons.Evaluation.Datasets;

/// <summary>How a description stands in JSON: names in camel case, comments allowed, unknown names refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(DatasetDescription))]
internal sealed partial class DatasetJson : JsonSerializerContext;
