using Pons.Formats;
using Pons.Streams;

namespace Pons.Tests.Formats;

public sealed class ChannelNamingTests
{
    [Theory]
    [InlineData("Fc5.", "uV", "FC5", ChannelKind.Eeg, null)]
    [InlineData("Cz..", "uV", "Cz", ChannelKind.Eeg, null)]
    [InlineData("T10.", "uV", "T10", ChannelKind.Eeg, null)]
    [InlineData("EEG Fp1-Ref", "uV", "Fp1", ChannelKind.Eeg, "Ref")]
    [InlineData("EEG T3", "uV", "T7", ChannelKind.Eeg, null)]
    [InlineData("Fpz-Cz", "mV", "Fpz", ChannelKind.Eeg, "Cz")]
    [InlineData("EEG A2-A1", "uV", "A2", ChannelKind.Eeg, "A1")]
    [InlineData("EEG X9", "uV", "EEG X9", ChannelKind.Eeg, null)]
    [InlineData("EOG horizontal", "uV", "EOG horizontal", ChannelKind.Eog, null)]
    [InlineData("EMG1", "uV", "EMG1", ChannelKind.Emg, null)]
    [InlineData("EKG", "uV", "EKG", ChannelKind.Ecg, null)]
    [InlineData("STATUS", "", "STATUS", ChannelKind.Trigger, null)]
    [InlineData("POL DC01", "uV", "POL DC01", ChannelKind.Unknown, null)]
    [InlineData("F3", "degC", "F3", ChannelKind.Unknown, null)]
    [InlineData("Resp oro-nasal", "", "Resp oro-nasal", ChannelKind.Unknown, null)]
    [InlineData("", "uV", "(no label)", ChannelKind.Unknown, null)]
    public void Label_gives_name_kind_and_reference(string raw, string unit, string label, ChannelKind kind, string? reference)
    {
        var channel = ChannelNaming.Of(raw, new(-1, 1, -1, 1, unit));
        Assert.Equal((label, kind, reference), (channel.Label, channel.Kind, channel.Reference));
        Assert.Equal(kind == ChannelKind.Eeg && ElectrodeName.TryParse(label, out _), channel.Position is not null);
    }

    [Theory]
    [InlineData("uV", 1, true)]
    [InlineData("µV", 1, true)]
    [InlineData("\u03BCV", 1, true)]
    [InlineData("UV", 1, false)]
    [InlineData("mV", 1e3, true)]
    [InlineData("MV", 1e3, false)]
    [InlineData("V", 1e6, true)]
    [InlineData("nV", 1e-3, true)]
    public void Voltages_become_microvolts(string unit, double factor, bool isExact) =>
        Assert.Equal(new ChannelUnit("µV", factor, true, isExact), ChannelUnit.Of(unit));

    [Theory]
    [InlineData("degC")]
    [InlineData("%")]
    [InlineData("")]
    public void Other_units_stay(string unit) => Assert.Equal(new ChannelUnit(unit, 1, false, true), ChannelUnit.Of(unit));
}
