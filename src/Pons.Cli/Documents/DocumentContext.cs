using System.Text.Json.Serialization;

namespace Pons.Cli.Documents;

/// <summary>How documents become JSON: generated when building, so that starting costs nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(InfoDocument))]
[JsonSerializable(typeof(ConvertDocument))]
[JsonSerializable(typeof(BidsConversionDocument))]
[JsonSerializable(typeof(RiskDocument))]
[JsonSerializable(typeof(QualityDocument))]
[JsonSerializable(typeof(DeidentificationDocument))]
[JsonSerializable(typeof(FormatsDocument))]
[JsonSerializable(typeof(DatasetsDocument))]
[JsonSerializable(typeof(TrainDocument))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(RecordDocument))]
[JsonSerializable(typeof(ReplayDocument))]
[JsonSerializable(typeof(EmulateDocument))]
[JsonSerializable(typeof(SessionReplayDocument))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(DevicesDocument))]
[JsonSerializable(typeof(DevicesWhyDocument))]
[JsonSerializable(typeof(DeviceProtocolsDocument))]
[JsonSerializable(typeof(BenchDocument))]
[JsonSerializable(typeof(CertifyDocument))]
[JsonSerializable(typeof(BidsValidateDocument))]
[JsonSerializable(typeof(SarifDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext;
