using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pons.Formats.Bids.Writing;

/// <summary>How a mapping stands in JSON: names in camel case, comments allowed, unknown names refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(BidsMapping))]
internal sealed partial class BidsMappingJson : JsonSerializerContext;
