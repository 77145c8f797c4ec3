namespace Pons.Formats.Mat;

/// <summary>
/// How much memory the small values of a file may take, so that a few compressed bytes cannot fill the computer: in proportion to the
/// size of the file.
/// </summary>
internal sealed class MatAllowance(string file, long fileBytes)
{
    private const long Least = 1 << 21, TimesFile = 40;
    private long _left = Least + TimesFile * fileBytes;

    /// <summary>Takes a share; false, and nothing taken, when there is not so much left.</summary>
    public bool TryTake(long bytes)
    {
        if (bytes > _left) return false;
        _left -= bytes;
        return true;
    }

    /// <summary>Takes a share that there must be.</summary>
    public void Take(long at, long bytes)
    {
        if (!TryTake(bytes))
            throw new RecordingFormatException(file, at,
                $"The small values of the file would take more than {Least + TimesFile * fileBytes:N0} bytes of memory.",
                "No recording describes itself at such length; the file is damaged or made to do harm.", "Save only the signal again.");
    }
}
