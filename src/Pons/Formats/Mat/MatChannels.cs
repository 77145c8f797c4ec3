using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>Channels in the making: what a file of variables says of each, brought to the names and units of Pons.</summary>
internal sealed class MatChannels
{
    private readonly List<string> _warnings;
    private readonly ImmutableArray<string> _labels;
    private readonly ImmutableArray<string> _units;

    /// <summary>One channel for each label.</summary>
    public MatChannels(ImmutableArray<string> labels, ImmutableArray<string> units, List<string> warnings)
    {
        (_labels, _units, _warnings) = (labels, units, warnings);
        var channels = ChannelNaming.Channels([.. labels.Select((l, i) => (l, new DigitalScale(0, 1, 0, 1, UnitOf(i))))], _warnings);
        Channels = [.. channels];
        Details = [.. labels.Select(l => new RecordedChannel { SourceLabel = l })];
    }

    public List<Channel> Channels { get; }

    public List<RecordedChannel> Details { get; }

    /// <summary>What the file's numbers are multiplied with to have the units of the channels.</summary>
    public ImmutableArray<double> Factors => [.. _labels.Select((_, i) => ChannelUnit.Of(UnitOf(i)).Factor)];

    public MatSamples Samples(string file, SampleType storedAs) => new(file, storedAs, Factors, [.. Details]);

    /// <summary>Numbered names for signals that have none.</summary>
    public static ImmutableArray<string> Numbered(string name, long count) =>
        count == 1 ? [name] : [.. Enumerable.Range(1, (int)count).Select(i => $"{name} {i}")];

    private string UnitOf(int channel) => channel < _units.Length && _units[channel] != "?" ? _units[channel] : "";
}
