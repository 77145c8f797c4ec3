using System.Numerics;
using Pons.Server.Live;

namespace Pons.Server.Tests.Live;

public sealed class DisplayFiltersTests
{
    [Fact]
    public void The_usual_filters_pass_and_stop_what_their_names_say()
    {
        var filters = DisplayFilters.For(250, 50).ToDictionary(f => f.Id, f => f.Design);
        Assert.Equal(["1-40", "8-30", "notch"], filters.Keys);
        Assert.InRange(Complex.Abs(filters["1-40"].Response(10, 250)), 0.99, 1.01);
        Assert.InRange(Complex.Abs(filters["1-40"].Response(0.1, 250)), 0, 0.02);
        Assert.InRange(Complex.Abs(filters["8-30"].Response(2, 250)), 0, 0.1);
        Assert.InRange(Complex.Abs(filters["notch"].Response(50, 250)), 0, 1e-6);
    }

    [Fact]
    public void A_slow_stream_gets_only_the_filters_that_exist_for_it()
    {
        Assert.Equal(["8-30"], DisplayFilters.For(70, 50).Select(f => f.Id));
        Assert.Empty(DisplayFilters.For(null, 50));
    }
}
