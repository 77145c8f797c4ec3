using Pons.Server.Live;

namespace Pons.Server.Tests.Live;

public sealed class LiveClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_arrive_in_order()
    {
        using var client = new LiveClient([]);
        for (var i = 0; i < 5; i++) client.Add(Block(i));
        for (var i = 0; i < 5; i++) Assert.Equal(Block(i).Bytes, (await client.TakeAsync(Stop))!.Bytes);
    }

    [Fact]
    public async Task A_slow_browser_loses_the_oldest_samples_and_is_told_how_many()
    {
        using var client = new LiveClient([]);
        for (var i = 0; i < LiveClient.DroppableCapacity + 10; i++) client.Add(Block(i, missing: i == 3 ? 100 : 0));
        Assert.Equal(40, client.DroppedSamples);
        var next = await client.TakeAsync(Stop);
        Assert.Equal(40 + 100, BinaryMessages.MissingOf(next!.Bytes));
        Assert.Equal(Block(10).Bytes[28..], next.Bytes[28..]);
        Assert.Equal(0, BinaryMessages.MissingOf((await client.TakeAsync(Stop))!.Bytes));
    }

    [Fact]
    public async Task What_must_arrive_is_never_dropped()
    {
        using var client = new LiveClient([]);
        var info = LiveJson.Info(Invented.Session() with { DisplayFilters = [] });
        client.Add(info);
        for (var i = 0; i < 3 * LiveClient.DroppableCapacity; i++) client.Add(Block(i));
        Assert.Same(info, await client.TakeAsync(Stop));
    }

    [Fact]
    public async Task A_browser_that_takes_nothing_at_all_is_given_up()
    {
        using var client = new LiveClient([]);
        for (var i = 0; i <= LiveClient.KeptCapacity; i++) client.Add(LiveJson.State(LiveState.Running));
        Assert.True(client.IsGivenUp);
        Assert.Null(await client.TakeAsync(Stop));
    }

    [Fact]
    public async Task Taking_waits_for_the_next_message()
    {
        using var client = new LiveClient([]);
        var taking = client.TakeAsync(Stop).AsTask();
        Assert.False(taking.IsCompleted);
        client.Add(Block(1));
        Assert.NotNull(await taking);
    }

    private static LiveMessage Block(int i, long missing = 0) =>
        new(BinaryMessages.Block([i, i, i, i], 1, 4 * i, 0, missing), IsBinary: true, IsKept: false, SampleCount: 4);
}
