using System.Collections.Immutable;
using Pons.Contracts;
using Pons.Formats;
using Pons.Streams;
using Pons.Tests.Formats;

namespace Pons.Tests.Contracts;

/// <summary>A tiny format that can be broken in one place at a time; the contract must name the promise.</summary>
public sealed class FormatContractTests
{
    private static readonly ClockId Clock = new("tiny");
    private static readonly byte[] File = [.. "TINY"u8, .. Enumerable.Range(0, 40).Select(i => (byte)i)];

    [Fact]
    public void Faultless_format_passes() => new FormatContract(new TinyFormat(), File).Verify();

    [Theory]
    [InlineData(nameof(TinyFormat.LoudExtension), "lower case")]
    [InlineData(nameof(TinyFormat.RecognisesAll), "empty file is of no format")]
    [InlineData(nameof(TinyFormat.RecognisesNothing), "recognises its files")]
    [InlineData(nameof(TinyFormat.ThrowsOnShort), "recognising never throws")]
    [InlineData(nameof(TinyFormat.HeaderStaysOpen), "closes the files again")]
    [InlineData(nameof(TinyFormat.OtherHeader), "describes the same streams")]
    [InlineData(nameof(TinyFormat.NoisyBlocks), "same bits")]
    [InlineData(nameof(TinyFormat.UnsortedMarkers), "order of onset")]
    [InlineData(nameof(TinyFormat.StaysOpen), "closes its files")]
    [InlineData(nameof(TinyFormat.IndexFault), "is cut off opens")]
    public void Broken_promise_is_named(string fault, string promise)
    {
        var format = new TinyFormat();
        typeof(TinyFormat).GetProperty(fault)!.SetValue(format, true);
        var breach = Assert.Throws<ContractBreach>(() => new FormatContract(format, File).Verify());
        Assert.Contains(promise, breach.Promise, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_content_than_asked_for_is_named()
    {
        using var content = EdfWritingTests.Held([EdfWritingTests.Stream(10, 1, (n, _) => n, (0, 40))]);
        var breach = Assert.Throws<ContractBreach>(() => new FormatContract(new TinyFormat(), File)
            .VerifyCreation(content, Path.GetTempPath()));
        Assert.Contains("every marker is written", breach.Promise, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_that_the_report_hides_is_named()
    {
        using var content = EdfWritingTests.Held([EdfWritingTests.Stream(10, 1, (n, _) => MathF.Sin(n), (0, 40))]);
        new FormatContract(new HidingFormat(1), File).VerifyCreation(content, Path.GetTempPath());
        var breach = Assert.Throws<ContractBreach>(() => new FormatContract(new HidingFormat(0.1), File)
            .VerifyCreation(content, Path.GetTempPath()));
        Assert.Contains("no value moves further", breach.Promise, StringComparison.Ordinal);
    }

    /// <summary>EDF that reports only a share of the loss.</summary>
    private sealed class HidingFormat(double share) : RecordingFormat
    {
        private readonly Pons.Formats.Edf.EdfFormat _true = new();

        public override string Name => _true.Name;

        public override ImmutableArray<string> Extensions => _true.Extensions;

        public override bool Recognise(RecordingFiles files) => _true.Recognise(files);

        public override RecordingHeader ReadHeader(RecordingFiles files) => _true.ReadHeader(files);

        public override Recording Open(RecordingFiles files) => _true.Open(files);

        public override CreationReport Create(
            string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
        {
            var report = _true.Create(path, content, options, cancellation);
            return report with { Losses = [.. report.Losses.Select(l => l with { LargestError = l.LargestError * share })] };
        }
    }

    private sealed class TinyFormat : RecordingFormat
    {
        public bool LoudExtension { get; set; }
        public bool RecognisesAll { get; set; }
        public bool RecognisesNothing { get; set; }
        public bool ThrowsOnShort { get; set; }
        public bool HeaderStaysOpen { get; set; }
        public bool OtherHeader { get; set; }
        public bool NoisyBlocks { get; set; }
        public bool UnsortedMarkers { get; set; }
        public bool StaysOpen { get; set; }
        public bool IndexFault { get; set; }

        public override string Name => "Tiny";

        public override ImmutableArray<string> Extensions => LoudExtension ? [".TINY"] : [".tiny"];

        public override bool CanCreate => true;

        public override bool Recognise(RecordingFiles files) => Recognise(files.FirstBytes.Span);

        private bool Recognise(ReadOnlySpan<byte> firstBytes) =>
            RecognisesAll || (!RecognisesNothing && (ThrowsOnShort && firstBytes.Length is > 0 and < 4 ? firstBytes[3] == 0
                : firstBytes.StartsWith("TINY"u8)));

        public override RecordingHeader ReadHeader(RecordingFiles files)
        {
            if (HeaderStaysOpen) _ = files.OpenMain();
            return new() { Format = Name, File = files.Name, Streams = [Info(OtherHeader ? 2 : 1)] };
        }

        public override Recording Open(RecordingFiles files)
        {
            var (name, file) = (files.Name, files.OpenMain());
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            if (IndexFault) _ = bytes[43];
            if (!Recognise(bytes))
            {
                file.Dispose();
                throw new RecordingFormatException(name, 0, "No TINY.", "No.", "No.");
            }

            ImmutableArray<RecordedMarker> markers = [new(Duration.FromSeconds(UnsortedMarkers ? 2 : 0), "a"),
                new(Duration.FromSeconds(1), "b")];
            RecordedStream stream = new TinyStream(Info(1), [.. bytes.AsSpan(4).ToArray().Select(b => (float)b)], NoisyBlocks);
            return new(new() { Format = Name, File = name }, [stream], markers, file: StaysOpen ? null : file);
        }

        public override CreationReport Create(
            string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
        {
            WriteWhole(path, file => file.Write(File));
            return new([], []);
        }

        private static StreamInfo Info(int channels) => new("tiny", [.. Enumerable.Range(0, channels).Select(c => new Channel($"X{c}"))],
            10, Clock);
    }

    private sealed class TinyStream(StreamInfo info, float[] values, bool isNoisy) : RecordedStream(
        info, values.Length == 0 ? [] : [new(0, values.Length, new(Clock, 0))], [])
    {
        private int _calls;

        protected override void ReadStored(long firstStored, Span<float> destination)
        {
            values.AsSpan((int)firstStored, destination.Length).CopyTo(destination);
            if (isNoisy) destination[0] += _calls++;
        }
    }
}
