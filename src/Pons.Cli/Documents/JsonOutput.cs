using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pons.Cli.Documents;

/// <summary>Prints one JSON document to standard output, and nothing else; or writes it to a file.</summary>
internal static class JsonOutput
{
    // Chinese and units stay readable; the text goes to a terminal or file, never into a web page.
    private static readonly DocumentContext Context =
        new(new JsonSerializerOptions(DocumentContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Write<T>(T document)
    {
        using var output = Console.OpenStandardOutput();
        Write(document, output);
    }

    /// <summary>Prints what writes itself.</summary>
    public static void Write(Action<Utf8JsonWriter> document)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true })) document(json);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes the document to a file instead, which stays open.</summary>
    public static void Write<T>(T document, Stream output)
    {
        JsonSerializer.Serialize(output, document, (JsonTypeInfo<T>)Context.GetTypeInfo(typeof(T))!);
        output.WriteByte((byte)'\n');
    }
}
