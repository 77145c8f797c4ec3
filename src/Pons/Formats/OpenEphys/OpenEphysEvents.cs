using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.OpenEphys;

/// <summary>Markers from the folders of events: lines of digital inputs, and texts.</summary>
internal sealed class OpenEphysEvents(RecordingFiles files, double startSeconds, List<string> warnings)
{
    private readonly List<RecordedMarker> _markers = [];

    public ImmutableArray<RecordedMarker> All => [.. _markers.OrderBy(m => m.Onset.Nanoseconds)];

    /// <summary>Reads one folder of events.</summary>
    public void Read(string folder, OpenEphysEventFolder events)
    {
        var path = $"{folder}events/{events.Folder}/";
        var kind = events.Name.Length > 0 ? events.Name : events.Folder;
        using var times = Open(path, "sample_numbers.npy") ?? Open(path, "timestamps.npy");
        if (times is null || events.RateHz is not (> 1e-3 and < 1e7))
        {
            warnings.Add($"The events '{kind}' have no times or no rate: they are left out.");
            return;
        }

        var seconds = times.Array.Numbers();
        if (!times.Array.IsFloat)
            for (var i = 0; i < seconds.Length; i++) seconds[i] /= events.RateHz;
        if (Open(path, "text.npy") is { } texts)
            using (texts) AddTexts(seconds, texts.Array, kind);
        else if ((Open(path, "states.npy") ?? Open(path, "channel_states.npy")) is { } states)
            using (states) AddStates(seconds, states.Array.Numbers(), kind);
        else if ((Open(path, "full_words.npy") ?? Open(path, "full_word.npy")) is { } words)
            using (words) AddStates(seconds, words.Array.Numbers(), kind, areWords: true);
        else warnings.Add($"The events '{kind}' hold neither lines nor texts: they are left out.");
    }

    private void AddTexts(double[] seconds, OpenEphysArray texts, string kind)
    {
        if (!texts.IsText) return;
        foreach (var (time, text) in seconds.Zip(texts.Texts())) Add(time, text, kind, null);
    }

    /// <summary>A line that is set has its number, one that is cleared the same below 0; older files give whole words instead.</summary>
    private void AddStates(double[] seconds, double[] states, string kind, bool areWords = false)
    {
        var (begun, previous) = (new Dictionary<int, double>(), 0UL);
        void Change(int line, bool isSet, double time)
        {
            if (isSet) begun[line] = time;
            else if (begun.Remove(line, out var start)) Add(start, $"TTL {line}", kind, time - start);
        }

        for (var i = 0; i < Math.Min(seconds.Length, states.Length); i++)
        {
            if (!areWords)
            {
                if (Math.Abs(states[i]) is >= 1 and < 1e6) Change((int)Math.Abs(states[i]), states[i] > 0, seconds[i]);
                continue;
            }

            var word = states[i] is >= 0 and < 1.8e19 ? (ulong)states[i] : 0;
            for (var line = 0; line < 64; line++)
                if (((word ^ previous) >> line & 1) != 0) Change(line + 1, (word >> line & 1) != 0, seconds[i]);
            previous = word;
        }

        foreach (var (line, start) in begun) Add(start, $"TTL {line}", kind, null);
    }

    private void Add(double time, string label, string kind, double? length)
    {
        if (!(Math.Abs(time - startSeconds) < 1e9) || length is < 0 or > 1e9) return;
        _markers.Add(new(Duration.FromSeconds(time - startSeconds), label, length is { } l ? Duration.FromSeconds(l) : null) { Kind = kind });
    }

    private OpenedArray? Open(string path, string name) => files.TryOpen(path + name) is { } file ? OpenedArray.Of(file, path + name) : null;

    /// <summary>An array with its file, which it closes.</summary>
    private sealed record OpenedArray(Stream File, OpenEphysArray Array) : IDisposable
    {
        public static OpenedArray Of(Stream file, string name)
        {
            try
            {
                return new(file, OpenEphysArray.Open(file, name));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        public void Dispose() => File.Dispose();
    }
}
