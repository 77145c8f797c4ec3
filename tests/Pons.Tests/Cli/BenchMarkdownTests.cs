using Pons.Cli.Benchmarks;
using Pons.Cli.Documents;

namespace Pons.Tests.Cli;

/// <summary>What the tables of live streams say.</summary>
public sealed class BenchMarkdownTests
{
    [Fact]
    public void A_run_that_loses_samples_says_so()
    {
        var text = BenchMarkdown.Of(new BenchDocument.LiveStreams(
            [new("loop", "work", "Pons", new(990, 0.1, 0.2, 0.3, 0.4), new(1000, 990, 10))],
            [new("receive", "work", 60, true, 0.25, 1, 600, 0, new(60_000, 60_000, 0))]));
        Assert.Contains("| loop | work | Pons | 990 | 0.100 | 0.200 | 0.300 | 0.400 | **10 LOST** |", text, StringComparison.Ordinal);
        Assert.Contains("| receive | work | 60 | 25.0 % | 100.0 % | 0 | 0 |", text, StringComparison.Ordinal);
    }
}
