using System.Text;

namespace Pons.Devices.Intan;

/// <summary>
/// RHX's command connection. Commands end with a semicolon; a <c>set</c> that succeeds says nothing and answers have no line end, so that
/// every exchange ends with <c>get runmode</c>, whose answer is one of few words: what stands before it belongs to the exchange.
/// </summary>
internal sealed class IntanRemote(Stream stream, string device, TimeProvider clock)
{
    private const int LargestAnswer = 65_536;
    private const string Return = "Return: ";
    private const string Mode = Return + "RunMode ";
    private static readonly string[] Modes = ["Run", "Record", "Stop", "Trigger"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly StringBuilder _answer = new();
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Whether RHX acquires.</summary>
    public async Task<bool> IsRunningAsync(CancellationToken cancellation) =>
        !(await ExchangeAsync("", cancellation).ConfigureAwait(false)).Mode.Equals("Stop", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a parameter.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DeviceException">RHX does not know it.</exception>
    public async Task<string> GetAsync(string parameter, CancellationToken cancellation)
    {
        var (text, _) = await ExchangeAsync($"get {parameter};", cancellation).ConfigureAwait(false);
        return text.StartsWith($"{Return}{parameter} ", StringComparison.OrdinalIgnoreCase)
            ? text[(Return.Length + parameter.Length + 1)..].Trim()
            : throw Refused($"get {parameter}", text);
    }

    /// <summary>Sets and executes; whatever RHX answers to that is a fault.</summary>
    /// <param name="commands">The commands, each with its semicolon.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DeviceException">RHX refuses one of them.</exception>
    public async Task DoAsync(string commands, CancellationToken cancellation)
    {
        var (text, _) = await ExchangeAsync(commands, cancellation).ConfigureAwait(false);
        if (text.Trim().Length > 0) throw Refused(commands.Length > 60 ? commands[..60] + "…" : commands, text);
    }

    private async Task<(string Text, string Mode)> ExchangeAsync(string commands, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        _answer.Clear();
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(commands + "get runmode;"), either.Token).ConfigureAwait(false);
            while (true)
            {
                var read = await stream.ReadAsync(_buffer, either.Token).ConfigureAwait(false);
                if (read == 0) throw new IOException("RHX closed the command connection");
                _answer.Append(Encoding.Latin1.GetString(_buffer, 0, read));
                if (Answered(_answer.ToString()) is { } answer) return answer;
                if (_answer.Length > LargestAnswer) throw Refused("a command", _answer.ToString(0, 60));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceException(
                device, $"no answer to '{commands}get runmode;' within {Patience.TotalSeconds} s, but '{_answer}'.",
                "Without an answer it is not known what RHX sends.", "Check that the port is RHX's command port, 5000 by default.");
        }
    }

    /// <summary>The answer without the run mode that ends it, and the run mode; <see langword="null"/> when more is to come.</summary>
    private static (string Text, string Mode)? Answered(string text)
    {
        var at = text.LastIndexOf(Mode, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var mode = text[(at + Mode.Length)..].Trim();
        return Modes.Contains(mode, StringComparer.OrdinalIgnoreCase) ? (text[..at], mode) : null;
    }

    private DeviceException Refused(string command, string answer) => new(
        device, $"RHX answered '{answer.Trim()}' to '{command}'.", "RHX may send other channels than were asked for.",
        "Check that the channels are there and that RHX is not running.")
    { IsFinal = true, Code = DeviceFaultCode.Refused };
}
