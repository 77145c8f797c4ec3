using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pons.Devices.Emulation;

/// <summary>How fault scripts are read; generated when building.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(FaultScript))]
internal sealed partial class FaultScriptJson : JsonSerializerContext;
