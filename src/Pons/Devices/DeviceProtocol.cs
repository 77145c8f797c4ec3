using System.Collections.Immutable;
using Pons.Devices.BackyardBrains;
using Pons.Devices.BrainFlow;
using Pons.Devices.Cyton;
using Pons.Devices.Emulation;
using Pons.Devices.FieldTrip;
using Pons.Devices.FreeEeg;
using Pons.Devices.Intan;
using Pons.Devices.Lsl;
using Pons.Devices.Neuracle;
using Pons.Devices.Neuroscan;
using Pons.Devices.OpenEphys;
using Pons.Devices.Plain;
using Pons.Devices.Rda;
using Pons.Devices.Unicorn;
using Pons.Devices.Wav;
using Pons.Streams.Clocks;

namespace Pons.Devices;

/// <summary>One way in which devices speak. Stateless; any thread may use one. Extension point: listed in <see cref="All"/>.</summary>
public abstract class DeviceProtocol
{
    /// <summary>Every protocol that Pons speaks, in the order in which a person is shown them.</summary>
    public static ImmutableArray<DeviceProtocol> All { get; } =
    [
        new LslProtocol(),
        new RdaProtocol(),
        new NeuroscanProtocol(),
        new NeuracleProtocol(),
        new FieldTripProtocol(),
        new CytonProtocol(),
        new UnicornSerialProtocol(),
        new UnicornUdpProtocol(),
        new FreeEegProtocol(),
        new SpikerProtocol(),
        new BrainFlowProtocol(),
        new OpenEphysProtocol(),
        new FalconProtocol(),
        new IntanProtocol(),
        new PlainProtocol(),
        new WavProtocol(),
    ];

    /// <summary>Name in addresses, in lower case, such as <c>rda</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What a person calls it, such as <c>Brain Products RDA</c>.</summary>
    public abstract string Title { get; }

    /// <summary>An address with everything that is often needed.</summary>
    public abstract string Example { get; }

    /// <summary>Options of its addresses: name and what it means, with its default.</summary>
    public virtual ImmutableArray<(string Name, string Meaning)> Options => [];

    /// <summary>A script with one of each kind of fault that its emulator accepts.</summary>
    public virtual FaultScript EveryFault => FaultScript.All;

    /// <summary>The protocol of an address.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The protocol, or <see langword="null"/> when there is none of that name.</returns>
    public static DeviceProtocol? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    /// <summary>Makes a driver; nothing is connected yet.</summary>
    /// <param name="address">Where the device is, with options.</param>
    /// <param name="clock">The clock of the host.</param>
    /// <exception cref="DeviceException">The address has options that the protocol does not know, or wrong ones.</exception>
    public abstract DeviceDriver Open(DeviceAddress address, HostClock clock);

    /// <summary>Makes an emulator that speaks the protocol as the device does; it is not started yet.</summary>
    /// <param name="address">Where it listens or sends, with options; port 0 is not needed: without a port the default one is used.</param>
    /// <param name="plan">What it sends, and its faults.</param>
    /// <param name="clock">The clock of the host.</param>
    /// <exception cref="DeviceException">The address or plan does not fit the protocol.</exception>
    public abstract DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock);

    /// <summary>Looks for devices that can be found without an address; none by default.</summary>
    /// <param name="patience">How long to look.</param>
    /// <param name="clock">The clock of the host.</param>
    /// <param name="cancellation">Ends the looking.</param>
    public virtual Task<ImmutableArray<FoundDevice>> FindAsync(TimeSpan patience, HostClock clock, CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<FoundDevice>.Empty);
}
