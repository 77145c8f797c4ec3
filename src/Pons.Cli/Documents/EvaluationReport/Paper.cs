namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>A paper that a method comes from.</summary>
/// <param name="Text">Authors, year, title, journal.</param>
/// <param name="Address">DOI, or another address where there is none; empty for a book.</param>
internal sealed record Paper(string Text, string Address)
{
    public static readonly Paper Wilson = new("Wilson EB (1927). Probable inference, the law of succession, and statistical inference. J Am Stat Assoc 22:209–212.", "10.1080/01621459.1927.10502953");
    public static readonly Paper MuellerPutz = new("Müller-Putz GR, Scherer R, Brunner C, Leeb R, Pfurtscheller G (2008). Better than random? A closer look on BCI results. Int J Bioelectromagn 10:52–55.", "");
    public static readonly Paper Fisher = new("Fisher RA (1935). The design of experiments. Oliver and Boyd, Edinburgh.", "");
    public static readonly Paper Holm = new("Holm S (1979). A simple sequentially rejective multiple test procedure. Scand J Stat 6:65–70.", "https://www.jstor.org/stable/4615733");
    public static readonly Paper Demsar = new("Demšar J (2006). Statistical comparisons of classifiers over multiple data sets. J Mach Learn Res 7:1–30.", "https://jmlr.org/papers/v7/demsar06a.html");
    public static readonly Paper Friedman = new("Friedman M (1937). The use of ranks to avoid the assumption of normality implicit in the analysis of variance. J Am Stat Assoc 32:675–701.", "10.1080/01621459.1937.10503522");
    public static readonly Paper ImanDavenport = new("Iman RL, Davenport JM (1980). Approximations of the critical region of the Friedman statistic. Commun Stat Theory Methods 9:571–595.", "10.1080/03610928008827904");
    public static readonly Paper Cohen = new("Cohen J (1960). A coefficient of agreement for nominal scales. Educ Psychol Meas 20:37–46.", "10.1177/001316446002000104");
    public static readonly Paper DeLong = new("DeLong ER, DeLong DM, Clarke-Pearson DL (1988). Comparing the areas under two or more correlated receiver operating characteristic curves: a nonparametric approach. Biometrics 44:837–845.", "10.2307/2531595");
    public static readonly Paper Wolpaw = new("Wolpaw JR, Ramoser H, McFarland DJ, Pfurtscheller G (1998). EEG-based communication: improved accuracy by response verification. IEEE Trans Rehabil Eng 6:326–333.", "10.1109/86.712231");
    public static readonly Paper Guo = new("Guo C, Pleiss G, Sun Y, Weinberger KQ (2017). On calibration of modern neural networks. Proc ICML 70:1321–1330.", "10.48550/arXiv.1706.04599");

    /// <summary>Where it is found.</summary>
    public string Link => Address.StartsWith("10.", StringComparison.Ordinal) ? $"https://doi.org/{Address}" : Address;
}
