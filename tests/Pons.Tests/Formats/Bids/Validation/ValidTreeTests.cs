using Pons.Formats.Bids.Validation;

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

    [Fact]
    public void Order_does_not_depend_on_the_number_of_threads()
    {
        var tree = new BidsTree();
        for (var i = 10; i < 40; i++) tree[$"sub-{i}/eeg/sub-{i}_task_x_eeg.edf"] = "x";
        var one = tree.Validate(threads: 1);
        Assert.True(one.ErrorCount > 60);
        Assert.Equal(one.Findings, tree.Validate(threads: 4).Findings, (a, b) => a.Rule == b.Rule && a.Place == b.Place && a.Number == b.Number && a.Because == b.Because);
    }

    [Fact]
    public void Causes_come_before_what_follows_from_them()
    {
        var tree = new BidsTree();
        tree.Rename(BidsTree.Eeg + "eeg.edf", BidsTree.Eeg + "EEG.edf");
        tree[BidsTree.Rest + "eeg.json"] = "{ no JSON";
        var report = tree.Validate();
        Assert.All(report.Findings.Where(f => f.Because is not null), f => Assert.True(f.Because < f.Number));
        Assert.Equal(["json-syntax", "name-suffix"], report.Findings.Where(f => f.Because is null).Select(f => f.Rule.Id).Order());
        Assert.Contains("field-required", report.Findings.Single(f => f.Rule.Id == "json-syntax").Unchecked);
    }

    [Fact]
    public void No_more_of_a_rule_is_kept_than_was_asked_for_but_all_are_counted()
    {
        var tree = new BidsTree();
        for (var i = 10; i < 40; i++) tree[$"notes{i}.docx"] = "x";
        using var folder = new TemporaryFolder();
        tree.Write(folder.Path);
        var report = new BidsValidator().Validate(folder.Path, new() { KeptPerRule = 5 });
        Assert.Equal(5, report.Findings.Length);
        Assert.Equal(30, report.Counts["root-file"]);
    }

    [Fact]
    public void What_bidsignore_names_is_passed_over()
    {
        var tree = new BidsTree();
        tree["protocol_draft.txt"] = "x";
        tree["sub-01/ses-01/eeg/scratch/a.txt"] = "x";
        tree["keep_draft.txt"] = "x";
        tree[".bidsignore"] += "**/scratch/\n!keep*\n";
        Assert.Equal(["keep_draft.txt"], tree.Validate().Findings.Select(f => f.File));
    }

    [Fact]
    public void Derived_data_may_hold_other_files()
    {
        var tree = new BidsTree();
        tree.Edit("dataset_description.json", "\"raw\"", "\"derivative\"");
        tree["sub-01/ses-01/eeg/sub-01_ses-01_task-faces_desc-clean_epochs.fif"] = "x";
        tree["sub-01/figures/a.png"] = "x";
        Assert.Equal([], tree.Validate().Findings.Select(f => $"{f.Rule.Id} {f.Place}"));
        tree["sub-01/ses-01/eeg/sub-01_ses-01_desc-clean_task-faces_epochs.fif"] = "x";
        Assert.Equal("entity-order", tree.Validate().Findings.Single().Rule.Id);
    }

    [Theory]
    [InlineData("eeg_cbm", "file-empty ×2")]
    [InlineData("eeglab_BIDS_test", "field-range ×1, recording-channels ×1, recording-channel-count ×1, recording-rate ×1, recording-duration ×1")]
    [InlineData("emg_TwoWristbands", "")]
    public void Real_data_sets_get_their_verdict(string name, string errors)
    {
        var report = new BidsValidator().Validate(RecordedData.PathOf("formats/bids/" + name));
        Assert.Equal(errors, string.Join(", ", BidsRules.Current.All.Where(r => r.Severity == BidsSeverity.Error && report.Counts.ContainsKey(r.Id)).Select(r => $"{r.Id} ×{report.Counts[r.Id]}")));
    }
}
