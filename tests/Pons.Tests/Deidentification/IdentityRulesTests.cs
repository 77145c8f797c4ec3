using FsCheck.Fluent;
using Pons.Deidentification;

namespace Pons.Tests.Deidentification;

public sealed class IdentityRulesTests
{
    private static readonly TextScrubber Scrubber = new(IdentityRules.Default, KnownIdentities.None);

    private static string Clean(string text) => Scrubber.Replace(text, Scrubber.Find(text), new(40_001, false));

    [Theory]
    [InlineData("姓名：张若虚 男", "姓名：[name] 男")]
    [InlineData("患者张若虚今天发作", "患者[name]今天发作")]
    [InlineData("请李医生看", "请[name]医生看")]
    [InlineData("欧阳若虚主任", "[name]主任")]
    [InlineData("王某", "[name]")]
    [InlineData("Technician: Quistgaard, Peer", "Technician: [name]")]
    [InlineData("seen by Dr. Haverkamp today", "seen by Dr. [name] today")]
    [InlineData("Zhang Ruoxu blinks", "[name] blinks")]
    [InlineData("手机13912345678", "手机[phone]")]
    [InlineData("139-1234-5678", "[phone]")]
    [InlineData("１３９１２３４５６７８", "[phone]")]
    [InlineData("电话：025-83123456", "电话：[phone]")]
    [InlineData("(025)83123456", "[phone]")]
    [InlineData("Tel. +49 30 1234567", "Tel. [phone]")]
    [InlineData("write to a.b@example.org.", "write to [mail].")]
    [InlineData("住院号ZY20987654，床号12", "住院号[number]，床号[number]")]
    [InlineData("MRN: 0012345", "MRN: [number]")]
    [InlineData("Patient ID 77-12a", "Patient ID [number]")]
    [InlineData("转自云梦泽第三人民医院", "转自[site]")]
    [InlineData("at Saint Nowhere Hospital", "at [site]")]
    [InlineData("住址：南京市玄武区无名路123号", "住址：[place]")]
    [InlineData("家在江苏省南京市玄武区无名路123号5栋", "家在[place]")]
    [InlineData("身份证号：320106195105020012", "身份证号：[id]")]
    [InlineData("passport no E12345678", "passport no [id]")]
    [InlineData("192.168.17.4", "[net]")]
    [InlineData("00:1a:2B:3c:4d:5e", "[net]")]
    [InlineData("DESKTOP-9KQ2L7A", "[net]")]
    [InlineData(@"C:\Users\ruoxu\data\a.edf", "[path]")]
    [InlineData("/home/ruoxu/data/a.edf", "[path]")]
    [InlineData("Serial number: 77A90312", "Serial number: [serial]")]
    [InlineData("S/N 77A90312", "S/N [serial]")]
    [InlineData("123e4567-e89b-12d3-a456-426614174000", "[uid]")]
    [InlineData("年龄：92岁", "年龄：89+岁")]
    [InlineData("a 93-year-old man", "a 89+-year-old man")]
    [InlineData("出生日期：1951年5月2日", "出生日期：[date]")]
    [InlineData("DOB 02/05/1951", "DOB [date]")]
    [InlineData("at 14:03:22 he coughed", "at 00:00:00 he coughed")]
    [InlineData("14时3分", "00时0分")]
    public void Finds(string text, string clean) => Assert.Equal(clean, Clean(text));

    [Theory]
    [InlineData("2024-03-05", "1914-08-29")]
    [InlineData("2024/3/5", "1914/8/29")]
    [InlineData("2024年3月5日", "1914年8月29日")]
    [InlineData("2024年3月", "1914年8月")]
    [InlineData("二〇二四年三月五日", "一九一四年八月二十九日")]
    [InlineData("05.03.2024", "29.08.1914")]
    [InlineData("05.03.24", "29.08.1914")]
    [InlineData("03/25/2024", "09/18/1914")]
    [InlineData("05-MAR-2024", "29-AUG-1914")]
    [InlineData("5 March 2024", "29 August 1914")]
    [InlineData("March 5, 2024", "August 29, 1914")]
    [InlineData("Tue Mar  5 14:03:22 2024", "Tue Aug  29 00:00:00 1914")]
    [InlineData("20240305", "19140829")]
    [InlineData("20240305140322123456", "19140829000000000000")]
    [InlineData("2024-03-05T14:03:22.5+08:00", "1914-08-29T00:00:00.0+00:00")]
    [InlineData("record-2024.03.05-14.03.22", "record-1914.08.29-00.00.00")]
    public void Moves_dates_in_their_own_spelling(string text, string moved) => Assert.Equal(moved, Clean(text));

    /// <summary>What notes, labels and headers are full of and that points to nobody.</summary>
    [Theory]
    [InlineData("中文测试八个字")]
    [InlineData("仰卧")]
    [InlineData("患者安静，左侧肢体抽动")]
    [InlineData("患者高热，时有张口")]
    [InlineData("向左看，和右手")]
    [InlineData("任务一")]
    [InlineData("周期性放电")]
    [InlineData("睁眼 闭眼")]
    [InlineData("闪光刺激 10Hz")]
    [InlineData("EEG Fp1-Ref")]
    [InlineData("POL DC01")]
    [InlineData("HP:0.1Hz LP:75Hz N:50Hz")]
    [InlineData("Stimulus/S 1")]
    [InlineData("Impedance: 5.2 kOhm")]
    [InlineData("version 1.2.3.4")]
    [InlineData("0.20240305")]
    [InlineData("T1 rest, T2 move; 3:2 ratio")]
    [InlineData("Patient: Eyes Closed")]
    [InlineData("Subject: awake")]
    [InlineData("New Segment")]
    [InlineData("Recording starts")]
    [InlineData("1913-07-21T00:00:00")]
    [InlineData("Startdate 01-JAN-1985 X X X")]
    [InlineData("我院及当地医院")]
    [InlineData("88岁")]
    [InlineData("age 45")]
    [InlineData("+1.000000")]
    [InlineData("Photic Stimulus 12345678")]
    [InlineData("gain 24, 512 Hz, 0.5 uV/bit")]
    [InlineData("Head nod; man walks; Long blink")]
    [InlineData("")]
    public void Leaves_what_points_to_nobody(string text) => Assert.Equal(text, Clean(text));

    [Fact]
    public void Resident_number_needs_its_check_digit_or_region_and_date()
    {
        Assert.Equal("[id]", Clean(Planted.ResidentId));
        Assert.Equal("x [id], [id]", Clean($"x {Planted.ResidentId}, 320106195105020010"));
        var wrong = Planted.ResidentId[..17] + (Planted.ResidentId[17] == '1' ? '2' : '1');
        Assert.Equal(wrong, Clean(wrong));
        Assert.Equal('X', IdentityChecks.ResidentCheckDigit("34052419800101001"));
    }

    [Fact]
    public void Every_spelling_of_a_date_is_read_again_as_the_date_that_was_written() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<DateOnly>().Filter(d => d.Year is > 1926 and < 2030),
            Gen.Elements("yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日", "d.M.yyyy", "dd-MMM-yyyy", "d MMMM yyyy", "MMMM d, yyyy", "yyyyMMdd", "yyyyMMddHHmmss").ToArbitrary(),
            (date, format) =>
            {
                var text = date.ToDateTime(new(14, 3, 22)).ToString(format, System.Globalization.CultureInfo.InvariantCulture);
                var moved = Clean(text);
                return DateSpelling.TryParse(moved, out var read) && (read == date.AddDays(-40_001) || (format == "d.M.yyyy" && read.Year == date.AddDays(-40_001).Year));
            }).Holds(500);

    [Fact]
    public void Clean_text_stays_clean() =>
        Prop.ForAll(
            Gen.ListOf(Gen.Elements("张若虚", "姓名：", "患者", "Dr. Haverkamp ", "13912345678", " ", "2024-03-05", "住院号", "A12345", "hello", "8", "市", "路", "号", "@example.org", "a"))
                .Select(string.Concat).ToArbitrary(),
            text => Clean(Clean(text)) == Clean(text)).Holds(500);

    [Fact]
    public void Steward_adds_replaces_and_switches_off()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("more.json");
        File.WriteAllText(path, """
            { "version": "7", "rules": [
              { "id": "email", "off": true },
              { "id": "ward", "language": "zh", "kind": "institution", "edges": "none", "action": "token", "certainty": "certain", "pattern": "{ward}病房" } ],
              "lists": { "ward": ["东七", "西三"] } }
            """);
        var scrubber = new TextScrubber(IdentityRules.Default.With(path), KnownIdentities.None);
        const string text = "东七病房 a@example.org";
        Assert.Equal("[site] a@example.org", scrubber.Replace(text, scrubber.Find(text), new(null, false)));
        Assert.Contains("more.json 7", IdentityRules.Default.With(path).Versions, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("""{ "rules": [ { "id": "a" } ] }""", "lacks \"language\"")]
    [InlineData("""{ "rules": [ { "id": "a", "language": "en", "kind": "nonsense", "action": "token", "certainty": "certain", "edges": "none", "pattern": "a" } ] }""", "'nonsense'")]
    [InlineData("""{ "rules": [ { "id": "a", "language": "en", "kind": "phone", "action": "token", "certainty": "certain", "edges": "none", "pattern": "(?=a)" } ] }""", "cannot be used")]
    [InlineData("""{ "rules": [ { "id": "a", "language": "en", "kind": "phone", "action": "token", "certainty": "certain", "edges": "none", "pattern": "{nolist}" } ] }""", "'nolist'")]
    public void Says_what_is_wrong_with_a_file_of_rules(string content, string fault)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("rules.json");
        File.WriteAllText(path, content);
        Assert.Contains(fault, Assert.Throws<IdentityRulesException>(() => IdentityRules.Default.With(path)).Message, StringComparison.Ordinal);
    }
}
