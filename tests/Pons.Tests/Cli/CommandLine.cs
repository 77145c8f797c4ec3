using System.Diagnostics;
using System.Text.Json;

namespace Pons.Tests.Cli;

/// <summary>The command line as a user meets it: a process of its own, its exit status and what it prints.</summary>
internal sealed record CommandLine(int Status, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CommandLine> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        WorkingDirectory = Path.GetTempPath(),
    })!;

    /// <summary>Fails unless the output is one document that its published schema allows.</summary>
    public JsonElement ValidFor(string schema)
    {
        Assert.True(Output.Length > 0, $"nothing was printed; status {Status}; {Error}");
        Assert.Empty(JsonSchema.Read(schema).Faults(Json));
        return Json;
    }

    /// <summary>Fails unless this is a refusal in three parts with this status, and nothing else was printed.</summary>
    public void AssertRefused(int status, string what)
    {
        Assert.Equal(status, Status);
        Assert.Contains(what, Error, StringComparison.Ordinal);
        Assert.Contains("error: ", Error, StringComparison.Ordinal);
        Assert.Contains("why: ", Error, StringComparison.Ordinal);
        Assert.Contains("do: ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.Empty(Output);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Pons.Cli.dll");
}
