namespace Pons.Formats.Wfdb;

/// <summary>Another file of the same folder, seen as the file that was named.</summary>
internal sealed class WfdbNeighbour(RecordingFiles files, string name) : RecordingFiles(name)
{
    public override IReadOnlyList<string> Names => files.Names;

    public override Stream OpenMain() => files.Open(Name, "the recording");

    protected override Stream? OpenInside(string name) => files.TryOpen(name);
}
