using Pons.Devices;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons devices --protocols --json</c> prints; docs/reference/json/devices-protocols.schema.json.</summary>
internal sealed record DeviceProtocolsDocument(IReadOnlyList<DeviceProtocolsDocument.Protocol> Protocols)
{
    public static DeviceProtocolsDocument Of(IEnumerable<DeviceProtocol> protocols) =>
        new([.. protocols.Select(p => new Protocol(p.Name, p.Title, p.Example, p.Options.ToDictionary(o => o.Name, o => o.Meaning)))]);

    /// <summary>One protocol with an example of its addresses and what their options mean.</summary>
    internal sealed record Protocol(string Name, string Title, string Example, IReadOnlyDictionary<string, string> Options);
}
