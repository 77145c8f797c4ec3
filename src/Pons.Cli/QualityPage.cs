using System.Globalization;
using System.Net;
using System.Text;
using Pons.Cli.Documents;
using Pons.Quality;

namespace Pons.Cli;

/// <summary>The quality of recordings as one page without outside parts, in English and Chinese side by side.</summary>
internal sealed class QualityPage(IReadOnlyList<(string Path, RecordingQuality Quality)> measured, QualityDocument document)
{
    private const int Width = 240, Height = 26, LargestUnfolded = 3;

    private const string Style = """
        :root{--ink:#1a2230;--soft:#5b6575;--line:#dfe3ea;--bad:#b3261e;--back:#fff;--trace:#2b5fb0}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#9aa4b2;--line:#2d3440;--bad:#ff8a80;--back:#12161c;--trace:#7fb0ff}}
        body{font:15px/1.5 Inter,"Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;color:var(--ink);background:var(--back);max-width:72rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem;margin:0 0 .2rem}h2{font-size:1.1rem;margin:2rem 0 .3rem;overflow-wrap:anywhere}p{margin:.3rem 0}.soft{color:var(--soft)}.bad{color:var(--bad);font-weight:600}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.15rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
        th{font-weight:600;color:var(--soft);font-size:.85rem}th:first-child,td:first-child,th:nth-child(2),td:nth-child(2),th:last-child,td:last-child{text-align:left}td:last-child{white-space:normal}
        svg{display:block}details{margin:.3rem 0}summary{cursor:pointer}.scroll{overflow-x:auto}@media print{details{break-inside:avoid}}
        """;

    private static readonly (QualityFault Fault, string Text)[] Words =
    [
        (QualityFault.Flat, "flat 平直"), (QualityFault.Saturated, "saturated 饱和"), (QualityFault.Clipped, "clipped 削顶"),
        (QualityFault.NonFinite, "non-finite 非有限值"), (QualityFault.Mains, "mains 工频"), (QualityFault.Drift, "drift 漂移"),
        (QualityFault.Bridged, "bridged 桥接"),
    ];

    public void WriteTo(TextWriter writer)
    {
        writer.Write("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        writer.Write($"<title>Quality of recordings · 记录质量</title><style>{Style}</style></head><body>");
        writer.Write("<h1>Quality of recordings · 记录质量</h1>");
        writer.Write("<p class=\"soft\">Figures that point to what should be looked at; limits are rules of thumb for scalp EEG. "
            + "<span lang=\"zh\">数值提示应检查之处；阈值为头皮脑电的经验值。</span></p>");
        WriteDuplicates(writer);
        foreach (var (path, quality) in measured) WriteRecording(writer, path, quality);
        foreach (var file in document.LeftOut) writer.Write($"<p class=\"soft\">left out · 未纳入: {Text(file)}</p>");
        writer.Write("</body></html>\n");
    }

    private void WriteDuplicates(TextWriter writer)
    {
        foreach (var pair in document.Duplicates)
            writer.Write($"<p class=\"bad\">{(pair.IsExact ? "Copies · 完全相同" : "Nearly copies · 近似重复")}: {Text(pair.First)} = {Text(pair.Second)} "
                + $"({Number(pair.Similarity, "0.###")})</p>");
    }

    private void WriteRecording(TextWriter writer, string path, RecordingQuality quality)
    {
        writer.Write($"<h2>{Text(path)}</h2><p>{Number(quality.DurationSeconds, "0.#")} s · {Number(quality.SoundShare, "P0")} of channels without a fault"
            + $" · <span lang=\"zh\">{Number(quality.SoundShare, "P0")} 的通道无异常</span></p>");
        if (quality.GapCount > 0)
            writer.Write($"<p class=\"bad\">{quality.GapCount} gaps · 间断, {Number(quality.MissingSeconds, "0.###")} s</p>");
        foreach (var warning in quality.Warnings) writer.Write($"<p class=\"soft\">{Text(warning)}</p>");
        foreach (var stream in quality.Streams) WriteStream(writer, stream);
    }

    private void WriteStream(TextWriter writer, StreamQuality stream)
    {
        if (stream.IsRateWrong)
            writer.Write($"<p class=\"bad\">rate · 采样率: {Number(stream.StatedRateHz!.Value, "0.###")} Hz stated · 标称, "
                + $"{Number(stream.MeasuredRateHz!.Value, "0.###")} Hz by time stamps · 实测</p>");
        if (!stream.AbsentPlaces.IsEmpty)
            writer.Write($"<p class=\"soft\">10-20 places without a channel · 缺少的 10-20 位置: {Text(string.Join(' ', stream.AbsentPlaces))}</p>");
        foreach (var pair in stream.BridgedPairs)
            writer.Write($"<p class=\"bad\">bridged · 桥接: {Text(pair.First)} – {Text(pair.Second)} ({Number(pair.Share, "P0")})</p>");
        writer.Write($"<details{(measured.Count > LargestUnfolded ? "" : " open")}><summary>{Text(stream.Name)}, {stream.Channels.Length} channels · 通道</summary><div class=\"scroll\"><table><thead><tr>"
            + "<th>channel<br>通道</th><th>signal<br>信号</th><th>deviation<br>标准差</th><th>drift/min<br>漂移</th><th>mains<br>工频 dB</th>"
            + "<th>flat<br>平直</th><th>saturated<br>饱和</th><th>clipped<br>削顶</th><th>faults<br>异常</th></tr></thead><tbody>");
        foreach (var channel in stream.Channels) WriteChannel(writer, channel);
        writer.Write("</tbody></table></div></details>");
    }

    private static void WriteChannel(TextWriter writer, ChannelQuality c)
    {
        var faults = string.Join(", ", c.Faults.Select(f => Words.First(w => w.Fault == f).Text));
        var mains = c.MainsDecibels is { } decibels ? $"{Number(decibels, "0")} ({Number(c.MainsHz, "0")} Hz)" : "–";
        writer.Write($"<tr><td>{Text(c.Label)}</td><td>{Trace(c)}</td><td>{Number(c.StandardDeviation, "0.##")} {Text(c.Unit)}</td>"
            + $"<td>{Number(c.DriftPerMinute, "0.#")}</td><td>{mains}</td><td>{Number(c.FlatShare, "P0")}</td><td>{Number(c.SaturatedShare, "P1")}</td>"
            + $"<td>{Number(c.ClippedShare, "P1")}</td><td class=\"bad\">{faults}</td></tr>");
    }

    /// <summary>The envelope of the whole channel, from its lowest to its highest value.</summary>
    private static string Trace(ChannelQuality channel)
    {
        var drawn = channel.Thumbnail.Where(t => !float.IsNaN(t.Low)).ToList();
        if (drawn.Count == 0) return "";
        var (low, high) = (drawn.Min(t => t.Low), drawn.Max(t => t.High));
        var span = high > low ? high - low : 1;
        var path = new StringBuilder();
        for (var i = 0; i < channel.Thumbnail.Length; i++)
        {
            var (from, to) = channel.Thumbnail[i];
            if (float.IsNaN(from)) continue;
            var x = (i + 0.5) * Width / channel.Thumbnail.Length;
            path.Append(CultureInfo.InvariantCulture, $"M{x:0} {Y(to):0}V{Math.Max(Y(from), Y(to) + 1):0}");
        }

        return $"<svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Text(channel.Label)}\"><path d=\"{path}\" stroke=\"var(--trace)\" stroke-width=\"1\" fill=\"none\"/></svg>";

        double Y(float value) => 1 + (high - value) / span * (Height - 2);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
