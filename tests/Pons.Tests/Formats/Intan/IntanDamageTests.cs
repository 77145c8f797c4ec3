using Pons.Formats;
using Pons.Formats.Intan;

namespace Pons.Tests.Formats.Intan;

public sealed class IntanDamageTests
{
    private static readonly IntanFormat Format = new();

    [Fact]
    public void Torn_block_is_left_out_and_said()
    {
        using var recording = Open(new IntanBytes().OneFile()[..^10]);
        Assert.Equal(256, recording.Streams[0].SampleCount);
        Assert.Contains("make no whole block", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_alone_opens_with_no_samples()
    {
        using var recording = Open(new IntanBytes().Header());
        Assert.All(recording.Streams, s => Assert.Equal(0, s.SampleCount));
        Assert.Contains("holds no block of samples", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_different_length_are_read_as_far_as_all_go()
    {
        var files = new IntanBytes().FilePerSignal();
        files["amplifier.dat"] = files["amplifier.dat"][..400];
        using var recording = Format.Open(RecordingFiles.InMemory("info.rhd", files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value)));
        Assert.All(recording.Streams, s => Assert.Equal(100, s.SampleCount));
        Assert.Contains(recording.Warnings, w => w.Contains("only the first 100, which all have", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_are_named()
    {
        var file = new IntanBytes().OneFile();
        Refused([1, 2, 3, 4, 5], "begins with 04030201 instead of C6912702 or D69127AC");
        Refused(file[..30], "ends inside its header");
        Refused(new IntanBytes { Rate = -1 }.OneFile(), "The sampling rate is -1 Hz");
        var longText = (byte[])file.Clone();
        (longText[48], longText[49], longText[50], longText[51]) = (0, 0, 0, 0x10);
        Refused(longText, "states a length of 268435456 bytes");
    }

    [Fact]
    public void Damaged_recordings_open_or_are_refused()
    {
        FormatDamage.Survive(Format, "made.rhd", new IntanBytes().OneFile(), 1500, seed: 21, headerBytes: 700);
        FormatDamage.Survive(Format, "made.rhs", new IntanBytes { IsStimulator = true, Blocks = 1 }.OneFile(), 1000, seed: 22, headerBytes: 700);
        FormatDamage.Survive(Format, "info.rhd", new IntanBytes { Blocks = 1 }.FilePerSignal(), 1000, seed: 23, headerBytes: 700);
        FormatDamage.Survive(Format, "info.rhs", new IntanBytes { IsStimulator = true, Blocks = 1 }.FilePerChannel(), 1000, seed: 24, headerBytes: 700);
    }

    private static void Refused(byte[] file, string message) =>
        Assert.Contains(message, Assert.Throws<RecordingFormatException>(() => Open(file)).Message, StringComparison.Ordinal);

    private static Recording Open(byte[] file) => Format.Open(RecordingFiles.InMemory("made.rhd", file));
}
