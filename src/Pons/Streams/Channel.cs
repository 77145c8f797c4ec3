namespace Pons.Streams;

/// <summary>One measured quantity of a stream.</summary>
/// <param name="Label">Name; for scalp electrodes the 10-10 name, such as <c>FC5</c> or <c>Cz</c>.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Unit">Unit of its samples; voltages are always <c>µV</c> inside Pons.</param>
/// <param name="Reference">What the voltage is measured against, if known.</param>
/// <param name="Position">Where the electrode is, if known.</param>
public sealed record Channel(
    string Label,
    ChannelKind Kind = ChannelKind.Eeg,
    string Unit = "µV",
    string? Reference = null,
    ElectrodePosition? Position = null);
