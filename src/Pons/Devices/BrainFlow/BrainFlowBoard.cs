using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Pons.Streams;

namespace Pons.Devices.BrainFlow;

/// <summary>The rows of one board's packages: one entry of the table <c>boards.json</c>.</summary>
/// <param name="Id">BrainFlow's number of the board.</param>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="RateHz">Packages per second.</param>
/// <param name="PackageRow">Row of the package counter.</param>
/// <param name="StampRow">Row of the sender's time.</param>
/// <param name="MarkerRow">Row of the markers.</param>
/// <param name="Groups">What the other rows are.</param>
/// <param name="CounterRange">Values of the package counter before it starts again; <see langword="null"/> when that is not known: losses are not
/// seen then.</param>
/// <param name="CounterStep">How far the counter goes from one package to the next.</param>
internal sealed record BrainFlowBoard(
    int Id, string Name, int Rows, double RateHz, int PackageRow, int StampRow, int MarkerRow, ImmutableArray<BrainFlowBoard.RowGroup> Groups,
    long? CounterRange = null, int CounterStep = 1)
{
    private static readonly Lazy<ImmutableArray<BrainFlowBoard>> Known = new(ReadKnown);

    public static ImmutableArray<BrainFlowBoard> All => Known.Value;

    /// <summary>The board that an address names by number or name.</summary>
    /// <exception cref="DeviceException">It names none, or one that is not in the table.</exception>
    public static BrainFlowBoard Of(DeviceAddress address)
    {
        var wanted = address.Option("board", "");
        var board = All.FirstOrDefault(b => b.Name == wanted || b.Id.ToString(CultureInfo.InvariantCulture) == wanted) ?? throw new DeviceException(
            address.ToString(), wanted.Length == 0 ? "no board is given." : $"board '{wanted}' is not in the table.",
            "The datagrams do not say what their rows are.",
            $"Give ?board= with number or name of the master board: {string.Join(", ", All.Select(b => $"{b.Id} {b.Name}"))}.")
        { IsFinal = true, Code = DeviceFaultCode.Settings };
        return address.Options.ContainsKey("range") ? board with { CounterRange = address.Number("range", 256, 2, int.MaxValue) } : board;
    }

    /// <summary>The rows as channels, in their order.</summary>
    public StreamInfo Info(DeviceAddress address)
    {
        var channels = new Channel[Rows];
        for (var i = 0; i < Rows; i++) channels[i] = new($"Row{i}", ChannelKind.Unknown, "");
        foreach (var group in Groups)
            for (var i = 0; i < group.Count; i++)
                channels[group.First + i] = new(group.Count == 1 ? group.Label : $"{group.Label}{i + 1}", group.Kind, group.Unit);
        channels[PackageRow] = new("Package", ChannelKind.Other, "");
        channels[StampRow] = new("SenderTime", ChannelKind.Other, "s");
        channels[MarkerRow] = new("Marker", ChannelKind.Trigger, "");
        return new("BrainFlow " + Name, [.. channels], RateHz, new(address.ToString()));
    }

    private static ImmutableArray<BrainFlowBoard> ReadKnown()
    {
        using var json = Assembly.GetExecutingAssembly().GetManifestResourceStream("brainflow-boards.json")!;
        return JsonSerializer.Deserialize(json, BrainFlowJson.Default.ImmutableArrayBrainFlowBoard);
    }

    /// <summary>Rows of one kind that stand together.</summary>
    internal sealed record RowGroup(string Label, ChannelKind Kind, string Unit, int First, int Count);
}
