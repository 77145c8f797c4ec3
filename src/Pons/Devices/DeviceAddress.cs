using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Devices;

/// <summary>
/// Where a device is: <c>protocol</c>, <c>protocol://host:port</c>, <c>protocol:///path</c>, each with <c>?option=value&amp;…</c>, such as
/// <c>rda://192.168.1.5:51244</c>, <c>cyton:///dev/ttyUSB0?daisy=yes</c>, <c>lsl://?name=EEG</c>. Immutable.
/// </summary>
public sealed record DeviceAddress
{
    private const string Why = "Without a correct address no device can be found.";

    /// <summary>Makes an address from its parts.</summary>
    /// <param name="protocol">Name of the protocol in lower case.</param>
    /// <param name="host">Name or number of a computer; empty for the protocol's own default.</param>
    /// <param name="port">Port; <see langword="null"/> for the protocol's own default.</param>
    /// <param name="path">Path, such as that of a serial port or a file; empty for none.</param>
    /// <param name="options">Further options by name.</param>
    public DeviceAddress(
        string protocol, string host = "", int? port = null, string path = "", ImmutableSortedDictionary<string, string>? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        (Protocol, Host, Port, Path, Options) = (protocol, host, port, path, options ?? ImmutableSortedDictionary<string, string>.Empty);
    }

    /// <summary>Name of the protocol in lower case.</summary>
    public string Protocol { get; }

    /// <summary>Name or number of the computer; empty when not given.</summary>
    public string Host { get; init; }

    /// <summary>Port; <see langword="null"/> when not given.</summary>
    public int? Port { get; init; }

    /// <summary>Path of a serial port or file; empty when not given.</summary>
    public string Path { get; init; }

    /// <summary>Further options by name.</summary>
    public ImmutableSortedDictionary<string, string> Options { get; init; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address in text.</param>
    /// <exception cref="DeviceException">It is none.</exception>
    public static DeviceAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (place, query) = Cut(text, '?');
        var colon = place.IndexOf(':', StringComparison.Ordinal);
        var protocol = colon < 0 ? place : place[..colon];
        if (protocol.Length == 0 || !protocol.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw Wrong(text, $"'{protocol}' is no name of a protocol.", DeviceFaultCode.AddressWrong, protocol);
        var rest = colon < 0 ? "" : place[(colon + 1)..];
        var options = ReadOptions(text, query);
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return new(protocol, path: rest, options: options);
        var (authority, path) = Cut(rest[2..], '/');
        var (host, port) = HostAndPort(text, authority);
        return new(protocol, host, port, rest.Length > 2 + authority.Length ? "/" + path : "", options);
    }

    /// <summary>An option as text, or <paramref name="otherwise"/>.</summary>
    public string Option(string name, string otherwise) => Options.GetValueOrDefault(name, otherwise);

    /// <summary>An option that is a whole number.</summary>
    /// <param name="name">Name of the option.</param>
    /// <param name="otherwise">Its value when it is not given.</param>
    /// <param name="least">Smallest value that is allowed.</param>
    /// <param name="most">Largest value that is allowed.</param>
    /// <exception cref="DeviceException">It is no such number.</exception>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (!Options.TryGetValue(name, out var text)) return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Wrong(
                ToString(), $"{name} is '{text}', not a whole number from {least} to {most}.",
                DeviceFaultCode.OptionNoNumber, name, text, $"{least}", $"{most}");
    }

    /// <summary>An option that is a number.</summary>
    /// <param name="name">Name of the option.</param>
    /// <param name="otherwise">Its value when it is not given.</param>
    /// <param name="least">Smallest value that is allowed.</param>
    /// <param name="most">Largest value that is allowed.</param>
    /// <exception cref="DeviceException">It is no such number.</exception>
    public double Real(string name, double otherwise, double least, double most)
    {
        if (!Options.TryGetValue(name, out var text)) return otherwise;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Wrong(
                ToString(), FormattableString.Invariant($"{name} is '{text}', not a number from {least} to {most}."),
                DeviceFaultCode.OptionNoNumber, name, text, FormattableString.Invariant($"{least}"), FormattableString.Invariant($"{most}"));
    }

    /// <summary>An option that is one of several words; the first one when it is not given.</summary>
    /// <param name="name">Name of the option.</param>
    /// <param name="words">The words.</param>
    /// <exception cref="DeviceException">It is none of them.</exception>
    public string Choice(string name, params ReadOnlySpan<string> words)
    {
        if (!Options.TryGetValue(name, out var text)) return words[0];
        if (words.Contains(text)) return text;
        var list = string.Join(", ", words.ToArray());
        throw Wrong(ToString(), $"{name} is '{text}', not one of {list}.", DeviceFaultCode.OptionNoChoice, name, text, list);
    }

    /// <summary>Whether an option is <c>yes</c>; no when it is not given.</summary>
    /// <param name="name">Name of the option.</param>
    /// <exception cref="DeviceException">It is neither yes nor no.</exception>
    public bool Is(string name) => Choice(name, "no", "yes") == "yes";

    /// <summary>Fails when an option was given that the protocol does not know.</summary>
    /// <param name="known">The options that it knows.</param>
    /// <exception cref="DeviceException">There is another one.</exception>
    public void RequireOnly(params ReadOnlySpan<string> known)
    {
        foreach (var name in Options.Keys)
        {
            if (known.Contains(name)) continue;
            var list = string.Join(", ", known.ToArray());
            throw Wrong(
                ToString(), $"{Protocol} has no option '{name}'; it has {(list.Length == 0 ? "none" : list)}.",
                DeviceFaultCode.OptionUnknown, Protocol, name, list);
        }
    }

    /// <summary>The address in text, as <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var port = Port is { } number ? $":{number}" : "";
        var query = Options.Count == 0 ? "" : "?" + string.Join('&', Options.Select(o => $"{o.Key}={Uri.EscapeDataString(o.Value)}"));
        var place = host.Length + port.Length > 0 || Path.StartsWith('/') ? $"://{host}{port}{Path}" : Path.Length > 0 ? $":{Path}" : "";
        return Protocol + place + query;
    }

    /// <summary>Two addresses are equal when they are written alike.</summary>
    public bool Equals(DeviceAddress? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static ImmutableSortedDictionary<string, string> ReadOptions(string text, string query)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(part, '=');
            var given = part.Contains('=', StringComparison.Ordinal) ? Uri.UnescapeDataString(value) : "yes";
            if (name.Length == 0 || !options.TryAdd(Uri.UnescapeDataString(name), given))
                throw Wrong(text, $"'{part}' is no option, or is given twice.", DeviceFaultCode.AddressWrong, part);
        }

        return options.ToImmutable();
    }

    private static (string Host, int? Port) HostAndPort(string text, string authority)
    {
        var bracket = authority.LastIndexOf(']');
        var colon = authority.IndexOf(':', bracket + 1);
        var host = (colon < 0 ? authority : authority[..colon]).Trim('[', ']');
        if (colon < 0) return (host, null);
        return int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? (host, port)
            : throw Wrong(
                text, $"'{authority[(colon + 1)..]}' is no port from 1 to 65535.",
                DeviceFaultCode.OptionNoNumber, "port", authority[(colon + 1)..], "1", "65535");
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }

    private static DeviceException Wrong(string text, string what, DeviceFaultCode code, params ImmutableArray<string> values) => new(
        $"'{text}'", what, Why,
        "Write it like rda://192.168.1.5:51244 or cyton:///dev/ttyUSB0?daisy=yes; 'pons devices --help' lists the protocols.")
    { IsFinal = true, Code = code, Values = values };
}
