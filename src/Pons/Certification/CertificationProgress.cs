namespace Pons.Certification;

/// <summary>How far a certification is.</summary>
/// <param name="Measurement">Name of what is measured.</param>
/// <param name="Seconds">Seconds of measuring so far, all together.</param>
/// <param name="TotalSeconds">Seconds of measuring in all.</param>
public sealed record CertificationProgress(string Measurement, double Seconds, double TotalSeconds);
