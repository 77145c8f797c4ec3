using System.Net;

namespace Pons.Server.Access;

/// <summary>Where the server listens, checked: plain http, a host and a port, loopback unless others are allowed.</summary>
internal sealed record ListenAddress(string Host, int Port, bool AllowRemote)
{
    public string Url => $"http://{Host}:{Port}";

    public static ListenAddress Parse(string url, bool allowRemote)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.AbsolutePath != "/")
            throw new ServerException($"'{url}' is no address that the studio can be served on.",
                "It needs the form http://HOST:PORT.", "Use, for example, http://127.0.0.1:5080.");
        if (!allowRemote && !uri.IsLoopback)
            throw new ServerException($"'{url}' can be reached from other computers.",
                "There is no sign-in: whoever reaches the studio sees the signals and can stop the session.",
                "Use http://127.0.0.1:5080, or allow remote connections explicitly on a network that you trust.");
        return new(uri.Host, uri.Port, allowRemote);
    }

    public string WithPort(int port) => $"http://{Host}:{port}";

    /// <summary>
    /// Whether a request's Host header names this server. A name from elsewhere that resolves to this computer (DNS
    /// rebinding) does not; an IP literal cannot be rebound, so it may pass when others are allowed to connect.
    /// </summary>
    public bool Answers(HostString host)
    {
        var name = host.Host.Trim('[', ']');
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (IPAddress.TryParse(name, out var ip)) return AllowRemote || IPAddress.IsLoopback(ip);
        return AllowRemote && name.Equals(Host, StringComparison.OrdinalIgnoreCase);
    }
}
