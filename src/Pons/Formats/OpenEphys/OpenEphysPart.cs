namespace Pons.Formats.OpenEphys;

/// <summary>The samples of one stream in one recording, and their numbers since the acquisition was started.</summary>
/// <param name="File">The samples.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Numbers">Number, or time in seconds, of each sample; <see langword="null"/> when there is no such file.</param>
/// <param name="IsSeconds">Whether they are times in seconds.</param>
internal sealed record OpenEphysPart(Stream File, long Rows, LaidOutStream? Numbers, bool IsSeconds)
{
    private const int RowsAtATime = 1 << 14;

    /// <summary>Adds the stretches of samples whose numbers follow each other.</summary>
    public void AddStretches(List<(long First, long Count)> stretches, double rateHz, ref int backSteps)
    {
        var values = new double[RowsAtATime];
        var next = stretches.Count == 0 ? 0 : stretches[^1].First + stretches[^1].Count;
        for (var row = 0L; row < Rows; row += RowsAtATime)
        {
            var read = values.AsSpan(0, (int)Math.Min(RowsAtATime, Rows - row));
            if (Numbers is null)
                for (var i = 0; i < read.Length; i++) read[i] = next + i;
            else Numbers.ReadRows(row, read);
            foreach (var value in read) Add(stretches, IsSeconds ? Math.Round(value * rateHz) : value, ref next, ref backSteps);
        }
    }

    private static void Add(List<(long First, long Count)> stretches, double value, ref long next, ref int backSteps)
    {
        // Times that could not be brought to the common clock are written as −1.
        var number = Math.Abs(value) < 9e15 ? (long)value : next;
        if (stretches.Count > 0 && number < next)
        {
            backSteps++;
            number = next;
        }

        if (stretches.Count > 0 && number == next) stretches[^1] = (stretches[^1].First, stretches[^1].Count + 1);
        else stretches.Add((number, 1));
        next = number + 1;
    }
}
