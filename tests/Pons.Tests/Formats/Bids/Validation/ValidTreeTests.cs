namespace Pons.Tests.Formats.Bids.Validation;

public sealed class ValidTreeTests
{
    [Fact]
    public void A_data_set_that_keeps_all_rules_is_left_in_peace()
    {
        var report = new BidsTree().Validate();
        Assert.Equal([], report.Findings.Select(f => $"{f.Rule.Id} {f.Place}: {f.What(default)}"));
        Assert.True(report.IsValid);
        Assert.Equal(2, report.SubjectCount);
        Assert.Equal(5, report.RecordingCount);
    }
}
