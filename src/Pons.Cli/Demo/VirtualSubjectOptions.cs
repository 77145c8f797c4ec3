using System.CommandLine;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Simulation;

namespace Pons.Cli.Demo;

/// <summary>The options that decide a session with a virtual subject.</summary>
internal sealed class VirtualSubjectOptions
{
    private readonly Option<int> _seed = Settings.Option("--seed", "Who the virtual subject is, and the order of cues", 1).Within(0, int.MaxValue);
    private readonly Option<double> _skill = Settings.Option("--skill", "How well the subject can imagine, 0 to 1", 0.9).Within(0, 1);
    private readonly Option<string> _paradigm = Inputs.Paradigm();
    private readonly Option<string> _decoder = Inputs.Decoder();
    private readonly Option<double> _rate = Settings.Option("--rate", "Samples per second", 250.0).Within(128, 2000);
    private readonly Option<int> _block = Settings.Option("--block", "Samples in a block, shorter than 0.3 s; changes no decision", 10).Within(1, 10_000);
    private readonly Option<int> _calibration = Settings.Option("--calibration-trials", "Trials that the decoder is fitted to", 40).Within(4, 1000);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _seed, _skill, _paradigm, _decoder, _rate, _block, _calibration }) command.Options.Add(option);
    }

    public VirtualSessionPlan Read(ParseResult parsed, double durationSeconds)
    {
        var seed = parsed.GetValue(_seed);
        return new()
        {
            Subject = VirtualSubject.Draw((ulong)seed, parsed.GetValue(_skill)),
            Paradigm = Paradigms.Named(parsed.GetRequiredValue(_paradigm)) as LeftRightImagery ?? throw new UsageException(
                $"The virtual subject cannot take part in {parsed.GetValue(_paradigm)}.", "It imagines movements of its hands.",
                $"Choose {new LeftRightImagery().Name}."),
            Decoder = Decoders.Named(parsed.GetRequiredValue(_decoder)),
            Seed = seed,
            DurationSeconds = durationSeconds,
            RateHz = parsed.GetValue(_rate),
            BlockSamples = parsed.GetValue(_block),
            CalibrationTrials = parsed.GetValue(_calibration),
        };
    }
}
