using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pons.Evaluation;

/// <summary>What an evaluation gave, with everything that is needed to compute it again. Immutable.</summary>
public abstract record EvaluationResult
{
    /// <summary>What was asked for; <see langword="null"/> when it was not asked for by a request, and so cannot be run again from the result alone.</summary>
    public EvaluationRequest? Request { get; init; }

    /// <summary>As a table of plain text, to be read in a terminal; ends with a line break.</summary>
    public abstract string ToText();

    /// <summary>
    /// As comma-separated values with a heading; numbers with a decimal point (RFC 4180, but line feeds alone).
    /// </summary>
    public abstract string ToCsv();

    /// <summary>Writes the whole result as one JSON object.</summary>
    public abstract void WriteTo(Utf8JsonWriter json);

    /// <summary>The whole result as one indented JSON document; equal results give equal bytes.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" })) WriteTo(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private protected void WriteRequest(Utf8JsonWriter json)
    {
        if (Request is null) return;
        json.WritePropertyName("request");
        Request.WriteTo(json);
    }
}
