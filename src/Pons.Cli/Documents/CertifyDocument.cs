using System.Runtime.InteropServices;
using Pons.Certification;
using Pons.Certification.Budgets;
using Pons.Decoding;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons certify --json</c> prints; docs/reference/json/certify.schema.json.</summary>
internal sealed record CertifyDocument(
    string Version,
    string Time,
    CertifyDocument.ComputerFacts Computer,
    string Load,
    double Seconds,
    IReadOnlyList<CertifyDocument.MeasurementEntry> Measurements,
    IReadOnlyList<CertifyDocument.ParadigmEntry> Paradigms)
{
    internal sealed record ComputerFacts(string Processor, int Cores, string System, string Runtime, string Vectors, bool ServerCollector);

    internal sealed record MeasurementEntry(string Name, TimeEntry? Milliseconds, IReadOnlyList<FigureEntry> Figures, AbsenceEntry? NotMeasured);

    internal sealed record TimeEntry(int Count, double Min, double? P50, double? P90, double? P99, double? P99Limit, double? P999, double? P999Limit, double Max);

    internal sealed record FigureEntry(string Name, double Value, string Unit);

    internal sealed record AbsenceEntry(string Kind, string Detail);

    internal sealed record ParadigmEntry(string Name, string Verdict, IReadOnlyList<LimitEntry> Limits);

    internal sealed record LimitEntry(
        string Measurement, string Quantity, string Unit, double Limit, bool IsLeast, string Verdict, double? Measured, double? UpperLimit,
        AbsenceEntry? NotMeasured, bool IsPublished, string Source);

    public static CertifyDocument Of(CertificationResult result) => new(
        ModelLineage.ThisProgram, result.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), Here(),
        result.Load, result.Seconds, [.. result.Results.Select(Of)], [.. result.Paradigms.Select(Of)]);

    /// <summary>A word of an enumeration as documents write it: <c>notMeasured</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static ComputerFacts Here() => new(
        Benchmarks.Computer.Processor, Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
        Benchmarks.Computer.Vectors, System.Runtime.GCSettings.IsServerGC);

    private static MeasurementEntry Of(MeasurementResult result) => new(
        result.Name, result.Times is { } t ? Of(t) : null, [.. result.Figures.Select(f => new FigureEntry(f.Name, f.Value, f.Unit))], Of(result.Absent));

    private static TimeEntry Of(TimeDistribution t) =>
        new(t.Count, t.Min, t.At(0.5), t.At(0.9), t.At(0.99), t.UpperLimit(0.99), t.At(0.999), t.UpperLimit(0.999), t.Max);

    private static AbsenceEntry? Of(NotMeasured? absent) => absent is null ? null : new(Word(absent.Kind), absent.Detail);

    private static ParadigmEntry Of(ParadigmVerdict paradigm) => new(paradigm.Budget.Name, Word(paradigm.Verdict), [.. paradigm.Limits.Select(Of)]);

    private static LimitEntry Of(LimitVerdict v) => new(
        v.Limit.Measurement, v.Limit.Quantity, v.Limit.Unit, v.Limit.Value, v.Limit.IsLeast, Word(v.Verdict), v.Measured, v.UpperLimit, Of(v.Absent),
        v.Limit.Source.IsPublished, v.Limit.Source.En);
}
