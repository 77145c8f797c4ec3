namespace Pons.Tests.Cli;

public sealed class InfoCommandTests
{
    [Fact]
    public async Task Says_what_a_recording_holds()
    {
        var info = (await CommandLine.RunAsync("info", RecordedData.PathOf("mi/eegmmidb/S001R04.edf"), "--json")).ValidFor("info");
        Assert.Equal(64, info.GetProperty("channelCount").GetInt32());
        Assert.Equal(160, info.GetProperty("rateHz").GetDouble());
        Assert.Equal(125, info.GetProperty("durationSeconds").GetDouble());
        var annotations = info.GetProperty("annotations");
        Assert.Equal(30, annotations.GetProperty("count").GetInt32());
        Assert.Equal("""{"T0":15,"T1":8,"T2":7}""", annotations.GetProperty("byLabel").GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.False(info.TryGetProperty("personal", out _), "personal data only when asked for");
    }

    [Fact]
    public async Task A_file_that_is_absent_is_bad_input() => (await CommandLine.RunAsync("info", "no-such.edf")).AssertRefused(3, "'no-such.edf'");

    [Fact]
    public async Task An_unknown_option_is_wrong_usage() => (await CommandLine.RunAsync("info", "--jsn")).AssertRefused(2, "--jsn");

    [Fact]
    public async Task No_file_is_wrong_usage() => (await CommandLine.RunAsync("info")).AssertRefused(2, "Required argument");

    [Fact]
    public async Task A_damaged_file_is_named_with_its_fault() =>
        (await CommandLine.RunAsync("info", RecordedData.PathOf("formats/malformed/S001R04_crlf.edf"), "--json")).AssertRefused(3, "text-mode transfer");
}
