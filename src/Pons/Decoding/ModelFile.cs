using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pons.Decoding;

/// <summary>
/// Keeps fitted decoders in files: one JSON document (docs/reference/model-file.md), verified when it is read. The content
/// hash covers everything that decides a prediction; the seal covers the content hash and the lineage.
/// </summary>
public static class ModelFile
{
    /// <summary>Usual file extension, with the dot.</summary>
    public const string Extension = ".pons-model";

    private const string Format = "pons-model";
    private const int Version = 1;

    /// <summary>Writes a model; the file appears whole or not at all, and replaces one of the same name.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, FittedDecoder decoder, ModelLineage lineage)
    {
        var partial = path + ".partial";
        try
        {
            File.WriteAllBytes(partial, ToBytes(decoder, lineage));
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>The bytes of a model file.</summary>
    public static byte[] ToBytes(FittedDecoder decoder, ModelLineage lineage)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(lineage);
        return Json(indented: true, json =>
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("contentHash", decoder.ContentHash);
            json.WriteString("seal", SealOf(decoder.ContentHash, lineage));
            json.WritePropertyName("lineage");
            ModelJson.Write(json, lineage);
            json.WritePropertyName("content");
            ModelJson.Write(json, decoder.ToContent());
            json.WriteEndObject();
        });
    }

    /// <summary>Reads a model and checks its hashes.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="known">The decoders that may occur; all of Pons by default.</param>
    /// <exception cref="DecodingException">The file is no model, damaged, changed by hand, or of an unknown version or decoder.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SavedModel Load(string path, IEnumerable<Decoder>? known = null) =>
        FromBytes(File.ReadAllBytes(path), Path.GetFileName(path), known);

    /// <summary>Reads the bytes of a model file and checks its hashes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="known">The decoders that may occur; all of Pons by default.</param>
    /// <exception cref="DecodingException">As for <see cref="Load"/>.</exception>
    public static SavedModel FromBytes(ReadOnlyMemory<byte> bytes, string name, IEnumerable<Decoder>? known = null)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Read(document.RootElement, name, known ?? Decoders.All);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException
            or FormatException or ArgumentException or OverflowException)
        {
            throw new DecodingException(
                $"'{name}' is not a whole model file: {fault.Message}", "A model that is not read completely would decide wrongly.",
                "Use the file that training wrote, or train again.", fault);
        }
    }

    internal static string HashOf(ModelContent content) => Hex(Json(indented: false, json => ModelJson.Write(json, content)));

    private static SavedModel Read(JsonElement root, string name, IEnumerable<Decoder> known)
    {
        if (root.GetProperty("format").GetString() != Format || root.GetProperty("version").GetInt32() != Version)
            throw new DecodingException(
                $"'{name}' is a {root.GetProperty("format")} file of version {root.GetProperty("version")}.",
                $"This program reads {Format} files of version {Version}.", "Use the program that wrote it, or train again.");
        var content = ModelJson.ReadContent(root.GetProperty("content"));
        if (content.Classes.Distinct().Count() < 2 || content.Classes.Distinct().Count() != content.Classes.Length)
            throw new FormatException($"{content.Classes.Length} classes are not two or more different ones.");
        var lineage = ModelJson.ReadLineage(root.GetProperty("lineage"));
        var hash = HashOf(content);
        Require(root, "contentHash", hash, name);
        Require(root, "seal", SealOf(hash, lineage), name);
        var decoder = Decoders.Find(content.Decoder, known) ?? throw new DecodingException(
            $"'{name}' is a model of decoder '{content.Decoder}', which is not known here.", "Nothing can decide with it.",
            $"Known are: {string.Join(", ", known.Select(d => d.Name))}.");
        return new(decoder.Restore(content), lineage);
    }

    private static void Require(JsonElement root, string property, string expected, string name)
    {
        if (root.GetProperty(property).GetString() == expected) return;
        throw new DecodingException(
            $"The {property} of '{name}' does not fit what the file holds.", "It was damaged or changed since it was written.",
            "Use the file that training wrote, or train again.");
    }

    private static string SealOf(string contentHash, ModelLineage lineage) =>
        Hex([.. Encoding.ASCII.GetBytes(contentHash), .. Json(indented: false, json => ModelJson.Write(json, lineage))]);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Json(bool indented, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
