using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Pons.Simulation;

/// <summary>
/// A virtual subject that is awake: it makes one sample after the other, and takes instructions and feedback between any two of
/// them. Samples depend on subject, montage, rate and the samples at which something was told, never on how many are asked for
/// at once. Mu and beta fall and rebound as reviewed by Pfurtscheller and Lopes da Silva (1999,
/// doi 10.1016/S1388-2457(99)00141-8). Used by one thread; allocates nothing while it runs, unless the truth is wanted.
/// </summary>
public sealed class VirtualSubjectRun
{
    private readonly Behaviour _behaviour;
    private readonly RhythmBank _rhythms;
    private readonly FeedbackResponse _feedback;
    private readonly SourceGroup[] _groups;
    private readonly SensorNoise _sensors;
    private readonly TruthRecorder _truth;
    private readonly double[] _gains;
    private readonly double[] _activity;
    private readonly double[] _channels;

    /// <summary>Wakes a subject up, at rest with open eyes.</summary>
    /// <param name="subject">Who it is.</param>
    /// <param name="montage">Where its electrodes are.</param>
    /// <param name="rateHz">Samples per second, 100 to 20 000.</param>
    /// <param name="head">Its head; default the four shells.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside its range.</exception>
    public VirtualSubjectRun(VirtualSubject subject, Montage montage, double rateHz, ConcentricSphereHead? head = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(montage);
        if (!(rateHz is >= 100 and <= 20_000))
            throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, "A virtual subject is sampled at 100 to 20 000 Hz.");
        (Subject, Montage, RateHz) = (subject, montage, rateHz);
        var scalp = new Scalp(head ?? ConcentricSphereHead.FourShells, montage);
        var stream = new RandomStream(subject.Seed).Derive($"session {subject.Session}");
        _behaviour = new(subject, stream.Derive("behaviour"), rateHz);
        _rhythms = new(subject, _behaviour, scalp, stream.Derive("rhythm noise"), rateHz);
        _truth = new(_rhythms.Names.Length);
        _feedback = new(subject, scalp, stream.Derive("feedback"), rateHz);
        _groups =
        [
            _rhythms,
            new BackgroundActivity(subject, scalp, stream.Derive("background"), rateHz),
            new EyeActivity(subject, _behaviour, scalp, _truth, stream.Derive("eyes"), rateHz),
            new MuscleActivity(subject, scalp, _truth, stream.Derive("muscles"), rateHz),
            _feedback,
            new HeartActivity(subject, scalp, stream.Derive("heart"), rateHz),
            new MainsInterference(subject, scalp, stream.Derive("mains"), rateHz),
        ];
        _sensors = new(subject, montage.Count, stream.Derive("sensors"), rateHz);
        _gains = [.. _groups.SelectMany(g => g.Topographies).SelectMany(t => t)];
        _activity = new double[_gains.Length / montage.Count];
        _channels = new double[montage.Count];
    }

    /// <summary>Who it is.</summary>
    public VirtualSubject Subject { get; }

    /// <summary>Where its electrodes are; potentials are against linked mastoids.</summary>
    public Montage Montage { get; }

    /// <summary>Samples per second.</summary>
    public double RateHz { get; }

    /// <summary>Index of the sample that comes next; the first is 0.</summary>
    public long NextSampleIndex { get; private set; }

    /// <summary>What it is doing.</summary>
    public MentalState State => _behaviour.State;

    /// <summary>Its rhythms, in the order of <see cref="TwinTruth.Envelopes"/>.</summary>
    public ImmutableArray<string> RhythmNames => _rhythms.Names;

    /// <summary>From the next sample on it does something else; it needs about a third of a second to begin.</summary>
    public void Enter(MentalState state)
    {
        if (!Enum.IsDefined(state)) throw new ArgumentOutOfRangeException(nameof(state), state, "No such mental state.");
        _behaviour.Enter(state, NextSampleIndex);
    }

    /// <summary>At the next sample it sees how it did.</summary>
    public void Receive(Feedback feedback)
    {
        if (!Enum.IsDefined(feedback)) throw new ArgumentOutOfRangeException(nameof(feedback), feedback, "No such feedback.");
        _feedback.Evoke(feedback, NextSampleIndex);
    }

    /// <summary>Makes the next samples.</summary>
    /// <param name="microvolts">Receives [sample × channel] in µV; its length says how many samples.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the number of channels.</exception>
    public void Advance(Span<float> microvolts)
    {
        if (microvolts.Length % _channels.Length != 0)
            throw new ArgumentException($"{microvolts.Length} values cannot be rows of {_channels.Length} channels.", nameof(microvolts));
        for (; !microvolts.IsEmpty; microvolts = microvolts[_channels.Length..])
        {
            AdvanceSources();
            Project(_activity, _gains, _channels);
            _sensors.AddTo(NextSampleIndex, _channels);
            TensorPrimitives.ConvertTruncating<double, float>(_channels, microvolts[.._channels.Length]);
            NextSampleIndex++;
        }
    }

    internal void BeginTruth(int sampleCount) => _truth.Begin(NextSampleIndex, sampleCount);

    internal TwinTruth EndTruth() => _truth.End();

    private void AdvanceSources()
    {
        _behaviour.Advance(NextSampleIndex);
        var rest = _activity.AsSpan();
        foreach (var group in _groups)
        {
            var count = group.Topographies.Count;
            group.Advance(NextSampleIndex, rest[..count]);
            rest = rest[count..];
        }

        if (_truth.IsRecording) _truth.Note(_behaviour, _rhythms);
    }

    /// <summary>Activity [source] times gains [source × channel].</summary>
    private static void Project(ReadOnlySpan<double> activity, ReadOnlySpan<double> gains, Span<double> channels)
    {
        channels.Clear();
        for (var source = 0; source < activity.Length; source++)
            TensorPrimitives.MultiplyAdd(gains.Slice(source * channels.Length, channels.Length), activity[source], channels, channels);
    }
}
