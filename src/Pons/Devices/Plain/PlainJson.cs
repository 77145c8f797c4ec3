using System.Text.Json;
using System.Text.Json.Serialization;
using Pons.Streams;

namespace Pons.Devices.Plain;

/// <summary>How a description is written: names in camel case, words in lower case with hyphens, nothing that is not known.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(Word<PlainTransport>), typeof(Word<PlainSampleType>), typeof(Word<PlainByteOrder>), typeof(Word<PlainOrder>),
        typeof(Word<PlainChecksum>), typeof(Word<PlainCount>), typeof(Word<ChannelKind>),
    ])]
[JsonSerializable(typeof(PlainDescription))]
internal sealed partial class PlainJson : JsonSerializerContext
{
    /// <summary>A word out of several.</summary>
    internal sealed class Word<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
