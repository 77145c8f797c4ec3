using System.Collections.Immutable;
using System.Xml.Linq;
using Pons.Decoding;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Control.Remote;

/// <summary>
/// Offers commands and safe states as a stream of the Lab Streaming Layer: type <c>Decisions</c>, irregular, float64, stamped with the moment of
/// the decision. Channels: <c>index</c> of the decision (−1 for a safe state), <c>class</c> (0-based among <c>desc/classes</c>, −1 for the safe
/// state), <c>late</c> (0 or 1), <c>reason</c> (0-based among <c>desc/reasons</c> for a safe state, −1 for a command), <c>expires</c> (LSL time at
/// which a command is over), and one probability a class (not a number in a safe state). Without an inlet, commands are refused.
/// </summary>
public sealed class LslEffector : RemoteEffector
{
    private const int FixedChannels = 5;
    private readonly LslSettings _settings;
    private readonly double[] _sample;
    private LslOutlet? _outlet;
    private bool _isHeard;

    /// <summary>Prepares the effector; nothing is offered yet.</summary>
    /// <param name="address">Name of the stream: <c>lsl:NAME</c>.</param>
    /// <param name="classes">What can be asked of it, in the order of the decoder.</param>
    /// <param name="clock">The clock of the host.</param>
    /// <param name="settings">Ports and session; those of <c>lsl_api.cfg</c> by default.</param>
    /// <exception cref="DeviceException">The address has no name, or more than that.</exception>
    public LslEffector(DeviceAddress address, ImmutableArray<ClassLabel> classes, HostClock clock, LslSettings? settings = null)
        : base(address, classes, clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        RemoteEffectorKind.RequireName(address);
        (_settings, _sample) = (settings ?? LslSettings.Load(), new double[FixedChannels + classes.Length]);
    }

    /// <inheritdoc/>
    public override bool IsConnected => _outlet is { ConsumerCount: > 0 };

    /// <summary>Waits until an inlet is fed.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">The effector was not started.</exception>
    public Task WaitForInletAsync(CancellationToken cancellation = default) =>
        (_outlet ?? throw new InvalidOperationException("The effector was not started.")).WaitForConsumerAsync(cancellation);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_outlet is null) return;
        for (var i = 0; i < 100 && !_outlet.IsIdle; i++) await Task.Delay(10).ConfigureAwait(false);
        await _outlet.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Open() => _outlet = LslOutlet.Open(
        new LslStreamInfo(Address.Path, "Decisions", _sample.Length, SampleType.Float64)
        {
            SourceId = $"pons-decisions-{Environment.MachineName}-{Address.Path}",
            Description = Describe(),
        },
        _settings, Clock);

    /// <inheritdoc/>
    protected override CommandReply Send(ControlCommand command)
    {
        if (!IsHeard()) return CommandReply.Refuse("no inlet is connected");
        Array.Fill(_sample, double.NaN);
        (_sample[0], _sample[1], _sample[2]) = (command.DecisionIndex, Classes.IndexOf(command.Intent), command.IsLate ? 1 : 0);
        (_sample[3], _sample[4]) = (-1, command.ExpiresAt.Seconds);
        if (command.Probabilities.Length == Classes.Length) command.Probabilities.CopyTo(_sample, FixedChannels);
        _outlet!.Push<double>(_sample, command.IssuedAt.Seconds);
        ReportSent(command);
        return CommandReply.Confirm;
    }

    /// <inheritdoc/>
    protected override void TellSafe(SafeReason reason)
    {
        var isHeard = IsHeard();
        Array.Fill(_sample, double.NaN);
        (_sample[0], _sample[1], _sample[2], _sample[3]) = (-1, -1, reason == SafeReason.Late ? 1 : 0, (int)reason);
        if (isHeard) _outlet!.Push<double>(_sample, Clock.Now.Seconds);
        Report(isHeard ? EffectorReportKind.Safe : EffectorReportKind.SafeUntold, reason.ToString());
    }

    private bool IsHeard()
    {
        var isHeard = IsConnected;
        if (isHeard != _isHeard) Report(isHeard ? EffectorReportKind.Connected : EffectorReportKind.Lost, isHeard ? "" : "no inlet is connected");
        return _isHeard = isHeard;
    }

    private XElement Describe() => new(
        "desc",
        new XElement("channels", ((IEnumerable<(string Label, string Unit)>)
            [("index", "count"), ("class", "index"), ("late", "boolean"), ("reason", "index"), ("expires", "seconds"), .. Classes.Select(c => ($"p {c.Name}", "probability"))])
            .Select(c => new XElement("channel", new XElement("label", c.Label), new XElement("unit", c.Unit), new XElement("type", "Decisions")))),
        new XElement("classes", Classes.Select((c, i) => new XElement("class", new XElement("index", i), new XElement("label", c.Name)))),
        new XElement("reasons", Enum.GetValues<SafeReason>().Select(r => new XElement("reason", new XElement("index", (int)r), new XElement("label", r.ToString())))));
}
