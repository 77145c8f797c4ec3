using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Cli.Benchmarks;

/// <summary>
/// Reading of whole files to blocks of one second, beside the tool that others read them with, and beside a plain loop that reads the
/// bytes and converts them. Files are made once in the folder for temporary files, and removed by the system.
/// </summary>
internal static class ReadingKernels
{
    private const int Channels = 64, RateHz = 512, Seconds = 1000;

    /// <summary>Every reading kernel in the order of the report.</summary>
    public static IReadOnlyList<Kernel> All { get; } =
    [
        Reading("read-edf", ".edf", 2, "MNE", "EDF, 16 bit", (from, to) => PlainRecords(from, to, 2)),
        Reading("read-bdf", ".bdf", 3, "MNE", "BDF, 24 bit", (from, to) => PlainRecords(from, to, 3)),
        Reading("read-brainvision", ".vhdr", 2, "MNE", "BrainVision, 16 bit", PlainRows),
        Reading("read-xdf", ".xdf", 4, "pyxdf", "XDF, float", PlainSamples),
    ];

    private delegate void PlainConversion(ReadOnlySpan<byte> from, Span<float> to);

    private static Kernel Reading(string name, string extension, int bytes, string peer, string what, PlainConversion plain)
    {
        var path = Path.Combine(Path.GetTempPath(), "pons-bench", "read" + extension);
        var work = FormattableString.Invariant($"{what}, {Channels} ch × {RateHz} Hz × {Seconds} s, {Channels * (long)RateHz * Seconds * bytes / 1e6:0} MB, to float blocks of 1 s");
        return new(name, work, peer, 5, () => Prepare(path, bytes)) { Plain = () => PreparePlain(path, bytes, plain) };
    }

    private static Action Prepare(string path, int bytes)
    {
        Make(path, bytes);
        return () =>
        {
            using var recording = Recording.Open(path);
            foreach (var block in recording.Streams[0].ReadBlocks(RateHz)) GC.KeepAlive(block);
        };
    }

    /// <summary>The bytes of one second after the other, as many as there are samples, converted without a thought.</summary>
    private static Action PreparePlain(string path, int bytes, PlainConversion plain)
    {
        Make(path, bytes);
        var data = path.EndsWith(".vhdr", StringComparison.Ordinal) ? Path.ChangeExtension(path, ".eeg") : path;
        return () =>
        {
            using var file = new FileStream(data, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            var second = new byte[Channels * RateHz * bytes];
            for (var s = 0; s < Seconds; s++)
            {
                file.ReadExactly(second);
                var rows = GC.AllocateUninitializedArray<float>(Channels * RateHz);
                plain(second, rows);
                GC.KeepAlive(rows);
            }
        };
    }

    /// <summary>A record holds all samples of a channel together.</summary>
    private static void PlainRecords(ReadOnlySpan<byte> from, Span<float> to, int bytes)
    {
        var at = 0;
        for (var c = 0; c < Channels; c++)
            for (var i = c; i < to.Length; i += Channels, at += bytes)
                to[i] = (bytes == 2 ? BinaryPrimitives.ReadInt16LittleEndian(from[at..]) : from[at] | from[at + 1] << 8 | (sbyte)from[at + 2] << 16) * 0.1f;
    }

    private static void PlainRows(ReadOnlySpan<byte> from, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++) to[i] = BinaryPrimitives.ReadInt16LittleEndian(from[(2 * i)..]) * 0.1f;
    }

    /// <summary>A byte that says "no time stamp" stands before each sample.</summary>
    private static void PlainSamples(ReadOnlySpan<byte> from, Span<float> to)
    {
        var into = MemoryMarshal.AsBytes(to);
        for (; from.Length > 4 * Channels; from = from[(4 * Channels + 1)..], into = into[(4 * Channels)..]) from.Slice(1, 4 * Channels).CopyTo(into);
    }

    private static void Make(string path, int bytes)
    {
        if (File.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var content = new Recording(new RecordingHeader { Format = "invented", File = "invented" }, [new InventedStream(bytes)], []);
        RecordingFormat.ForNewFile(path)!.Create(path, content);
    }

    /// <summary>Whole numbers that look like nothing, with a step of 0.1 µV; as float where no whole number is stored.</summary>
    private sealed class InventedStream(int bytes) : RecordedStream(
        new("invented", [.. Enumerable.Range(1, Channels).Select(i => new Channel($"X{i}"))], RateHz, Clock),
        [new(0, RateHz * (long)Seconds, new(Clock, 0))], [])
    {
        private static readonly ClockId Clock = new("invented");
        private readonly int _limit = bytes == 3 ? 8_000_000 : 32_000;

        public override SampleType StoredAs => bytes switch { 2 => SampleType.Int16, 3 => SampleType.Int24, _ => SampleType.Float32 };

        public override ImmutableArray<DigitalScale> Scales { get; } = bytes == 4 ? []
            : [.. Enumerable.Repeat(bytes == 2 ? new DigitalScale(-3276.8, 3276.7, -32768, 32767, "uV") : new(-838860.8, 838860.7, -8388608, 8388607, "uV"), Channels)];

        protected override void ReadStored(long firstStored, Span<float> destination)
        {
            for (var i = 0; i < destination.Length; i++)
            {
                var mixed = (ulong)(firstStored * Channels + i + 1) * 0x9E3779B97F4A7C15;
                destination[i] = (float)((int)((mixed >> 33) % (ulong)(2 * _limit)) - _limit) * 0.1f;
            }
        }
    }
}
