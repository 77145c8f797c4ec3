using System.Collections.Immutable;

namespace Pons.Certification.Budgets;

/// <summary>
/// The budgets that computers are held against. What was published is a figure of another system that did the same, not a proof of what a
/// person needs; where there is none, the number is our choice and its reason is given. How published figures were collected:
/// docs/guides/certify.md.
/// </summary>
public static class ParadigmBudgets
{
    private const string Loop = "loop", Tcp = "tcp", Frame = "browser-frame", Feedback = "browser-feedback";

    private static readonly LimitSource Bci2000 = new(
        true, "BCI2000 certification (BCI2000 manual): jitter of video at most 9 ms, video system at most 62.5 ms",
        "BCI2000 认证（BCI2000 手册）：视频抖动不超过 9 ms，视频系统延迟不超过 62.5 ms");

    private static readonly LimitSource OneSample = new(
        false, "one sample at 250 Hz: a marker then stands at its sample or the next", "250 Hz 下的一个样本：标记落在其样本或下一个样本上");

    private static readonly LimitSource Packet = new(
        false, "the 40 ms between two packets of amplifiers such as Neuroscan and Neuracle: each is decided on before the next comes",
        "Neuroscan、博睿康等放大器每 40 ms 发送一包：下一包到来之前须完成判决");

    private static readonly LimitSource NoStepBack = new(false, "a monotonic clock does not go back", "单调时钟不得倒退");

    /// <summary>All budgets, in the order of reports.</summary>
    public static ImmutableArray<ParadigmBudget> All { get; } =
    [
        new("motor-imagery", [new PercentileLimit(Loop, 0.99, 40, Packet), new PercentileLimit(Feedback, 0.99, 62.5, Bci2000)]),
        new("p300-speller", [new PercentileLimit(Frame, 0.99, 9, Bci2000), new PercentileLimit(Tcp, 0.999, 4, OneSample), NoBackwardStep]),
        new("ssvep",
        [
            new PercentileLimit(Frame, 0.99, 8.3, new(
                false, "half a picture at 60 Hz: beyond it one is missed, and a flicker of 15 Hz errs by 45°",
                "60 Hz 下的半帧：超过即丢帧，15 Hz 闪烁的相位误差达 45°")),
            new PercentileLimit(Loop, 0.99, 40, Packet),
        ]),
        new("neurofeedback",
        [
            new PercentileLimit(Loop, 0.99, 20, new(
                false, "a fifth of a cycle at 10 Hz; filters and window add far more", "10 Hz 周期的五分之一；滤波与窗的延迟远大于此")),
            new PercentileLimit(Feedback, 0.99, 50, new(
                false, "a fifth of the 250 ms that, added, weakened training (Belinskaia et al. 2020, doi 10.1101/2020.07.27.222786)",
                "额外增加 250 ms 延迟即削弱训练效果（Belinskaia 等 2020，doi 10.1101/2020.07.27.222786），取其五分之一")),
        ]),
        new("phase-locked-stimulation",
        [
            new PercentileLimit(Loop, 0.99, 2.8, new(false, "10° of a cycle at 10 Hz", "10 Hz 周期的 10°")),
            new PercentileLimit(Loop, 0.999, 4, new(
                true, "EEG-TMS on real-time Linux, Aalto University, thesis 2023: 2.8 to 4.0 ms", "阿尔托大学实时 Linux EEG-TMS，学位论文 2023：2.8 至 4.0 ms")),
            new PercentileLimit("wake-up-1ms", 0.999, 1, new(false, "3.6° of a cycle at 10 Hz", "10 Hz 周期的 3.6°")),
            NoBackwardStep,
        ]),
        new("spike-feedback",
        [
            new PercentileLimit(Loop, 0.999, 1, new(
                true, "ONIX and Bonsai, 64 channels: 99.9 % below 1 ms (doi 10.1038/s41592-024-02521-1)",
                "ONIX 与 Bonsai，64 通道：99.9% 低于 1 ms（doi 10.1038/s41592-024-02521-1）")),
            new PercentileLimit(Tcp, 0.999, 1, new(
                true, "Falcon: round trip well below 1 ms (doi 10.1088/1741-2552/aa7526)", "Falcon：往返远低于 1 ms（doi 10.1088/1741-2552/aa7526）")),
        ]),
        new("implant-loop",
        [
            new PercentileLimit(Loop, 0.999, 8, new(
                true, "BRAND, 1024 channels at 30 kHz: below 8 ms to the decoder's output (PMC11021878)",
                "BRAND，1024 通道、30 kHz：到解码输出低于 8 ms（PMC11021878）")),
            new PercentileLimit(
                Tcp, 0.999, 0.6, new(true, "BRAND: below 600 µs between two processes (PMC11021878)", "BRAND：两进程之间低于 600 µs（PMC11021878）")),
            new FigureLimit("disk-bandwidth", "bandwidth", true, 122.9, "MB/s", new(
                false, "1024 channels × 30 kHz × 4 bytes", "1024 通道 × 30 kHz × 4 字节")),
        ]),
        new("recording",
        [
            new PercentileLimit("disk-append", 0.999, 250, Chunk),
            new PercentileLimit("disk-commit", 0.99, 250, Chunk),
            NoBackwardStep,
        ]),
        new("pons-loop", [new PercentileLimit(Loop, 0.99, 2, Target), new PercentileLimit(Loop, 0.999, 5, Target)]),
    ];

    /// <summary>The budget of this name, or <see langword="null"/>.</summary>
    public static ParadigmBudget? Find(string name) => All.FirstOrDefault(b => b.Name == name);

    private static LimitSource Chunk => new(false, "a chunk of the recorder: the next is due then", "记录器一个数据块的时长：届时下一块到来");

    private static LimitSource Target =>
        new(false, "what Pons sets itself for its whole loop at 64 channels, 1 kHz, blocks of 4 ms", "脑桥为自身整个闭环设定的目标：64 通道、1 kHz、4 ms 数据块");

    private static FigureLimit NoBackwardStep => new("clock", "backward steps", false, 0, "", NoStepBack);
}
