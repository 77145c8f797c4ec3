namespace Pons.Cli.Documents;

/// <summary>The words of the report on de-identification in Chinese; English ones follow from the document.</summary>
internal static class DeidentificationWords
{
    public static readonly IReadOnlyDictionary<string, (string En, string Zh)> Kinds = new Dictionary<string, (string, string)>
    {
        ["personName"] = ("name of a person", "人名"),
        ["nationalId"] = ("identity document", "证件号码"),
        ["phone"] = ("telephone", "电话"),
        ["email"] = ("e-mail", "电子邮箱"),
        ["address"] = ("address", "地址"),
        ["institution"] = ("hospital or institution", "医院或机构"),
        ["recordNumber"] = ("patient or record number", "病历、住院等编号"),
        ["date"] = ("date", "日期"),
        ["timeOfDay"] = ("time of day", "时刻"),
        ["age"] = ("age of 89 or more", "89 岁及以上年龄"),
        ["networkAddress"] = ("computer or network", "计算机或网络地址"),
        ["path"] = ("path of a file", "文件路径"),
        ["serialNumber"] = ("serial number", "设备序列号"),
        ["uniqueId"] = ("unique identifier", "唯一标识符"),
        ["bodyDetail"] = ("detail of the person", "个人身体信息"),
        ["freeText"] = ("free text", "自由文本"),
        ["subjectLabel"] = ("label of a subject", "受试者标签"),
        ["unusedSpace"] = ("unused space", "未用空间"),
    };

    public static readonly IReadOnlyDictionary<string, (string En, string Zh)> Actions = new Dictionary<string, (string, string)>
    {
        ["token"] = ("replaced", "替换"),
        ["remove"] = ("removed", "清除"),
        ["shift"] = ("moved", "平移"),
        ["generalise"] = ("made coarser", "泛化"),
        ["report"] = ("left: look at it", "保留：须人工查看"),
    };

    public static readonly IReadOnlyDictionary<string, (string En, string Zh)> Certainties = new Dictionary<string, (string, string)>
    {
        ["certain"] = ("certain", "确定"),
        ["likely"] = ("likely", "很可能"),
        ["possible"] = ("possible", "可能"),
    };

    public static readonly IReadOnlyDictionary<string, (string En, string Zh)> Verdicts = new Dictionary<string, (string, string)>
    {
        ["released"] = ("released", "已放行"),
        ["refused"] = ("refused", "拒绝"),
        ["failed"] = ("failed", "未通过复查"),
        ["leftOut"] = ("left out", "未复制"),
    };

    private static readonly Dictionary<string, string> Places = new()
    {
        ["file name"] = "文件名",
        ["patient field"] = "患者字段",
        ["code"] = "编号",
        ["sex"] = "性别",
        ["birth date"] = "出生日期",
        ["name"] = "姓名",
        ["more"] = "其余内容",
        ["number"] = "号码",
        ["recording field"] = "记录字段",
        ["date"] = "日期",
        ["admission"] = "住院号",
        ["technician"] = "技师",
        ["equipment"] = "设备",
        ["start date"] = "开始日期",
        ["start time"] = "开始时刻",
        ["reserved field"] = "保留字段",
        ["channel label"] = "通道名",
        ["transducer"] = "传感器字段",
        ["unit"] = "单位",
        ["prefiltering"] = "滤波字段",
        ["reserved field of a signal"] = "信号保留字段",
        ["behind the header"] = "文件头之后",
        ["annotation"] = "注释",
        ["behind the last record"] = "末记录之后",
        ["behind the last sample"] = "末样本之后",
        ["torn last chunk"] = "残缺的末块",
        ["text sample"] = "文本样本",
        ["text of an element"] = "元素文本",
        ["comment"] = "注释文字",
        ["declaration"] = "声明",
        ["marker"] = "标记",
        ["type of a marker"] = "标记类型",
        ["date of a marker"] = "标记日期",
        ["time of a marker"] = "标记时刻",
        ["reference to a file of the recording"] = "对同一记录其他文件的引用",
        ["line"] = "文本行",
        ["named line"] = "键值行",
        ["line of samples"] = "样本行",
        ["text"] = "文本",
        ["named field"] = "具名字段",
        ["key"] = "键",
        ["age"] = "年龄",
        ["column name"] = "列名",
        ["gzip header"] = "gzip 头",
        ["time"] = "时间",
        ["private field"] = "私有字段",
    };

    /// <summary>A place in Chinese; what is not known stays as it is.</summary>
    public static string Place(string where)
    {
        if (Places.TryGetValue(where, out var whole)) return whole;
        if (where.StartsWith("column ", StringComparison.Ordinal)) return "列 " + where["column ".Length..];
        if (where.StartsWith("element ", StringComparison.Ordinal)) return "元素 " + where["element ".Length..];
        if (where.StartsWith("bytes of ", StringComparison.Ordinal)) return "原始字节 " + where["bytes of ".Length..];
        if (where.EndsWith(", read again", StringComparison.Ordinal)) return "复读：" + Place(where[..^", read again".Length]);
        if (where.EndsWith(", behind its end", StringComparison.Ordinal)) return Place(where[..^", behind its end".Length]) + "（末尾之后）";
        var colon = where.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? where : $"{Place(where[..colon])}：{Place(where[(colon + 2)..])}";
    }
}
