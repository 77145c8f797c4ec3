using System.Globalization;
using Pons.Certification;
using Pons.Certification.Budgets;

namespace Pons.Cli.Documents.CertificationReport;

/// <summary>What measurements, paradigms and verdicts are called in English and Chinese. A name without an entry shows as it is.</summary>
internal static class CertificationWords
{
    private static readonly Dictionary<string, (string En, string Zh)> Names = new(StringComparer.Ordinal)
    {
        ["clock"] = ("clock readings", "时钟读取"),
        ["wake-up-1ms"] = ("woken late, 1 ms", "唤醒迟到，1 ms"),
        ["wake-up-4ms"] = ("woken late, 4 ms", "唤醒迟到，4 ms"),
        ["wake-up-10ms"] = ("woken late, 10 ms", "唤醒迟到，10 ms"),
        ["wake-up-40ms"] = ("woken late, 40 ms", "唤醒迟到，40 ms"),
        ["timer-4ms"] = ("timer late, 4 ms", "定时器迟到，4 ms"),
        ["collection-pause"] = ("garbage collection", "垃圾回收停顿"),
        ["disk-append"] = ("disk, chunk accepted", "磁盘接受数据块"),
        ["disk-commit"] = ("disk, chunk kept", "磁盘落盘数据块"),
        ["disk-bandwidth"] = ("disk, 4 MB kept", "磁盘落盘 4 MB"),
        ["tcp"] = ("TCP, there and back", "TCP 往返"),
        ["udp"] = ("UDP, there and back", "UDP 往返"),
        ["serial"] = ("serial, there and back", "串口往返"),
        ["websocket"] = ("WebSocket, there and back", "WebSocket 往返"),
        ["loop"] = ("the whole loop", "整个闭环"),
        ["browser-frame"] = ("browser, uneven pictures", "浏览器帧间隔偏差"),
        ["browser-feedback"] = ("browser, message to picture", "浏览器消息到画面"),
        ["motor-imagery"] = ("Motor imagery with feedback", "带反馈的运动想象"),
        ["p300-speller"] = ("P300 speller", "P300 拼写器"),
        ["ssvep"] = ("Steady-state visual evoked potentials", "稳态视觉诱发电位"),
        ["neurofeedback"] = ("Neurofeedback", "神经反馈"),
        ["phase-locked-stimulation"] = ("Phase-locked stimulation", "锁相刺激"),
        ["spike-feedback"] = ("Feedback on spikes", "锋电位反馈"),
        ["implant-loop"] = ("Loop with an implant", "植入式闭环"),
        ["recording"] = ("Recording", "记录"),
        ["pons-loop"] = ("Pons's own target", "脑桥自身目标"),
        ["none"] = ("nothing beside", "无额外负载"),
        ["decoder"] = ("a second session", "另一个并行会话"),
        ["cpu"] = ("busy processor, one core left", "处理器繁忙，留一核"),
        ["disk"] = ("busy disk", "磁盘繁忙"),
        ["bandwidth"] = ("bandwidth", "带宽"),
        ["resolution"] = ("resolution", "分辨率"),
        ["backward steps"] = ("backward steps", "倒退次数"),
        ["wall clock jumps"] = ("wall clock jumps", "日历时钟跳变次数"),
        ["allocated"] = ("allocated", "分配"),
        ["collections"] = ("collections", "回收"),
        ["full collections"] = ("full collections", "完整回收次数"),
        ["lost"] = ("lost", "丢失"),
        ["commands"] = ("commands", "指令数"),
        ["samples lost"] = ("samples lost", "丢失样本"),
        ["interval"] = ("interval", "帧间隔"),
        ["missed pictures"] = ("missed pictures", "丢帧"),
    };

    private static readonly Dictionary<string, (string En, string Zh)> Stages = new(StringComparer.Ordinal)
    {
        ["queue"] = ("waiting in the queue", "排队等待"),
        ["pick"] = ("picking channels", "选取通道"),
        ["filter"] = ("filter", "滤波"),
        ["window"] = ("window", "加窗"),
        ["decode"] = ("decoder", "解码"),
        ["smooth"] = ("smoothing", "平滑"),
        ["total"] = ("all of the software, from arrival", "软件合计，自到达起"),
    };

    public static (string En, string Zh) Name(string name) => Names.GetValueOrDefault(name, (name, name));

    public static (string En, string Zh) Stage(string stage) => Stages.GetValueOrDefault(stage, (stage, stage));

    public static (string En, string Zh) Verdict(Verdict verdict) => verdict switch
    {
        Pons.Certification.Budgets.Verdict.Pass => ("good enough", "满足"),
        Pons.Certification.Budgets.Verdict.Undecided => ("undecided", "未能判定"),
        Pons.Certification.Budgets.Verdict.NotMeasured => ("not measured", "未测量"),
        _ => ("not achieved", "未达到"),
    };

    /// <summary>Why there is no number.</summary>
    public static (string En, string Zh) Reason(NotMeasured absent)
    {
        var (en, zh) = absent.Kind switch
        {
            NotMeasuredKind.LeftOut => ("not measured: left out", "未测量：已略去"),
            NotMeasuredKind.NoProgram => ("not measured: not found", "未测量：未找到"),
            NotMeasuredKind.NotOnThisSystem => ("not measured: not on this system", "未测量：本系统不具备"),
            NotMeasuredKind.TooFew => ("not measured: too few times", "未测量：次数过少"),
            _ => ("not measured: the system refused", "未测量：系统拒绝"),
        };
        return absent.Detail.Length == 0 ? (en, zh) : ($"{en} ({absent.Detail})", $"{zh}（{absent.Detail}）");
    }

    /// <summary>One limit that was judged, as a sentence.</summary>
    public static (string En, string Zh) Sentence(LimitVerdict v)
    {
        var (name, what, limit) = (Name(v.Limit.Measurement), Quantity(v.Limit), Wanted(v.Limit));
        if (v.Absent is { } absent) return ($"{name.En}: {Reason(absent).En}", $"{name.Zh}：{Reason(absent).Zh}");
        var sure = v.Verdict != Pons.Certification.Budgets.Verdict.Undecided ? ("", "")
            : v.UpperLimit is { } upper ? ($", at most {Number(upper)} with 95 % confidence", $"，95% 置信上限 {Number(upper)}")
            : (", too few times to be sure", "，次数不足以确定");
        return ($"{name.En}: {what.En} {Number(v.Measured!.Value)} {v.Limit.Unit}{sure.Item1}; wanted {limit}".Replace(" ;", ";", StringComparison.Ordinal),
            $"{name.Zh}：{what.Zh} {Number(v.Measured!.Value)} {v.Limit.Unit}{sure.Item2}；要求 {limit}".Replace(" ；", "；", StringComparison.Ordinal));
    }

    /// <summary>What a limit compares.</summary>
    public static (string En, string Zh) Quantity(Limit limit) => limit is PercentileLimit ? (limit.Quantity, limit.Quantity) : Name(limit.Quantity);

    /// <summary>A limit with its sign and unit.</summary>
    public static string Wanted(Limit limit) => $"{(limit.IsLeast ? "≥" : "≤")} {Number(limit.Value)} {limit.Unit}".TrimEnd();

    /// <summary>A figure in plain English.</summary>
    public static string Plain(Figure figure) => $"{figure.Name} {Value(figure)}";

    /// <summary>A figure's number with its unit.</summary>
    public static string Value(Figure figure) => figure.Unit switch
    {
        "" => Number(figure.Value),
        "1/s" => Number(figure.Value) + "/s",
        _ => $"{Number(figure.Value)} {figure.Unit}",
    };

    /// <summary>A number to three digits, small ones too.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.001 => value.ToString("0.#####", CultureInfo.InvariantCulture),
        < 1 => value.ToString("0.###", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.##", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };
}
