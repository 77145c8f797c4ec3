namespace Pons.Tests.Cli;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Virtual_time_gives_a_valid_document_and_decides_the_same_for_every_block_length()
    {
        var one = (await CommandLine.RunAsync(Demo("--block", "1"))).ValidFor("demo");
        var many = (await CommandLine.RunAsync(Demo("--block", "73"))).ValidFor("demo");
        Assert.Equal(Hash(one), Hash(many));
        Assert.Equal(5000, one.GetProperty("samples").GetProperty("received").GetInt64());
        Assert.Equal(0, one.GetProperty("samples").GetProperty("lost").GetInt64());
        Assert.Equal(0, one.GetProperty("lateFeedback").GetInt32());
        Assert.InRange(one.GetProperty("trials").GetInt32(), 2, 4);
    }

    [Fact]
    public async Task Real_time_decides_as_virtual_time_does()
    {
        var real = (await CommandLine.RunAsync("demo", "--headless", "--duration", "8", "--seed", "5", "--calibration-trials", "8", "--json")).ValidFor("demo");
        var virtually = (await CommandLine.RunAsync("demo", "--headless", "--duration", "8", "--seed", "5", "--calibration-trials", "8", "--virtual-time", "--json")).ValidFor("demo");
        Assert.Equal(0, real.GetProperty("lateFeedback").GetInt32());
        Assert.Equal(Hash(virtually), Hash(real));
    }

    [Fact]
    public async Task A_skilled_subject_is_decoded_and_one_without_skill_is_not()
    {
        var skilled = (await CommandLine.RunAsync("demo", "--headless", "--duration", "400", "--seed", "7", "--virtual-time", "--json")).ValidFor("demo").GetProperty("accuracy");
        Assert.True(skilled.GetProperty("low").GetDouble() > 0.5, $"skilled: {skilled}");
        var unskilled = (await CommandLine.RunAsync("demo", "--headless", "--duration", "400", "--seed", "7", "--skill", "0", "--virtual-time", "--json")).ValidFor("demo").GetProperty("accuracy");
        Assert.True(unskilled.GetProperty("value").GetDouble() < unskilled.GetProperty("chanceLimit").GetDouble(), $"unskilled: {unskilled}");
    }

    [Theory]
    [InlineData("--skill", "2")]
    [InlineData("--duration", "-1")]
    [InlineData("--decoder", "magic")]
    [InlineData("--seed", "many")]
    public async Task A_value_out_of_range_is_wrong_usage(string option, string value) =>
        (await CommandLine.RunAsync("demo", "--headless", option, value)).AssertRefused(2, value);

    [Fact]
    public async Task A_block_longer_than_feedback_may_take_is_refused() =>
        (await CommandLine.RunAsync(Demo("--block", "100"))).AssertRefused(3, "100 samples");

    [Fact]
    public async Task Virtual_time_needs_headless() => (await CommandLine.RunAsync("demo", "--virtual-time")).AssertRefused(2, "--virtual-time");

    private static string[] Demo(params string[] more) =>
        ["demo", "--headless", "--duration", "20", "--seed", "7", "--calibration-trials", "8", "--virtual-time", "--json", .. more];

    private static string? Hash(System.Text.Json.JsonElement demo) => demo.GetProperty("decisions").GetProperty("hash").GetString();
}
