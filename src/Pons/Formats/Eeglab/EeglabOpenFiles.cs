namespace Pons.Formats.Eeglab;

/// <summary>The files of an open data set; disposing closes all of them.</summary>
internal sealed class EeglabOpenFiles(IDisposable first) : IDisposable
{
    private readonly List<IDisposable> _files = [first];

    public T Add<T>(T file) where T : IDisposable
    {
        _files.Add(file);
        return file;
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }
}
