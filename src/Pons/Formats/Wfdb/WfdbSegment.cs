using System.Numerics;

namespace Pons.Formats.Wfdb;

/// <summary>A stretch of a record whose samples stand in one set of files.</summary>
/// <param name="FirstFrame">Its first frame in the record.</param>
/// <param name="FrameCount">How many frames are stored.</param>
/// <param name="StatedCount">How many the headers state.</param>
/// <param name="Tracks">Where each signal of the record is; <see langword="null"/> for those that it lacks.</param>
internal sealed record WfdbSegment(long FirstFrame, long FrameCount, long StatedCount, WfdbTrack?[] Tracks);

/// <summary>One signal in one stretch.</summary>
/// <param name="signal">How it is stored.</param>
/// <param name="file">The file with its samples.</param>
/// <param name="number">Its number among the signals of the file.</param>
/// <param name="place">Its first sample in a frame.</param>
internal sealed class WfdbTrack(WfdbSignal signal, WfdbSignalFile file, int number, int place)
{
    public WfdbSignal Signal => signal;

    public WfdbSignalFile File => file;

    public int Number => number;

    public DigitalScale Scale { get; } = signal.Scale;

    /// <summary>Reads samples into every <paramref name="width"/>th place; what the file has not, or marks as not valid, is NaN.</summary>
    /// <param name="first">First sample of the stretch.</param>
    /// <param name="width">Channels of a row.</param>
    /// <param name="destination">From the first place on.</param>
    public void Read<T>(long first, int width, Span<T> destination)
        where T : struct, IFloatingPoint<T>, IFloatingPointIeee754<T>
    {
        var (gain, zero) = (Scale.Gain, Scale.Offset);
        var (perFrame, invalid) = (signal.SamplesPerFrame, signal.Format.Invalid ?? int.MinValue);
        var hasInvalid = signal.Format.Invalid is not null;
        for (var at = 0; at < destination.Length;)
        {
            var (frame, within) = Math.DivRem(first, perFrame);
            frame += signal.Skew;
            if (frame >= file.FrameCount)
            {
                for (; at < destination.Length; at += width) destination[at] = T.NaN;
                return;
            }

            var samples = file.Around(frame, out var start);
            var inWindow = (int)((frame - start) * file.FrameSamples) + place;
            for (; inWindow < samples.Length && at < destination.Length; inWindow += (int)file.FrameSamples, within = 0)
                for (var s = within; s < perFrame && at < destination.Length; s++, at += width, first++)
                {
                    var digital = samples[inWindow + (int)s];
                    destination[at] = hasInvalid && digital == invalid ? T.NaN : T.CreateTruncating(digital * gain + zero);
                }
        }
    }
}
