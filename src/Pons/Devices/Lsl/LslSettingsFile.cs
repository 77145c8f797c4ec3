using System.Collections.Immutable;
using System.Globalization;

namespace Pons.Devices.Lsl;

/// <summary>Reads <c>lsl_api.cfg</c>: sections in brackets, <c>key = value</c>, lists in braces, comments behind <c>;</c> or <c>#</c>. What is not
/// about discovery is passed over.</summary>
internal static class LslSettingsFile
{
    public static LslSettings Read(string text, string name)
    {
        var (settings, section) = (LslSettings.Default, "");
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Split(';', '#')[0].Trim();
            if (line.StartsWith('[')) section = line.Trim('[', ']').ToUpperInvariant();
            else if (line.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
                settings = With(settings, section, line[..at].Trim().ToUpperInvariant(), line[(at + 1)..].Trim(), name);
        }

        return settings;
    }

    private static LslSettings With(LslSettings settings, string section, string key, string value, string name) => (section, key) switch
    {
        ("PORTS", "MULTICASTPORT") => settings with { DiscoveryPort = Number(key, value, 1, 65_535, name) },
        ("PORTS", "BASEPORT") => settings with { BasePort = Number(key, value, 1, 65_535, name) },
        ("PORTS", "PORTRANGE") => settings with { PortRange = Number(key, value, 1, 4096, name) },
        ("PORTS", "IPV6") => settings with { UsesIPv6 = !value.Equals("disable", StringComparison.OrdinalIgnoreCase) },
        ("MULTICAST", "RESOLVESCOPE") => settings with { TimeToLive = Scope(value, name) },
        ("MULTICAST", "TTLOVERRIDE") => settings with { TimeToLive = Number(key, value, 0, 255, name) },
        ("MULTICAST", "ADDRESSESOVERRIDE") => settings with { Groups = List(value) },
        ("LAB", "KNOWNPEERS") => settings with { KnownPeers = List(value) },
        ("LAB", "SESSIONID") => settings with { SessionId = value },
        _ => settings,
    };

    private static int Scope(string value, string name) => value.ToUpperInvariant() switch
    {
        "MACHINE" => 0,
        "LINK" => 1,
        "SITE" => 24,
        "ORGANIZATION" => 32,
        "GLOBAL" => 255,
        _ => throw Wrong(name, $"ResolveScope is '{value}', not machine, link, site, organization or global."),
    };

    private static int Number(string key, string value, int least, int most, string name) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, $"{key} is '{value}', not a whole number from {least} to {most}.");

    private static ImmutableArray<string> List(string value) =>
        [.. value.Trim('{', '}', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static DeviceException Wrong(string name, string what) =>
        new($"'{name}'", what, "Streams would be looked for in the wrong place.", "Correct the file, or move it away.") { IsFinal = true };
}
