using Pons.Simulation;

namespace Pons.Evaluation.Identity;

/// <summary>
/// Every tested session and window with its scores: one for the person that it is of, the others for those it is not of. Scores are
/// standardised against the other people, so that one threshold serves all.
/// </summary>
internal sealed class IdentityTrials
{
    private readonly List<Tested> _sessions = [], _windows = [];

    public int SessionCount => _sessions.Count;

    public int WindowCount => _windows.Count;

    /// <summary>Each person's sessions take turns: the first of everybody, then the second, …</summary>
    public static IdentityTrials Run(IReadOnlyList<IdentityWindow> windows, IdentityFeature feature, CancellationToken cancellation)
    {
        var subjects = windows.Select(w => w.Subject).Distinct().Order(StringComparer.Ordinal).ToList();
        var sessions = subjects.ToDictionary(s => s, s => windows.Where(w => w.Subject == s).Select(w => w.Session).Distinct().Order(StringComparer.Ordinal).ToList());
        var trials = new IdentityTrials();
        for (var turn = 0; turn < sessions.Values.Max(s => s.Count); turn++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool IsTested(IdentityWindow w) => sessions[w.Subject].Count > 1 && turn < sessions[w.Subject].Count && w.Session == sessions[w.Subject][turn];
            var attacker = new IdentityAttacker([.. windows.Where(w => !IsTested(w)).Select(w => (w.Subject, feature.Of(w)))], subjects);
            foreach (var session in windows.Where(IsTested).GroupBy(w => w.Subject)) trials.Add(subjects.IndexOf(session.Key), session, attacker, feature);
        }

        return trials;
    }

    public IdentityAttackResult Summarise(string name, SignalIdentityTest test) =>
        new(name, Identified(_sessions), Identified(_windows), EqualError(_sessions, test));

    private void Add(int subject, IEnumerable<IdentityWindow> windows, IdentityAttacker attacker, IdentityFeature feature)
    {
        var scores = windows.Select(w => attacker.Scores(feature.Of(w))).ToList();
        _windows.AddRange(scores.Select(s => new Tested(subject, s)));
        var mean = Enumerable.Range(0, scores[0].Length).Select(k => scores.Average(s => s[k])).ToArray();
        _sessions.Add(new(subject, mean));
    }

    /// <summary>The share, with an interval for as many independent answers as there are people: sessions of one person are alike.</summary>
    private static Estimate Identified(List<Tested> tested)
    {
        var bySubject = tested.GroupBy(t => t.Subject).Select(g => g.Average(t => t.IsIdentified ? 1.0 : 0.0)).ToList();
        var share = tested.Average(t => t.IsIdentified ? 1.0 : 0.0);
        var people = Proportion.Of((int)Math.Round(bySubject.Sum()), bySubject.Count);
        return new(share, Math.Min(people.Low, share), Math.Max(people.High, share));
    }

    /// <summary>The rate, with the 95 % interval of redrawn people, never narrower than as many answers as people allow.</summary>
    private static Estimate EqualError(List<Tested> tested, SignalIdentityTest test)
    {
        var people = tested.GroupBy(t => t.Subject).Select(g => g.ToList()).ToList();
        var rate = EqualErrorRate.Of(tested.Select(t => t.Own), tested.SelectMany(t => t.Others));
        var random = new RandomStream(test.Seed);
        var redrawn = new double[test.Redrawings];
        for (var i = 0; i < redrawn.Length; i++)
        {
            var drawn = Enumerable.Range(0, people.Count).SelectMany(k => people[(int)(random.Uniform((long)i * people.Count + k) * people.Count)]).ToList();
            redrawn[i] = EqualErrorRate.Of(drawn.Select(t => t.Own), drawn.SelectMany(t => t.Others));
        }

        Array.Sort(redrawn);
        var wilson = Proportion.Of((int)Math.Round(rate * people.Count), people.Count);
        return new(rate, Math.Min(redrawn[(int)(0.025 * redrawn.Length)], Math.Min(rate, wilson.Low)),
            Math.Max(redrawn[(int)(0.975 * redrawn.Length)], Math.Max(rate, wilson.High)));
    }

    private sealed class Tested
    {
        public Tested(int subject, double[] scores)
        {
            Subject = subject;
            IsIdentified = Array.IndexOf(scores, scores.Max()) == subject;
            Own = Standardised(scores, subject);
            Others = [.. Enumerable.Range(0, scores.Length).Where(k => k != subject).Select(k => Standardised(scores, k))];
        }

        public int Subject { get; }

        public bool IsIdentified { get; }

        public double Own { get; }

        public double[] Others { get; }

        /// <summary>Against all but the person who is claimed: the attacker does not know who it is.</summary>
        private static double Standardised(double[] scores, int claimed)
        {
            var cohort = scores.Where((_, k) => k != claimed).ToArray();
            var mean = cohort.Average();
            var spread = Math.Sqrt(cohort.Average(c => (c - mean) * (c - mean)));
            return spread > 0 ? (scores[claimed] - mean) / spread : 0;
        }
    }
}
