using System.Net;

namespace Pons.Tests.Evaluation.Datasets;

/// <summary>A server on this computer that gives files from memory; everything else is not found.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files;

    public LocalServer(Dictionary<string, byte[]> files)
    {
        _files = files;
        // A port that is free now; another program could take it before the next line, which then tries another one.
        for (var port = 18500; ; port++)
        {
            try
            {
                Url = $"http://127.0.0.1:{port}/";
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(Url);
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (port < 18600)
            {
                continue;
            }
        }

        _ = ServeAsync();
    }

    public string Url { get; }

    public List<string> Asked { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var name = context.Request.Url!.AbsolutePath[1..];
            lock (Asked) Asked.Add(name);
            if (_files.TryGetValue(name, out var bytes)) await context.Response.OutputStream.WriteAsync(bytes);
            else context.Response.StatusCode = 404;
            context.Response.Close();
        }
    }
}
