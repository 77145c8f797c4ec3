using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Neuroscan;

/// <summary>Neuroscan Acquire (SCAN 4.x) and Curry 8, told apart by their answer to the question for the version.</summary>
public sealed class NeuroscanProtocol : DeviceProtocol
{
    /// <summary>Port on which both are usually set to serve.</summary>
    public const int Port = 4000;

    private const string DialectOption = "dialect";

    /// <inheritdoc/>
    public override string Name => "neuroscan";

    /// <inheritdoc/>
    public override string Title => "Neuroscan Acquire, Curry 8";

    /// <inheritdoc/>
    public override string Example => "neuroscan://127.0.0.1:4000";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
        [(DialectOption, "auto: ask the server (default); acquire: Neuroscan SCAN 4.x; curry8: Curry 8")];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly(DialectOption);
        return new NeuroscanDriver(address, Dialect(address), clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new NeuroscanEmulator(address, Dialect(address) ?? NeuroscanDialect.Acquire, plan, clock);
    }

    private static NeuroscanDialect? Dialect(DeviceAddress address) => address.Choice(DialectOption, "auto", "acquire", "curry8") switch
    {
        "acquire" => NeuroscanDialect.Acquire,
        "curry8" => NeuroscanDialect.Curry8,
        _ => null,
    };
}
