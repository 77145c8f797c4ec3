using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Bci2000;

/// <summary>Markers from states: each stretch in which a state has one value other than 0.</summary>
internal sealed class Bci2000Events
{
    private const int WindowBytes = 1 << 20;

    /// <summary>A state that changes so often is a signal or a clock.</summary>
    private const int MostMarkers = 100_000;

    /// <summary>States that count time.</summary>
    private static readonly string[] Clocks = ["SourceTime", "StimulusTime"];

    private readonly ImmutableArray<Bci2000State> _states;
    private readonly ulong[] _values;
    private readonly long[] _begun;
    private readonly int[] _counts;
    private readonly List<RecordedMarker> _markers = [];
    private readonly double _rateHz;

    private Bci2000Events(ImmutableArray<Bci2000State> states, double rateHz)
    {
        (_states, _rateHz) = (states, rateHz);
        (_values, _begun, _counts) = (new ulong[states.Length], new long[states.Length], new int[states.Length]);
    }

    public static ImmutableArray<RecordedMarker> Read(Stream file, Bci2000Header header, double rateHz, long rows, List<string> warnings)
    {
        var events = new Bci2000Events(
            [.. header.States.Where(s => !Clocks.Contains(s.Name, StringComparer.OrdinalIgnoreCase))], rateHz);
        if (events._states.IsEmpty) return [];
        events.Scan(file, header, rows);
        for (var s = 0; s < events._states.Length; s++)
        {
            events.End(s, rows);
            if (events._counts[s] > MostMarkers)
                warnings.Add($"State '{events._states[s].Name}' changes {events._counts[s]} times, as a signal or a clock does: "
                    + $"only the first {MostMarkers} are markers.");
        }

        return [.. events._markers.OrderBy(m => m.Onset.Nanoseconds)];
    }

    private void Scan(Stream file, Bci2000Header header, long rows)
    {
        var rowBytes = Bci2000Reader.RowBytes(header);
        var rowsAtATime = Math.Max(1, WindowBytes / rowBytes);
        var (window, previous) = (new byte[(int)Math.Min(rows, rowsAtATime) * rowBytes], new byte[header.StateVectorBytes]);
        file.Position = header.HeaderBytes;
        for (var row = 0L; row < rows; row += rowsAtATime)
        {
            var count = (int)Math.Min(rowsAtATime, rows - row);
            file.ReadExactly(window.AsSpan(0, count * rowBytes));
            for (var r = 0; r < count; r++)
            {
                var vector = window.AsSpan((r + 1) * rowBytes - header.StateVectorBytes, header.StateVectorBytes);
                if (vector.SequenceEqual(previous)) continue;
                Change(vector, row + r);
                vector.CopyTo(previous);
            }
        }
    }

    private void Change(ReadOnlySpan<byte> vector, long row)
    {
        for (var s = 0; s < _states.Length; s++)
        {
            var value = _states[s].ValueIn(vector);
            if (value == _values[s]) continue;
            End(s, row);
            (_values[s], _begun[s]) = (value, row);
            if (value != 0) _counts[s]++;
        }
    }

    private void End(int state, long row)
    {
        if (_values[state] == 0 || _counts[state] > MostMarkers) return;
        var onset = Duration.OfSamples(_begun[state], _rateHz);
        var label = string.Create(CultureInfo.InvariantCulture, $"{_states[state].Name}={_values[state]}");
        _markers.Add(new(onset, label, Duration.OfSamples(row, _rateHz) - onset) { Kind = _states[state].Name });
    }
}
