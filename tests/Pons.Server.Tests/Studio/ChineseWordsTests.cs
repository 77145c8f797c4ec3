using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pons.Devices;
using Pons.Server.Devices;
using Pons.Server.Sessions;
using Pons.Sessions;
using Pons.Streams.Clocks;

namespace Pons.Server.Tests.Studio;

/// <summary>Nothing that the server can say to a page is in English only: each code has Chinese words in web/src/words.</summary>
public sealed partial class ChineseWordsTests
{
    private static readonly Dictionary<string, string> Said = Read("said.zh.ts"), Words = Read("zh.ts");

    public static TheoryData<string> Codes =>
    [
        .. CodesOf<DeviceFaultCode>("device"), .. CodesOf<ProblemCode>("studio"), .. CodesOf<RecorderAlarmKind>("alarm"),
    ];

    public static TheoryData<string> Keys =>
    [
        .. CodesOf<DeviceNoticeKind>("notice"), .. CodesOf<DeviceState>("device"), .. CodesOf<GapReason>("gap"),
        .. CodesOf<ChannelVerdict>("quality"), .. CodesOf<ClockReasonCode>("clock.why"), .. CodesOf<SessionReason>("sessions.why"),
        .. CodesOf<SessionVerdict>("sessions"), .. CodesOf<DeviceNoticeKind>("event"), "event.decodingEnded",
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void What_is_said_by_a_code_has_a_Chinese_sentence(string code) =>
        Assert.Matches("[一-龥].*。$", Assert.Contains(code, (IReadOnlyDictionary<string, string>)Said));

    [Theory]
    [MemberData(nameof(Keys))]
    public void What_is_named_has_Chinese_words(string key) =>
        Assert.Matches("[一-龥]", Assert.Contains(key, (IReadOnlyDictionary<string, string>)Words));

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
