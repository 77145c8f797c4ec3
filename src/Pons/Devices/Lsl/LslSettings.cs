using System.Collections.Immutable;

namespace Pons.Devices.Lsl;

/// <summary>
/// Where streams are looked for and offered: the parts of LSL's <c>lsl_api.cfg</c> that decide it. Immutable. Programs that shall find each
/// other need the same ports and session. Source: LSL documentation, "Configuration file lsl_api.cfg".
/// </summary>
public sealed record LslSettings
{
    /// <summary>The settings of a laboratory that changed nothing.</summary>
    public static LslSettings Default { get; } = new();

    /// <summary>UDP port of discovery; default 16571.</summary>
    public int DiscoveryPort { get; init; } = 16_571;

    /// <summary>First port of streams; default 16572.</summary>
    public int BasePort { get; init; } = 16_572;

    /// <summary>Number of ports of streams; default 32. When all are taken, an outlet uses any free one.</summary>
    public int PortRange { get; init; } = 32;

    /// <summary>Only streams of this session are found; default <c>default</c>.</summary>
    public string SessionId { get; init; } = "default";

    /// <summary>Computers that are asked one by one, as where multicast does not pass; default none.</summary>
    public ImmutableArray<string> KnownPeers { get; init; } = [];

    /// <summary>Whether IPv6 is used where there is; default yes.</summary>
    public bool UsesIPv6 { get; init; } = true;

    /// <summary>How far multicasts go, as a count of routers: 0 this computer, 1 this link, 24 the site (default), 32 the organisation.</summary>
    public int TimeToLive { get; init; } = 24;

    /// <summary>Groups that multicasts go to; default those of LSL up to the scope "site".</summary>
    public ImmutableArray<string> Groups { get; init; } =
    [
        "224.0.0.1", "224.0.0.183", "239.255.172.215", "FF02:113D:6FDD:2C17:A643:FFE2:1BD1:3CD2", "FF05:113D:6FDD:2C17:A643:FFE2:1BD1:3CD2",
    ];

    /// <summary>The ports of streams.</summary>
    internal IEnumerable<int> StreamPorts => Enumerable.Range(BasePort, PortRange);

    /// <summary>Reads the file that LSL's own library would read: the one that <c>LSLAPICFG</c> names, else <c>lsl_api.cfg</c> in the working
    /// folder, in <c>lsl_api</c> of the home folder, or in <c>/etc/lsl_api</c>; the defaults when there is none.</summary>
    /// <exception cref="DeviceException">The file has a setting that cannot be.</exception>
    public static LslSettings Load()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] places =
            [Environment.GetEnvironmentVariable("LSLAPICFG"), "lsl_api.cfg", Path.Combine(home, "lsl_api", "lsl_api.cfg"),
                "/etc/lsl_api/lsl_api.cfg"];
        var path = places.FirstOrDefault(p => p is { Length: > 0 } && File.Exists(p));
        return path is null ? Default : LslSettingsFile.Read(File.ReadAllText(path), path);
    }
}
