namespace Pons.Devices.Neuracle;

/// <summary>
/// Finds where frames begin in bytes without any mark. Every place in a frame is a candidate; one drops out as soon as a frame that would
/// begin there has numbers that cannot be. It is found when one is left after <see cref="LeastFrames"/> frames. Several are left while
/// channels stand still at a whole number; then the one whose last column is mostly zero and sometimes not is the trigger. What cannot be
/// decided within <see cref="MostFrames"/> frames is not guessed.
/// </summary>
internal sealed class FrameSearch(NeuracleFrame frame)
{
    /// <summary>Frames that must agree.</summary>
    public const int LeastFrames = 50;

    private const int MostBytes = 4 << 20;
    private readonly Candidate[] _candidates = new Candidate[frame.Bytes];
    private int _start;
    private int _frames;

    /// <summary>Frames after which the search is given up.</summary>
    public int MostFrames { get; } = Math.Clamp(MostBytes / frame.Bytes, 4 * LeastFrames, 4000);

    /// <summary>The most bytes that must be there at once.</summary>
    public int MostBytesHeld => (MostFrames + 1) * frame.Bytes;

    /// <summary>Whether so much came without a decision that none will be made.</summary>
    public bool IsHopeless { get; private set; }

    /// <summary>Whether enough frames agree, though on more than one place.</summary>
    public bool HasAgreement => _frames >= LeastFrames;

    /// <summary>How many places could still be the start of a frame.</summary>
    public int CandidateCount => _candidates.Count(c => !c.IsOut);

    /// <summary>Goes on searching.</summary>
    /// <param name="bytes">The same bytes as before and those that came since.</param>
    /// <returns>The place of the first whole frame; −1 while it is not decided.</returns>
    public int Find(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var here = bytes[Math.Min(_start, bytes.Length)..];
            for (var whole = here.Length / frame.Bytes - 1; _frames < whole && CandidateCount > 0;)
            {
                Test(here);
                _frames++;
                if (HasAgreement && Decided() is { } phase) return WalkBack(bytes, _start + phase);
            }

            if (CandidateCount > 0) break;
            Array.Clear(_candidates);
            (_start, _frames) = (_start + frame.Bytes, 0);
        }

        IsHopeless = bytes.Length >= MostBytesHeld;
        return -1;
    }

    private void Test(ReadOnlySpan<byte> bytes)
    {
        for (var phase = 0; phase < _candidates.Length; phase++)
        {
            if (_candidates[phase].IsOut) continue;
            var one = bytes.Slice(phase + _frames * frame.Bytes, frame.Bytes);
            if (!frame.IsPlausible(one)) _candidates[phase].IsOut = true;
            else if (frame.Trigger(one) != 0) _candidates[phase].Triggered++;
        }
    }

    private int? Decided()
    {
        var left = CandidateCount == 1 ? Array.FindIndex(_candidates, c => !c.IsOut) : -1;
        if (left >= 0) return left;
        var active = Enumerable.Range(0, _candidates.Length).Where(p => IsTriggerLike(_candidates[p])).Take(2).ToArray();
        return active.Length == 1 ? active[0] : null;
    }

    private bool IsTriggerLike(Candidate candidate) => !candidate.IsOut && candidate.Triggered > 0 && candidate.Triggered * 2 < _frames;

    /// <summary>Whole frames in front of the place, which were passed over with damaged ones, count too.</summary>
    private int WalkBack(ReadOnlySpan<byte> bytes, int place)
    {
        while (place >= frame.Bytes && frame.IsPlausible(bytes.Slice(place - frame.Bytes, frame.Bytes))) place -= frame.Bytes;
        return place;
    }

    private struct Candidate
    {
        public bool IsOut;
        public int Triggered;
    }
}
