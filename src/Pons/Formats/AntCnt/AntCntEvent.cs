namespace Pons.Formats.AntCnt;

/// <summary>One event of a library (<c>.evt</c>).</summary>
internal sealed record AntCntEvent
{
    /// <summary>Kind of event in the words of the file, such as <c>Event Marker</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it happened.</summary>
    public AntCntDate Time { get; init; }

    /// <summary>How long it lasted; 0 when it has no extent.</summary>
    public double DurationSeconds { get; init; }

    /// <summary>Trigger code; null when it has none.</summary>
    public int? Code { get; init; }

    /// <summary>Condition of a stimulus; empty when it has none.</summary>
    public string Condition { get; init; } = "";

    /// <summary>What a person noted; empty when nothing.</summary>
    public string Description { get; init; } = "";

    /// <summary>Label of the channel that it belongs to; empty when to all.</summary>
    public string Channel { get; init; } = "";

    /// <summary>Impedances in kilohms, in the order of the channels; empty when none were measured.</summary>
    public float[] ImpedancesKilohms { get; init; } = [];
}
