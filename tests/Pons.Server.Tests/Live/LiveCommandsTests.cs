using Pons.Server.Live;

namespace Pons.Server.Tests.Live;

public sealed class LiveCommandsTests
{
    [Fact]
    public void Commands_are_taken_in_order()
    {
        var commands = new LiveCommands();
        Assert.True(commands.TryAsk(LiveCommand.Start));
        Assert.True(commands.TryAsk(LiveCommand.Pause));
        Assert.True(commands.TryTake(out var first));
        Assert.True(commands.TryTake(out var second));
        Assert.Equal((LiveCommand.Start, LiveCommand.Pause), (first, second));
        Assert.False(commands.TryTake(out _));
    }

    [Fact]
    public void A_stop_overtakes_everything_and_always_fits()
    {
        var commands = new LiveCommands();
        while (commands.TryAsk(LiveCommand.Pause)) { }
        Assert.True(commands.TryAsk(LiveCommand.Stop));
        Assert.True(commands.TryTake(out var command));
        Assert.Equal(LiveCommand.Stop, command);
        Assert.False(commands.TryTake(out _));
    }
}
