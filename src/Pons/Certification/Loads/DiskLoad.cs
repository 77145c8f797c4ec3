using Pons.Certification.Measurements;

namespace Pons.Certification.Loads;

/// <summary>One thread that writes pieces of 4 MB into the folder of sessions and commits each, without a pause; the file is deleted in the
/// end.</summary>
public sealed record DiskLoad : CertificationLoad
{
    private const int PieceBytes = 4_000_000;
    private const long FileBytes = 256_000_000;

    /// <inheritdoc/>
    public override string Name => "disk";

    /// <inheritdoc/>
    public override Task RunAsync(string folder, TimeProvider clock, CancellationToken stop) => OnThreads(1, () =>
    {
        using var file = new ScratchFile(folder, FileBytes);
        var piece = new byte[PieceBytes];
        new Random(2).NextBytes(piece);
        while (!stop.IsCancellationRequested)
        {
            file.Append(piece);
            file.Commit();
        }
    });
}
