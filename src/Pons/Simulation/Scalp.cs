namespace Pons.Simulation;

/// <summary>
/// From dipoles to channels: lead field against linked mastoids. Amplitudes are set on the standard 64 electrodes, so that the
/// choice of a montage does not change the subject.
/// </summary>
internal sealed class Scalp
{
    public const string Reference = "linked mastoids (M1+M2)/2";

    private readonly ConcentricSphereHead _head;
    private readonly HeadVector[] _electrodes;

    public Scalp(ConcentricSphereHead head, Montage montage)
    {
        _head = head;
        ChannelCount = montage.Count;
        _electrodes = [.. montage.Directions, .. Montage.Standard64.Directions, Montage.DirectionOf("M1"), Montage.DirectionOf("M2")];
    }

    public int ChannelCount { get; }

    /// <summary>The innermost radius; cortex lies 9 mm below it.</summary>
    public double BrainRadiusMetres => _head.RadiiMetres[0];

    public double CortexRadiusMetres => BrainRadiusMetres - 0.009;

    /// <summary>Potentials of some dipoles, each of its moment, added; montage first, then the standard electrodes.</summary>
    public double[] Potentials(params ReadOnlySpan<(HeadVector Place, HeadVector Moment)> dipoles)
    {
        var sum = new double[_electrodes.Length];
        foreach (var (place, moment) in dipoles)
            foreach (var (i, volts) in _head.PotentialOf(place, moment, _electrodes).Index()) sum[i] += volts;
        return Referenced(sum);
    }

    /// <summary>Values that some rule gives at each electrode, montage first, then the standard electrodes.</summary>
    public double[] Potentials(Func<HeadVector, double> rule) => Referenced([.. _electrodes.Select(rule)]);

    /// <summary>The channels' part, scaled so that the loudest standard electrode has so many microvolts.</summary>
    public double[] ScaledToLoudest(double[] potentials, double microvolts)
    {
        var loudest = potentials[ChannelCount..].Max(Math.Abs);
        return [.. potentials[..ChannelCount].Select(v => v * microvolts / loudest)];
    }

    private static double[] Referenced(double[] potentials)
    {
        var reference = (potentials[^1] + potentials[^2]) / 2;
        return [.. potentials[..^2].Select(v => v - reference)];
    }
}
