using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.BrainFlow;

/// <summary>What a program with BrainFlow sends with its streamer: any of its boards, without native code in Pons.</summary>
public sealed class BrainFlowProtocol : DeviceProtocol
{
    /// <summary>Port of BrainFlow's examples; the user of BrainFlow chooses one.</summary>
    public const int UsualPort = 6677;

    /// <summary>Packages in a datagram unless the sender's BRAINFLOW_BATCH_SIZE says otherwise.</summary>
    public const int UsualBatch = 3;

    /// <inheritdoc/>
    public override string Name => "brainflow";

    /// <inheritdoc/>
    public override string Title => "BrainFlow streaming board";

    /// <inheritdoc/>
    public override string Example => "brainflow://225.1.1.1:6677?board=cyton";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("board", "number or name of the master board; needed"),
        ("batch", "packages in a datagram: others are refused; default any number from 1 to 99"),
        ("range", "values of the package counter before it starts again; default as the table of boards says"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly("board", "batch", "range");
        _ = address.Number("batch", UsualBatch, 1, BrainFlowParser.LargestBatch);
        return new BrainFlowDriver(address, clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        var board = BrainFlowBoard.Of(address);
        var channels = board.Groups.First(g => g.Kind == ChannelKind.Eeg).Count;
        var batch = address.Number("batch", UsualBatch, 1, BrainFlowParser.LargestBatch);
        return new BrainFlowEmulator(address, board, plan with { ChannelCount = channels, RateHz = board.RateHz, PacketSamples = batch }, clock);
    }
}
