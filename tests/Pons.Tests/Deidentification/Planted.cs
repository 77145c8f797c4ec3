using System.Text;
using Pons.Deidentification;

namespace Pons.Tests.Deidentification;

/// <summary>
/// People who do not exist, to be hidden in files: names, numbers with right check digits of a region and a day that do not exist,
/// and an independent search for them in bytes.
/// </summary>
internal static class Planted
{
    public const string Name = "张若虚", Pinyin = "Zhang Ruoxu", Foreign = "Haverkamp", Technician = "Quistgaard", Mobile = "13912345678", HospitalNumber = "ZY20987654",
        Mail = "ruoxu.zhang@example.org", Hospital = "云梦泽第三人民医院", Address = "南京市玄武区无名路123号", Serial = "SN-77A90312", Birth = "1951-05-02";

    /// <summary>Region 99 and the 31st of February do not exist.</summary>
    public static readonly string ResidentId = "99000019510231007" + IdentityChecks.ResidentCheckDigit("99000019510231007");

    /// <summary>Everything that must not be found.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Name, "Ruoxu", Foreign, Technician, Mobile, HospitalNumber, Mail, Hospital, "无名路", Serial, "77A90312", ResidentId, Birth, "02-MAY-1951", "19510502"];

    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(false), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false), CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!,
    ];

    /// <summary>Fails when anything planted stands in any file of a folder, in its name or in its bytes, in any encoding and case.</summary>
    public static void AssertAbsent(string folder, params string[] more)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            var name = Path.GetRelativePath(folder, file);
            foreach (var text in All.Concat(more))
            {
                Assert.False(name.Contains(text, StringComparison.OrdinalIgnoreCase), $"the name {name} holds {text}");
                foreach (var spelling in (string[])[text, text.ToUpperInvariant(), text.ToLowerInvariant()])
                    foreach (var encoding in Encodings)
                        Assert.True(bytes.AsSpan().IndexOf(encoding.GetBytes(spelling)) < 0, $"{name} holds {text} in {encoding.WebName}");
            }
        }
    }

    /// <summary>Fails when the report quotes anything planted.</summary>
    public static void AssertUnquoted(DeidentificationReport report)
    {
        foreach (var file in report.Files)
            foreach (var text in file.Companions.Append(file.Path).Append(file.Reason).Concat(file.Notes).Concat(file.Findings.Select(f => f.Where)))
                Assert.DoesNotContain(All, planted => text.Contains(planted, StringComparison.OrdinalIgnoreCase));
    }
}
