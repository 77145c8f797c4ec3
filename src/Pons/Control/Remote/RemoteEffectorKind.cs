using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Devices;
using Pons.Streams.Clocks;

namespace Pons.Control.Remote;

/// <summary>One way in which other programs are told what was decided. Stateless. Extension point: listed in <see cref="All"/>.</summary>
/// <param name="Name">Name in addresses, in lower case, such as <c>tcp</c>.</param>
/// <param name="Title">What a person calls it.</param>
/// <param name="Example">An address.</param>
/// <param name="Open">Makes the effector of an address; nothing is opened yet. Throws a <see cref="DeviceException"/> for an address that is not whole.</param>
public sealed record RemoteEffectorKind(
    string Name, string Title, string Example, Func<DeviceAddress, ImmutableArray<ClassLabel>, HostClock, RemoteEffector> Open)
{
    private const string Why = "Nobody would hear of the decisions.";

    /// <summary>Every kind, in the order in which a person is shown them.</summary>
    public static ImmutableArray<RemoteEffectorKind> All { get; } =
    [
        new("lsl", "Lab Streaming Layer", "lsl:Decisions", static (address, classes, clock) => new LslEffector(address, classes, clock)),
        new("tcp", "TCP, a JSON line each", "tcp://127.0.0.1:7000", static (address, classes, clock) => new TcpEffector(address, classes, clock)),
        new("udp", "UDP, a JSON line a datagram", "udp://127.0.0.1:7000", static (address, classes, clock) => new UdpEffector(address, classes, clock)),
    ];

    /// <summary>The kind of an address.</summary>
    /// <param name="address">The address.</param>
    /// <exception cref="DeviceException">There is no such kind.</exception>
    public static RemoteEffectorKind Of(DeviceAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return All.FirstOrDefault(k => k.Name == address.Protocol) ?? throw Wrong(address, $"decisions cannot go to '{address.Protocol}'.");
    }

    /// <summary>Fails unless an address is a host and a port, and nothing else.</summary>
    internal static void RequirePlace(DeviceAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Host.Length == 0 || address.Port is null) throw Wrong(address, "a computer and its port are needed.");
        if (address.Path.Trim('/').Length > 0 || address.Options.Count > 0) throw Wrong(address, "there is more than a computer and its port.");
    }

    /// <summary>Fails unless an address is a name, and nothing else.</summary>
    internal static void RequireName(DeviceAddress address)
    {
        if (address.Path.Length == 0 || address.Host.Length > 0) throw Wrong(address, "the name of the stream is needed.");
        if (address.Options.Count > 0) throw Wrong(address, "there is more than the name of the stream.");
    }

    /// <summary>What is wrong with an address.</summary>
    internal static DeviceException Wrong(DeviceAddress address, string what) =>
        new($"'{address}'", what, Why, $"Write it like {string.Join(", ", All.Select(k => k.Example))}.") { IsFinal = true };
}
