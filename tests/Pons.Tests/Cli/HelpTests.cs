namespace Pons.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("info")]
    [InlineData("evaluate")]
    [InlineData("evaluate sliding")]
    [InlineData("evaluate learning-curve")]
    [InlineData("evaluate stopping")]
    [InlineData("datasets")]
    [InlineData("train")]
    [InlineData("record")]
    [InlineData("run")]
    [InlineData("replay")]
    [InlineData("devices")]
    [InlineData("emulate")]
    [InlineData("serve")]
    [InlineData("bench")]
    [InlineData("certify")]
    public async Task Every_command_explains_itself_with_an_example(string command)
    {
        var help = await CommandLine.RunAsync([.. command.Split(' '), "--help"]);
        Assert.Equal(0, help.Status);
        Assert.Contains($"  pons {command}", help.Output, StringComparison.Ordinal);
        Assert.Contains("Example", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_wrong_usage() => (await CommandLine.RunAsync("dmeo")).AssertRefused(2, "dmeo");

    [Fact]
    public async Task A_bench_document_is_valid() =>
        (await CommandLine.RunAsync("bench", "--kernels", "tangent-one", "--repeats", "2", "--json")).ValidFor("bench");
}
