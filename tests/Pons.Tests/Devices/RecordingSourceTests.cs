using Pons.Contracts;
using Pons.Devices.Replay;
using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Tests.Formats;

namespace Pons.Tests.Devices;

public sealed class RecordingSourceTests : IDisposable
{
    private readonly Recording _recording = new EdfFormat().Open(RecordingFiles.InMemory("made.edf", (byte[])new EdfBytes
    {
        Reserved = "EDF+D",
        Annotations = r => EdfBytes.Tal($"+{(r == 2 ? 10 : r)}\u0014\u0014\0+{r}.5\u0014note\u0014\0"),
        AnnotationSamples = 30,
    }));

    public void Dispose() => _recording.Dispose();

    private RecordedStream Stream => _recording.Streams[0];

    private RecordingSource Source(int block, TimeProvider? pace = null, double speed = 1) =>
        new(Stream.Info, () => Stream.ReadBlocks(block), pace, speed);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public Task Replay_keeps_the_contract_of_a_source(int block) => new SourceContract(() => Source(block)).VerifyAsync();

    [Fact]
    public Task Paced_replay_keeps_the_contract_of_a_source() => new SourceContract(() => Source(2, new JumpingClock())).VerifyAsync();

    [Fact]
    public async Task Replay_delivers_the_recording_and_starts_again_when_read_again()
    {
        await using var source = Source(5);
        for (var reading = 0; reading < 2; reading++)
        {
            var blocks = await source.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Stream.ReadBlocks(5).SelectMany(b => b.Samples.ToArray()), blocks.SelectMany(b => b.Samples.ToArray()));
            Assert.Equal([0, 0, 32], blocks.Select(b => (int)b.MissingBefore));
        }
    }

    [Theory]
    [InlineData(1, 11)]
    [InlineData(4, 2.75)]
    public async Task Paced_replay_delivers_a_block_when_its_last_sample_would_have_been_taken(double speed, double seconds)
    {
        var clock = new JumpingClock();
        await using var source = Source(2, clock, speed);
        await foreach (var block in source.ReadAsync(TestContext.Current.CancellationToken))
            Assert.Equal((block.Time.Seconds + block.SampleCount / 4.0) / speed, clock.Now.TotalSeconds, 1e-6);
        Assert.Equal(seconds, clock.Now.TotalSeconds, 1e-6);
    }

    [Fact]
    public async Task Second_reader_at_a_time_is_refused()
    {
        await using var source = Source(1);
        await using var first = source.ReadAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await first.MoveNextAsync());
        await using var second = source.ReadAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.MoveNextAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Speed_is_positive(double speed) => Assert.Throws<ArgumentOutOfRangeException>(() => Source(1, null, speed));
}
