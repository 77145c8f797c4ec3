using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Formats.Bids.Writing;

/// <summary>
/// The card of a data set for machines: Croissant 1.1 with its vocabulary for responsible use, as JSON-LD
/// (https://docs.mlcommons.org/croissant/docs/croissant-spec.html). Every file stands in it with its SHA-256.
/// </summary>
internal sealed class CroissantCard(BidsMapping mapping, IReadOnlyCollection<BidsFileEntry> files, ImmutableArray<string> participantColumns)
{
    private static readonly (string Term, string Meaning)[] Terms =
    [
        ("arrayShape", "cr:arrayShape"), ("citeAs", "cr:citeAs"), ("column", "cr:column"), ("conformsTo", "dct:conformsTo"),
        ("containedIn", "cr:containedIn"), ("cr", "http://mlcommons.org/croissant/"), ("dct", "http://purl.org/dc/terms/"),
        ("extract", "cr:extract"), ("field", "cr:field"), ("fileObject", "cr:fileObject"), ("fileProperty", "cr:fileProperty"),
        ("fileSet", "cr:fileSet"), ("format", "cr:format"), ("includes", "cr:includes"), ("isArray", "cr:isArray"),
        ("isLiveDataset", "cr:isLiveDataset"), ("jsonPath", "cr:jsonPath"), ("key", "cr:key"), ("md5", "cr:md5"),
        ("parentField", "cr:parentField"), ("path", "cr:path"), ("rai", "http://mlcommons.org/croissant/RAI/"), ("recordSet", "cr:recordSet"),
        ("references", "cr:references"), ("regex", "cr:regex"), ("repeated", "cr:repeated"), ("replace", "cr:replace"),
        ("sc", "https://schema.org/"), ("separator", "cr:separator"), ("source", "cr:source"), ("subField", "cr:subField"),
        ("transform", "cr:transform"),
    ];

    public void WriteTo(Utf8JsonWriter json)
    {
        WriteContext(json);
        json.WriteString("@type", "sc:Dataset");
        json.WriteStartArray("conformsTo");
        json.WriteStringValue("http://mlcommons.org/croissant/1.1");
        json.WriteStringValue("http://mlcommons.org/croissant/RAI/1.0");
        json.WriteEndArray();
        json.WriteString("name", mapping.Name);
        json.WriteString("description", $"{mapping.Name}: electrophysiological recordings as a BIDS {BidsWriter.BidsVersion} data set.");
        json.WriteString("version", "1.0.0");
        if (mapping.License.Length > 0) json.WriteString("license", mapping.License);
        if (mapping.DatasetDoi.Length > 0) json.WriteString("url", "https://doi.org/" + mapping.DatasetDoi.Replace("doi:", "", StringComparison.Ordinal));
        if (mapping.References.Length > 0) json.WriteString("citeAs", mapping.References[0]);
        WriteAuthors(json);
        json.WriteString("rai:personalSensitiveInformation",
            "Brain signals are biometric: a person can be recognised by them, whatever the files say in words. "
            + "The risk is measured, not assumed; see the report on de-identification where there is one.");
        json.WriteString("rai:dataCollection", "Recorded from human participants; see README, participants.tsv and the side-cars.");
        WriteDistribution(json);
        WriteRecordSet(json);
    }

    private static void WriteContext(Utf8JsonWriter json)
    {
        json.WriteStartObject("@context");
        json.WriteString("@language", "en");
        json.WriteString("@vocab", "https://schema.org/");
        foreach (var (term, meaning) in Terms) json.WriteString(term, meaning);
        WriteTyped(json, "data", "cr:data", "@json");
        WriteTyped(json, "examples", "cr:examples", "@json");
        WriteTyped(json, "dataType", "cr:dataType", "@vocab");
        json.WriteEndObject();
    }

    private static void WriteTyped(Utf8JsonWriter json, string term, string id, string type)
    {
        json.WriteStartObject(term);
        json.WriteString("@id", id);
        json.WriteString("@type", type);
        json.WriteEndObject();
    }

    private void WriteAuthors(Utf8JsonWriter json)
    {
        if (mapping.Authors.IsEmpty) return;
        json.WriteStartArray("creator");
        foreach (var author in mapping.Authors)
        {
            json.WriteStartObject();
            json.WriteString("@type", "sc:Person");
            json.WriteString("name", author);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteDistribution(Utf8JsonWriter json)
    {
        json.WriteStartArray("distribution");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("@type", "cr:FileObject");
            json.WriteString("@id", file.Path);
            json.WriteString("name", file.Path);
            json.WriteString("contentUrl", file.Path);
            json.WriteString("contentSize", $"{file.Bytes} B");
            json.WriteString("encodingFormat", MediaTypeOf(file.Path));
            json.WriteString("sha256", file.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The participants as records, so that a reader can choose people without knowing BIDS.</summary>
    private void WriteRecordSet(Utf8JsonWriter json)
    {
        json.WriteStartArray("recordSet");
        json.WriteStartObject();
        json.WriteString("@type", "cr:RecordSet");
        json.WriteString("@id", "participants");
        json.WriteString("name", "participants");
        json.WriteStartArray("field");
        foreach (var column in (string[])["participant_id", .. participantColumns])
        {
            json.WriteStartObject();
            json.WriteString("@type", "cr:Field");
            json.WriteString("@id", "participants/" + column);
            json.WriteString("name", column);
            json.WriteString("dataType", "sc:Text");
            json.WriteStartObject("source");
            json.WriteStartObject("fileObject");
            json.WriteString("@id", "participants.tsv");
            json.WriteEndObject();
            json.WriteStartObject("extract");
            json.WriteString("column", column);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string MediaTypeOf(string path) => Path.GetExtension(path) switch
    {
        ".json" => "application/json",
        ".tsv" => "text/tab-separated-values",
        ".md" or "" or ".bidsignore" or ".vhdr" or ".vmrk" => "text/plain",
        _ => "application/octet-stream",
    };
}
