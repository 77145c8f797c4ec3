using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>Says why a recording cannot be written.</summary>
internal sealed class EdfRefusal(string file, EdfDialect dialect)
{
    /// <summary>What was said last; tells it from a recording that cannot be read.</summary>
    public RecordingFormatException? Last { get; private set; }

    public RecordingFormatException Of(string what, string why, string remedy) => Last = new(file, null, what, why, remedy);

    public RecordingFormatException OfValue(double value, long sample, Channel channel) => Of(
        FormattableString.Invariant($"Sample {sample} of channel '{channel.Label}' is {value}."),
        $"{dialect.Name} stores whole numbers and knows no missing value.",
        "Cut the recording there, so that the place becomes a gap, or fill it in.");
}
