using Pons.Formats.Bids;

namespace Pons.Tests.Formats.Bids;

public sealed class BidsNameTests
{
    [Theory]
    [InlineData("sub-01_ses-02_task-rest_acq-x_run-3_eeg.json", "sub-01 ses-02 task-rest acq-x run-3", "eeg", ".json")]
    [InlineData("sub-01_task-a_recording-eye_physio.tsv.gz", "sub-01 task-a recording-eye", "physio", ".tsv.gz")]
    [InlineData("participants.tsv", "", "participants", ".tsv")]
    [InlineData("sub-01_task-a_meg.ds", "sub-01 task-a", "meg", ".ds")]
    [InlineData("task-_eeg", "task-", "eeg", "")]
    public void Takes_names_apart_and_puts_them_together(string text, string entities, string suffix, string extension)
    {
        Assert.True(BidsName.TryParse(text, out var name));
        Assert.Equal(entities, string.Join(' ', name.Entities.Select(e => $"{e.Key}-{e.Value}")));
        Assert.Equal(suffix, name.Suffix);
        Assert.Equal(extension, name.Extension);
        Assert.Equal(text, name.ToString());
    }

    [Theory]
    [InlineData("sub-01_task-rest_.json")]
    [InlineData("sub-01_rest_eeg.json")]
    [InlineData("sub-01_-x_eeg.json")]
    [InlineData("sub-01")]
    [InlineData("")]
    public void Leaves_other_names_alone(string text) => Assert.False(BidsName.TryParse(text, out _));

    [Fact]
    public void Entities_stand_in_the_order_of_the_specification_whatever_was_set_first()
    {
        var name = new BidsName("eeg", ".edf").With("run", "1").With("task", "rest").With("sub", "01").With("acq", "a").With("ses", "x").With("acq", null);
        Assert.Equal("sub-01_ses-x_task-rest_run-1_eeg.edf", name.ToString());
        Assert.Equal("sub-01_ses-x_task-rest_run-1_channels.tsv", name.Beside("channels", ".tsv").ToString());
    }

    [Theory]
    [InlineData("run", "a")]
    [InlineData("task", "eyes open")]
    [InlineData("task", "")]
    [InlineData("hemi", "left")]
    [InlineData("colour", "red")]
    public void Refuses_what_the_specification_has_not(string key, string value) =>
        Assert.Throws<ArgumentException>(() => new BidsName("eeg", ".edf").With(key, value));

    [Theory]
    [InlineData("eyes open", "eyesOpen")]
    [InlineData("Motor-Imagery (left/right)", "MotorImageryLeftRight")]
    [InlineData("静息 rest", "rest")]
    [InlineData("静息", "")]
    public void Makes_labels_of_any_text(string text, string label) => Assert.Equal(label, BidsName.ToLabel(text));

    [Fact]
    public void Every_entity_has_its_own_place() =>
        Assert.Equal(Enumerable.Range(0, BidsEntity.All.Length), BidsEntity.All.Select(e => BidsEntity.PlaceOf(e.Key)));
}
