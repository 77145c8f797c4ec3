using System.Numerics.Tensors;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>Refusals that several stages share.</summary>
internal static class StageChecks
{
    /// <summary>The rate of a regular stream.</summary>
    /// <exception cref="PipelineBuildException">The samples come irregularly.</exception>
    public static double RegularRate(this StreamInfo info, string stage) =>
        info.RateHz ?? throw new PipelineBuildException(
            stage, info.Name, "the samples come irregularly.", "The stage counts samples, so it needs a constant rate.",
            "Put a source in front that delivers at a constant rate.");

    /// <summary>A number of samples, at least one.</summary>
    /// <exception cref="PipelineBuildException">The time is shorter than one sample.</exception>
    public static int WholeSamples(this StreamInfo info, string stage, double seconds, string what)
    {
        var samples = Math.Round(seconds * info.RegularRate(stage));
        if (samples is >= 1 and <= int.MaxValue) return (int)samples;
        throw new PipelineBuildException(
            stage, info.Name, $"{what} of {seconds} s is {samples} samples at {info.RateHz} Hz.",
            "The stage works on whole samples, at least one.", "Choose a longer time, or a stream of higher rate.");
    }

    /// <summary>The places of channels that are named.</summary>
    /// <exception cref="PipelineBuildException">A channel is missing.</exception>
    public static int[] PlacesOf(this StreamInfo info, IEnumerable<string> labels, string stage)
    {
        var places = labels.ToDictionary(l => l, l => info.Channels.FindIndex(c => c.Label == l));
        string[] missing = [.. places.Where(p => p.Value < 0).Select(p => p.Key)];
        if (missing.Length == 0) return [.. places.Values];
        throw new PipelineBuildException(
            stage, info.Name, $"channel {string.Join(", ", missing)} is missing.", "The stage works on channels that it knows by name.",
            "Name channels of the stream.");
    }

    private static int FindIndex(this System.Collections.Immutable.ImmutableArray<Channel> channels, Func<Channel, bool> isWanted)
    {
        for (var c = 0; c < channels.Length; c++)
            if (isWanted(channels[c])) return c;
        return -1;
    }

    /// <summary>Refuses samples that are not finite, and names the first.</summary>
    /// <exception cref="PipelineRunException">A sample is infinite or not a number.</exception>
    public static void RequireFinite(this SignalBlock block, string stage, StreamInfo info)
    {
        if (TensorPrimitives.IsFiniteAll(block.Samples.Span)) return;
        var at = block.Samples.Span.IndexOfNonFinite();
        throw new PipelineRunException(
            stage, info.Name,
            $"sample {block.FirstSampleIndex + at / block.ChannelCount} of channel '{info.Channels[at % block.ChannelCount].Label}' "
            + $"is {block.Samples.Span[at]}.",
            "A value that is not finite would spoil everything that comes after it.",
            "Deliver a missing sample as a gap, not as a value.");
    }

    /// <summary>Refuses a block that does not follow the one before.</summary>
    /// <exception cref="PipelineRunException">Blocks overlap, or samples are missing without being counted.</exception>
    public static void RequireContinuation(this SignalBlock block, long expectedIndex, string stage, StreamInfo info)
    {
        if (block.FirstSampleIndex == expectedIndex + block.MissingBefore) return;
        throw new PipelineRunException(
            stage, info.Name,
            $"a block starts at sample {block.FirstSampleIndex} after {expectedIndex - 1} and says {block.MissingBefore} are missing.",
            "Samples overlap or were lost without being counted.", "Mend the source: missing samples are stated in MissingBefore.");
    }

    private static int IndexOfNonFinite(this ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}
