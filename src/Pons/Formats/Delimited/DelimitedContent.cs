namespace Pons.Formats.Delimited;

/// <summary>What the cells of a column hold that were looked at.</summary>
internal sealed class DelimitedContent
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private double _last = double.NaN;
    private string? _lastText;

    /// <summary>Cells that hold a number.</summary>
    public int NumberCount { get; private set; }

    /// <summary>Cells that hold words.</summary>
    public int TextCount { get; private set; }

    /// <summary>Cells that hold nothing.</summary>
    public int MissingCount { get; set; }

    /// <summary>How often a number is smaller than the one before.</summary>
    public int FallCount { get; private set; }

    /// <summary>How often a number is larger than the one before.</summary>
    public int RiseCount { get; private set; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The smallest number.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number.</summary>
    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Different words.</summary>
    public int DistinctTexts => _texts.Count;

    /// <summary>How often words differ from those before.</summary>
    public int ChangeCount { get; private set; }

    /// <summary>Some of the words.</summary>
    public IEnumerable<string> Texts => _texts.Take(3);

    /// <summary>Whether words look like times or dates.</summary>
    public bool IsClock => TextCount > 0 && _texts.All(t => t.Length is > 4 and < 40 && t.Count(c => c is ':' or '-' or '/') >= 2
        && char.IsDigit(t[0]));

    public void Add(double number)
    {
        NumberCount++;
        if (number < _last) FallCount++;
        if (number > _last) RiseCount++;
        _last = number;
        if (double.IsNaN(number)) return;
        IsWhole &= number == Math.Truncate(number);
        (Least, Largest) = (Math.Min(Least, number), Math.Max(Largest, number));
    }

    public void Add(string text)
    {
        TextCount++;
        if (text != _lastText) ChangeCount++;
        _lastText = text;
        _texts.Add(text);
    }
}
