using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Pons.Devices.Intan;

/// <summary>The command side of an emulated RHX: parameters, run mode, what is enabled. Serves one client at a time; a command that is not
/// understood is answered with text, as RHX does.</summary>
internal sealed class IntanController(int channelCount, double rateHz, int blocksPerWrite)
{
    private readonly HashSet<IntanWord> _enabled = [];
    private TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is sent, as it stands when acquisition starts.</summary>
    public IntanLayout Layout { get; private set; } = new([]);

    /// <summary>Done when acquisition is running.</summary>
    public Task Running => _running.Task;

    /// <summary>Serves clients until cancelled.</summary>
    public async Task ServeAsync(TcpListener listener, CancellationToken cancellation)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
            client.NoDelay = true;
            try
            {
                await AnswerAsync(client.GetStream(), cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                // The client went away; the next one may come.
            }
        }
    }

    /// <summary>Carries out one command and gives its answer, which is empty when a command succeeds.</summary>
    public string Answer(string command)
    {
        var words = command.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            ["get", "runmode"] => $"Return: RunMode {(Running.IsCompleted ? "Run" : "Stop")}",
            ["get", "sampleratehertz"] => string.Create(CultureInfo.InvariantCulture, $"Return: SampleRateHertz {rateHz}"),
            ["set", "runmode", "stop"] => Stop(),
            ["execute", "connecttcpwaveformdataoutput" or "connecttcpspikedataoutput"] => "",
            ["set" or "execute", ..] when Running.IsCompleted => "Error: this is not possible while running",
            ["set", "runmode", "run" or "record"] => Run(),
            ["execute", "clearalldataoutputs"] => Clear(),
            ["set", "tcpnumberdatablocksperwrite", var count] when count == blocksPerWrite.ToString(CultureInfo.InvariantCulture) => "",
            ["set", var name, "true"] when Enable(name) => "",
            _ => $"Unrecognized command: {command}",
        };
    }

    private async Task AnswerAsync(NetworkStream client, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        var text = new StringBuilder();
        for (int read; (read = await client.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            var commands = text.ToString().Split(';');
            text.Clear().Append(commands[^1]);
            var answer = string.Concat(commands[..^1].Where(c => !string.IsNullOrWhiteSpace(c)).Select(Answer));
            await client.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellation).ConfigureAwait(false);
        }
    }

    private string Run()
    {
        Layout = new(_enabled);
        _running.TrySetResult();
        return "";
    }

    private string Stop()
    {
        if (Running.IsCompleted) _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return "";
    }

    private string Clear()
    {
        _enabled.Clear();
        return "";
    }

    private bool Enable(string parameter)
    {
        const string Enabled = ".tcpdataoutputenabled";
        var at = parameter.IndexOf(Enabled, StringComparison.Ordinal);
        if (at < 0 || !IntanChannelName.TryParse(parameter[..at], out var name)) return false;
        var kind = parameter[(at + Enabled.Length)..] switch
        {
            "" => name.Kind,
            "low" => IntanWordKind.Low,
            "high" => IntanWordKind.High,
            "dc" => IntanWordKind.Dc,
            "stim" => IntanWordKind.Stim,
            "spike" => (IntanWordKind?)null,
            _ => (IntanWordKind)(-1),
        };
        if (kind < 0 || (name.IsAmplifier ? name.Number >= channelCount : kind != name.Kind)) return false;
        if (kind is { } some) _enabled.Add(new(name, some));
        return true;
    }
}
