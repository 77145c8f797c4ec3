using Pons.Sessions.Ledger;

namespace Pons.Sessions;

/// <summary>Makes the two files of a session.</summary>
internal static class RecordingPair
{
    public static (Stream Recording, Stream Ledger) Create(string path, RecorderOptions options)
    {
        var recording = Open(path, options);
        try
        {
            return (recording, Open(SessionLedger.PathFor(path), options));
        }
        catch
        {
            recording.Dispose();
            File.Delete(path);
            throw;
        }
    }

    private static Stream Open(string path, RecorderOptions options)
    {
        try
        {
            return options.Open(path, options.Overwrites ? FileMode.Create : FileMode.CreateNew);
        }
        catch (IOException) when (!options.Overwrites && File.Exists(path))
        {
            throw new SessionException(
                $"'{path}' exists already.", "A recording is never replaced by another one in silence.",
                "Choose another name, or ask for overwriting.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SessionException(
                $"'{path}' cannot be made ({fault.Message.TrimEnd('.')}).", "There is no place to record to.",
                "Check the folder, its permissions and the disk.", fault);
        }
    }
}
