using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Control.Remote;

/// <summary>
/// What goes over TCP and UDP: one JSON object in UTF-8, ended by a line feed, for each command and each safe state. Pure functions; documented
/// in docs/guides/live-decisions.md.
/// </summary>
public static class DecisionLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of a command.</summary>
    /// <param name="command">The command; its times are on the clock of the host.</param>
    /// <param name="classes">The classes that its probabilities belong to, in their order.</param>
    /// <param name="into">Where the line is written.</param>
    public static void Write(ControlCommand command, ImmutableArray<ClassLabel> classes, IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(into);
        using (var json = new Utf8JsonWriter(into, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, "decision"u8);
            json.WriteNumber("hostNanoseconds"u8, command.IssuedAt.Nanoseconds);
            json.WriteNumber("index"u8, command.DecisionIndex);
            json.WriteString("label"u8, command.Intent.Name);
            json.WriteStartObject("probabilities"u8);
            for (var i = 0; i < command.Probabilities.Length && i < classes.Length; i++) Write(classes[i], command.Probabilities[i], json);
            json.WriteEndObject();
            json.WriteBoolean("late"u8, command.IsLate);
            json.WriteNumber("expiresNanoseconds"u8, command.ExpiresAt.Nanoseconds);
            json.WriteEndObject();
        }

        into.Write("\n"u8);
    }

    /// <summary>The line of a safe state.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="now">The present on the clock of the host.</param>
    /// <param name="into">Where the line is written.</param>
    public static void Write(SafeReason reason, Timestamp now, IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        using (var json = new Utf8JsonWriter(into, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, "safe"u8);
            json.WriteNumber("hostNanoseconds"u8, now.Nanoseconds);
            json.WriteString("reason"u8, reason.ToString());
            json.WriteEndObject();
        }

        into.Write("\n"u8);
    }

    /// <summary>JSON has no word for what is not a number.</summary>
    private static void Write(ClassLabel label, double probability, Utf8JsonWriter json)
    {
        if (double.IsFinite(probability)) json.WriteNumber(label.Name, probability);
        else json.WriteNull(label.Name);
    }
}
