using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pons.Control.Remote;
using Pons.Devices;
using Pons.Server.Devices;
using Pons.Server.Sessions;
using Pons.Sessions;
using Pons.Streams.Clocks;

namespace Pons.Server.Tests.Studio;

/// <summary>Nothing that the server can say to a page is in English only: each code has Chinese words in web/src/words.</summary>
public sealed partial class ChineseWordsTests
{
    private static readonly Dictionary<string, string> Said = Read("said.zh.ts"), Words = Read("zh.ts"), Protocols = Read("protocols.zh.ts");

    private static readonly EffectorReportKind[] ReceiverEvents =
        [.. Enum.GetValues<EffectorReportKind>().Except([EffectorReportKind.Sent, EffectorReportKind.Unsent])];

    public static TheoryData<string> Codes =>
    [
        .. CodesOf<DeviceFaultCode>("device"), .. CodesOf<ProblemCode>("studio"), .. CodesOf<RecorderAlarmKind>("alarm"),
        .. CodesOf<SafeReason>("safe"), "effector.connected", "effector.lost",
    ];

    public static TheoryData<string> Keys =>
    [
        .. CodesOf<DeviceNoticeKind>("notice"), .. CodesOf<DeviceState>("device"), .. CodesOf<GapReason>("gap"),
        .. CodesOf<ChannelVerdict>("quality"), .. CodesOf<ClockReasonCode>("clock.why"), .. CodesOf<SessionReason>("sessions.why"),
        .. CodesOf<SessionVerdict>("sessions"), .. CodesOf<DeviceNoticeKind>("event"), "event.decodingEnded",
        .. ReceiverEvents.Select(k => $"event.effector{k}"),
    ];

    public static TheoryData<string> Titles => [.. DeviceProtocol.All.Select(p => p.Name)];

    /// <summary>What Pons itself calls the devices that it finds; most have a name of their own.</summary>
    public static TheoryData<string> FoundNames => ["found.cyton"];

    public static TheoryData<string> Options => [.. DeviceProtocol.All.SelectMany(p => p.Options.Select(o => $"{p.Name}.{o.Name}"))];

    [Theory]
    [MemberData(nameof(Codes))]
    public void What_is_said_by_a_code_has_a_Chinese_sentence(string code) =>
        Assert.Matches("[一-龥].*。$", Assert.Contains(code, (IReadOnlyDictionary<string, string>)Said));

    [Theory]
    [MemberData(nameof(Keys))]
    public void What_is_named_has_Chinese_words(string key) =>
        Assert.Matches("[一-龥]", Assert.Contains(key, (IReadOnlyDictionary<string, string>)Words));

    [Theory]
    [MemberData(nameof(Options))]
    [MemberData(nameof(FoundNames))]
    public void What_a_protocol_says_has_Chinese_words(string option) =>
        Assert.Matches("[一-龥]", Assert.Contains(option, (IReadOnlyDictionary<string, string>)Protocols));

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_kind_of_device_has_a_title_for_Chinese_readers(string protocol) =>
        Assert.NotEmpty(Assert.Contains(protocol, (IReadOnlyDictionary<string, string>)Protocols));

    [Fact]
    public void No_Chinese_words_are_for_an_option_that_is_gone() =>
        Assert.Empty(Protocols.Keys.Except(Titles.Select(t => t.Data)).Except(Options.Concat(FoundNames).Select(o => o.Data)));

    [Fact]
    public void No_Chinese_sentence_is_for_a_code_that_is_gone() => Assert.Empty(Said.Keys.Except(Codes.Select(c => c.Data)));

    private static IEnumerable<string> CodesOf<T>(string family)
        where T : struct, Enum => Enum.GetNames<T>().Select(n => $"{family}.{JsonNamingPolicy.CamelCase.ConvertName(n)}");

    private static Dictionary<string, string> Read(string name, [CallerFilePath] string here = "")
    {
        var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../web/src/words", name));
        return Entry().Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^  '([^']+)':\s+'(.*)',$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
