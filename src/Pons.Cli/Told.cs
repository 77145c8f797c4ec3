namespace Pons.Cli;

/// <summary>Hands progress on as it comes, on the thread that reports it.</summary>
internal sealed class Told<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
