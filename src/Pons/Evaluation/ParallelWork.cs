namespace Pons.Evaluation;

/// <summary>Independent pieces of work on several threads.</summary>
internal static class ParallelWork
{
    /// <summary>Does the pieces 0 to count − 1; of several faults one is thrown as it is.</summary>
    public static void Do(int count, int threads, Action<int> work, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, work);
        }
        catch (AggregateException faults)
        {
            // Several subjects may fail at once; one true cause is enough to act on.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(faults.Flatten().InnerExceptions[0]);
        }
    }
}
