using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pons.Devices.BrainFlow;

/// <summary>How the table of boards is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ImmutableArray<BrainFlowBoard>))]
internal sealed partial class BrainFlowJson : JsonSerializerContext;
