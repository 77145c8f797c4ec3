namespace Pons.Formats.Edf;

/// <summary>Takes triggers out of the numbers of one signal, which come in order.</summary>
internal abstract class EdfTriggerScan
{
    /// <summary>The kind that the markers get.</summary>
    public abstract string Kind { get; }

    /// <summary>Triggers so far: the sample at which each began, and what it is called.</summary>
    public abstract IReadOnlyList<(long Sample, int Code)> Triggers { get; }

    /// <summary>Looks at a number that stands in the file <paramref name="count"/> times in a row.</summary>
    /// <param name="digital">The number as it is stored.</param>
    /// <param name="firstStored">Index of the first, counting stored samples only.</param>
    /// <param name="count">How often it stands there.</param>
    public abstract void Add(int digital, long firstStored, long count);

    /// <summary>What else the numbers said, after the last one.</summary>
    /// <param name="rateHz">Samples per second.</param>
    /// <param name="fields">Gets what is worth keeping.</param>
    /// <param name="warnings">Gets what makes the signals doubtful.</param>
    public abstract void Report(double rateHz, ICollection<HeaderField> fields, ICollection<string> warnings);
}
