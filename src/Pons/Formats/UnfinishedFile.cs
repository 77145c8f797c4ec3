namespace Pons.Formats;

/// <summary>
/// A file that is being written. Where it may not grow any more, because of the file system (4 GB on many sticks) or of a limit for the
/// process, .NET speaks of an argument; here it is the failed writing that it is.
/// </summary>
internal sealed class UnfinishedFile(string path) : FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16)
{
    // The overloads for spans and single bytes end here, too.
    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            base.Write(buffer, offset, count);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw TooLarge(fault);
        }
    }

    public override void Flush(bool flushToDisk)
    {
        try
        {
            base.Flush(flushToDisk);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw TooLarge(fault);
        }
    }

    protected override void Dispose(bool disposing)
    {
        try
        {
            base.Dispose(disposing);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw TooLarge(fault);
        }
    }

    private IOException TooLarge(ArgumentOutOfRangeException fault) =>
        new($"'{Path.GetFileName(Name)}' may not grow any more: the file system, or a limit of this process, allows no larger file.", fault);
}
