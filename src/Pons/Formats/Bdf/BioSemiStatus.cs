using Pons.Formats.Edf;

namespace Pons.Formats.Bdf;

/// <summary>
/// The Status signal of BioSemi (https://www.biosemi.com/faq/trigger_signals.htm): bits 0 to 15 are the trigger inputs, 16 starts an
/// epoch, 17 to 19 and 21 are the speed mode, 20 says that CMS is in range, 22 that the battery is low, 23 that it is an ActiveTwo Mk2.
/// A trigger is where an input rises: the number of all inputs is its code. What stands at the first sample did not rise.
/// </summary>
internal sealed class BioSemiStatus : EdfTriggerScan
{
    /// <summary>Label of the signal.</summary>
    public const string Label = "Status";

    /// <summary>A signal that changes more often counts something else.</summary>
    private const int MostTriggers = 1_000_000;

    private const int Inputs = 0xFFFF, System = 0xFF0000, CmsInRange = 1 << 20, BatteryLow = 1 << 22, Mk2 = 1 << 23;

    private readonly List<(long Sample, int Code)> _triggers = [];
    private readonly BitTime _outOfRange = new(), _low = new();
    private int _previous = Inputs;
    private int _systemBits;
    private int _first = -1;
    private bool _hasTooMany;

    public override string Kind => Label;

    public override IReadOnlyList<(long Sample, int Code)> Triggers => _triggers;

    public override void Add(int digital, long firstStored, long count)
    {
        if (_first < 0) _first = digital & System;
        _systemBits |= digital & System;
        if ((digital & CmsInRange) == 0) _outOfRange.Add(firstStored, count);
        if ((digital & BatteryLow) != 0) _low.Add(firstStored, count);
        var code = digital & Inputs;
        if ((code & ~_previous) != 0) AddTrigger(firstStored, code);
        _previous = code;
    }

    public override void Report(double rateHz, ICollection<HeaderField> fields, ICollection<string> warnings)
    {
        if (_hasTooMany)
            warnings.Add($"The signal '{Label}' rises more than {MostTriggers} times, so it counts something else than triggers: "
                + "no markers are taken from it.");
        // Other makers leave the upper byte at 0: then it says nothing, also not that CMS is out of range.
        if (_systemBits == 0) return;
        if ((_first & Mk2) != 0) fields.Add(new("device by Status", "ActiveTwo Mk2"));
        fields.Add(new("speed mode by Status", $"{(_first >> 17 & 7) | (_first >> 21 & 1) << 3}"));
        if (_outOfRange.Count > 0)
            warnings.Add($"CMS was out of range for {_outOfRange.In(rateHz)}: signals are not to be trusted there.");
        if (_low.Count > 0) warnings.Add($"The battery was low for {_low.In(rateHz)}.");
    }

    private void AddTrigger(long sample, int code)
    {
        if (_hasTooMany) return;
        _triggers.Add((sample, code));
        _hasTooMany = _triggers.Count > MostTriggers;
        if (_hasTooMany) _triggers.Clear();
    }

    /// <summary>How long a bit was as it should not be.</summary>
    private sealed class BitTime
    {
        private long _first = -1;

        public long Count { get; private set; }

        public void Add(long firstStored, long count)
        {
            if (_first < 0) _first = firstStored;
            Count += count;
        }

        public string In(double rateHz) =>
            FormattableString.Invariant($"{Count / rateHz:0.###} s, first at {_first / rateHz:0.###} s of what is stored");
    }
}
