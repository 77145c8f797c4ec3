using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Arff;
using Pons.Streams;

namespace Pons.Tests.Formats.Arff;

public sealed class ArffTests
{
    private const string Made = "% Sampling rate: 128 Hz\n@RELATION 'two words'\n\n@ATTRIBUTE AF3 NUMERIC\n@attribute 'eye state' "
        + "{0,1}\n@ATTRIBUTE phase {rest,task}\n"
        + "@ATTRIBUTE note string\n@DATA\n";

    private static Recording Open(string text) => new ArffFormat().Open(RecordingFiles.InMemory("made.arff", Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Attributes_become_channels_and_markers()
    {
        var text = Made + "1.5,0,rest,'a'\n% a remark\n2.5,0,rest,'b'\n?,1,task,'c'\n4.5,1,task,'d'\n";
        Assert.IsType<ArffFormat>(RecordingFormat.Of(RecordingFiles.InMemory("made.arff", Encoding.UTF8.GetBytes(text))));
        using var recording = Open(text);
        var stream = recording.Streams.Single();
        Assert.Equal((128.0, 4L), (stream.Info.RateHz, stream.SampleCount));
        Assert.Equal(["AF3", "eye state"], stream.Info.Channels.Select(c => c.Label));
        Assert.Equal([1.5f, 0, 2.5f, 0, float.NaN, 1, 4.5f, 1], stream.Read(0, 4));
        Assert.Equal([(0L, "rest"), (2L, "task")], stream.Markers.Select(m => (m.SampleIndex, m.Label)));
        Assert.Contains(new HeaderField("Relation", "two words"), recording.Header.Fields);
    }

    [Theory]
    [InlineData("@relation x\n@attribute a numeric\n", "ends before @data")]
    [InlineData("@relation x\n@attribute a\n@data\n1\n", "has no name or no type")]
    [InlineData("@relation x\nattribute a numeric\n@data\n1\n", "stands where an attribute was expected")]
    [InlineData("@relation x\n@attribute a string\n@data\n'b'\n", "No attribute is a number")]
    public void Faults_of_the_header_are_named(string text, string says) =>
        Assert.Contains(says, Assert.Throws<RecordingFormatException>(() => Open(text).Dispose()).Message, StringComparison.Ordinal);

    [Fact]
    public void Sparse_rows_are_refused_when_they_are_read()
    {
        using var recording = Open(Made + "{0 1.5, 1 1}\n{0 2.5}\n");
        Assert.Contains("which is no number", Assert.Throws<RecordingFormatException>(() => recording.Streams[0].Read(0, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Recorded_table_is_read()
    {
        using var recording = Recording.Open(RecordedData.PathOf("cognitive/eye_state/EEG Eye State.arff"));
        var stream = recording.Streams.Single();
        Assert.Equal((14_980L, 15, (double?)null), (stream.SampleCount, stream.Info.ChannelCount, stream.Info.RateHz));
        Assert.Equal(("AF3", ChannelKind.Eeg, "eyeDetection", ChannelKind.Trigger),
            (stream.Info.Channels[0].Label, stream.Info.Channels[0].Kind, stream.Info.Channels[14].Label, stream.Info.Channels[14].Kind));
        var closed = stream.Read(0, 14_980).Where((_, i) => i % 15 == 14).Count(v => v == 1);
        Assert.Equal(6_723, closed);
        Assert.Equal(4329.23f, stream.Read(0, 1)[0]);
    }

    [Fact]
    public void Made_files_keep_the_contract() => new FormatContract(new ArffFormat(),
        Encoding.UTF8.GetBytes(Made + string.Concat(Enumerable.Range(0, 200)
            .Select(n => FormattableString.Invariant($"{n * 0.5},{n / 50 % 2},{(n < 70 ? "rest" : "task")},'x'\n"))))).Verify();
}
