namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>Words for names that the program knows, in both languages.</summary>
internal static class ReportWords
{
    private static readonly Dictionary<string, (string En, string Zh)> Splits = new()
    {
        ["leave-one-run-out"] = ("each run is decided by a decoder that learnt from all other runs of the same person", "每个轮次由仅从同一被试其他轮次学习的解码器判决"),
        ["leave-one-session-out"] = ("each session is decided by a decoder that learnt from all other sessions of the same person", "每次会话由仅从同一被试其他会话学习的解码器判决"),
        ["leave-one-subject-out"] = ("each person is decided by a decoder that learnt from all other people", "每名被试由仅从其他被试学习的解码器判决"),
        ["stratified-folds"] = ("the cues of each session are dealt at random into folds with equal shares of the classes; training and test share the session, so scores are higher than in use", "每次会话的提示随机分入类别均衡的各折；训练与测试同属一次会话，得分高于实际使用"),
        ["occurrence-folds"] = ("fold k tests the k-th cue of every class; training and test share the run, so scores are higher than in use", "第 k 折测试每类的第 k 个提示；训练与测试同属一个轮次，得分高于实际使用"),
        ["contiguous-folds"] = ("the trials of every class are cut into stretches of time; fold k tests the k-th stretch of each class", "每一类的试次按时间分段；第 k 折测试每类的第 k 段"),
        ["time-blocks"] = ("each run is cut into blocks of time; a block is decided by a decoder that learnt from the others, with a gap between", "每个轮次按时间分块；每块由从其余各块学习的解码器判决，其间留有间隔"),
    };

    private static readonly Dictionary<string, (string En, string Zh)> Reasons = new()
    {
        ["BeforeStart"] = ("it begins before the recording", "起点早于记录开始"),
        ["Gap"] = ("samples are missing in it", "其中有样本缺失"),
        ["EndOfStream"] = ("the recording ends within it", "记录在其中结束"),
    };

    private static readonly Dictionary<string, (string En, string Zh)> Paradigms = new()
    {
        ["left-right-imagery"] = ("imagined movement of the left or right hand", "左右手运动想象"),
        ["cued-trials"] = ("trials behind the cues of the data set's description", "按数据集描述中的提示截取试次"),
        ["mental-arithmetic"] = ("rest against serial subtraction, in different recordings", "静息与连续减法，分属不同记录"),
        ["mental-arithmetic-control"] = ("early against late rest of one recording, a control", "同一静息记录的早段与晚段，作为对照"),
        ["p300-row-column"] = ("rows and columns of letters that flash (P300 speller)", "行列闪烁字符（P300 拼写）"),
        ["ssvep-exoskeleton"] = ("flickering lights (SSVEP), exoskeleton data set", "闪烁光刺激（稳态视觉诱发电位），外骨骼数据集"),
        ["ssvep-exoskeleton-rest"] = ("flickering lights (SSVEP) and rest, exoskeleton data set", "闪烁光刺激（稳态视觉诱发电位）与静息，外骨骼数据集"),
    };

    /// <summary>How a split divides.</summary>
    public static (string En, string Zh) Split(string name) => Splits.GetValueOrDefault(name, ("", ""));

    /// <summary>Why a trial was dropped.</summary>
    public static (string En, string Zh) Reason(string reason) => Reasons.GetValueOrDefault(reason, (reason, reason));

    /// <summary>What people did.</summary>
    public static (string En, string Zh) Paradigm(string name) => Paradigms.GetValueOrDefault(name, ("", ""));
}
