using System.Collections.Immutable;
using Pons.Formats;

namespace Pons.Experiments.Speller;

/// <summary>The flashes of one recorded run of a speller.</summary>
/// <param name="Flashes">All flashes in the order of time.</param>
public sealed record SpellerRun(ImmutableArray<SpellerFlash> Flashes)
{
    private static readonly string[] StateNames = ["Flashing", "StimulusCode", "StimulusType", "PhaseInSequence"];

    /// <summary>Number of letters.</summary>
    public int LetterCount => Flashes.IsEmpty ? 0 : Flashes[^1].Letter + 1;

    /// <summary>The flashes of one letter in the order of time.</summary>
    public IEnumerable<SpellerFlash> OfLetter(int letter) => Flashes.Where(f => f.Letter == letter);

    /// <summary>The letters that were asked for, by the targets; <c>?</c> where they do not single one out.</summary>
    public string Truth(SpellerMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return string.Concat(Enumerable.Range(0, LetterCount).Select(letter =>
        {
            var codes = OfLetter(letter).Where(f => f.IsTarget == true).Select(f => f.Code).Distinct().ToArray();
            if (codes.Length == 0) return '?';
            var symbols = codes.Select(c => matrix.SymbolsOf(c).AsEnumerable()).Aggregate((a, b) => a.Intersect(b)).ToArray();
            return symbols.Length == 1 ? matrix.Symbols[symbols[0]] : '?';
        }));
    }

    /// <summary>Reads the flashes from the states that BCI2000 keeps beside the signal, as set IIb of BCI Competition 2003 holds them.</summary>
    /// <exception cref="ParadigmException">The recording has no such states.</exception>
    public static SpellerRun Read(Recording recording)
    {
        var states = StatesOf(recording);
        var places = StateNames.Select(n => states.Info.Channels.IndexOf(states.Info.Channels.First(c => c.Label == n))).ToArray();
        var flashes = ImmutableArray.CreateBuilder<SpellerFlash>();
        var (letter, lit, lastPhase, width) = (0, false, 0.0, states.Info.ChannelCount);
        const int PerRead = 4096;
        for (long at = 0; at < states.SampleCount; at += PerRead)
        {
            var count = (int)Math.Min(PerRead, states.SampleCount - at);
            var samples = states.Read(at, count).AsSpan();
            for (var n = 0; n < count; n++)
            {
                var row = samples.Slice(n * width, width);
                var phase = row[places[3]];
                // 3 stands after a character, 1 before the next; a run may begin with what is left of a character before it.
                if (lastPhase == 3 && phase == 1 && flashes.Count > 0) letter = flashes[^1].Letter + 1;
                lastPhase = phase;
                var isLit = row[places[0]] == 1;
                if (isLit && !lit) flashes.Add(new(at + n, (int)row[places[1]], row[places[2]] == 1, letter));
                lit = isLit;
            }
        }

        return new(flashes.ToImmutable());
    }

    /// <summary>Whether a recording holds the states of a speller.</summary>
    internal static bool IsIn(Recording recording) => recording.Streams.Any(HasStates);

    private static RecordedStream StatesOf(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return recording.Streams.FirstOrDefault(HasStates) ?? throw new ParadigmException(
            $"'{recording.Header.File}' has no stream with {string.Join(", ", StateNames)}.", "Nothing says what flashed when.",
            "Use a recording of a row/column speller by BCI2000, with its states.");
    }

    private static bool HasStates(RecordedStream stream) =>
        StateNames.All(n => stream.Info.Channels.Any(c => c.Label == n));
}
