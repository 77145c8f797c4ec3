namespace Pons.Certification.Loads;

/// <summary>Nothing beside what runs on the computer anyway.</summary>
public sealed record NoLoad : CertificationLoad
{
    /// <inheritdoc/>
    public override string Name => "none";

    /// <inheritdoc/>
    public override Task RunAsync(string folder, TimeProvider clock, CancellationToken stop) => Task.CompletedTask;
}
