using System.Net;

namespace Pons.Cli.Documents;

/// <summary>
/// What pages in two languages share: every word stands there twice, and a switch at the top, which needs no script, hides one of them.
/// </summary>
internal static class BilingualHtml
{
    /// <summary>The rules of the switch, for the style of a page.</summary>
    public const string SwitchStyle = """
        nav label { margin-left: 1rem; color: var(--soft); cursor: pointer; }
        input[name=language] { position: absolute; opacity: 0; pointer-events: none; }
        #en:checked ~ nav label[for=en], #zh:checked ~ nav label[for=zh] { color: var(--ink); border-bottom: 2px solid var(--ink); }
        #en:focus-visible ~ nav label[for=en], #zh:focus-visible ~ nav label[for=zh] { outline: 2px solid var(--bar); outline-offset: 2px; }
        #en:checked ~ main [lang="zh-CN"], #zh:checked ~ main [lang="en"] { display: none; }
        """;

    /// <summary>Everything up to the content, which stands in <c>main</c>.</summary>
    /// <param name="title">Name of the page in both languages.</param>
    /// <param name="language">The language shown first: <c>en</c> or <c>zh</c>.</param>
    /// <param name="style">Style sheet of the page, with <see cref="SwitchStyle"/> in it.</param>
    public static string Opening((string En, string Zh) title, string language, string style) => $"""
        <!doctype html>
        <html lang="{(language == "zh" ? "zh-CN" : "en")}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title.En)} · {Text(title.Zh)}</title>
        <style>{style}</style>
        </head>
        <body>
        <input type="radio" name="language" id="en"{(language == "zh" ? "" : " checked")}><input type="radio" name="language" id="zh"{(language == "zh" ? " checked" : "")}>
        <nav><label for="en" lang="en">English</label><label for="zh" lang="zh-CN">中文</label></nav>
        <main>

        """;

    /// <summary>Everything behind the content.</summary>
    public const string Closing = "</main>\n</body>\n</html>\n";

    /// <summary>The same in both languages, one of which is hidden.</summary>
    public static string Both((string En, string Zh) words) => Both(words.En, words.Zh);

    /// <summary>The same in both languages, one of which is hidden.</summary>
    /// <param name="en">English.</param>
    /// <param name="zh">Chinese.</param>
    /// <param name="isHtml">Whether both are HTML already; by default they are plain text.</param>
    public static string Both(string en, string zh, bool isHtml = false) =>
        $"<span lang=\"en\">{(isHtml ? en : Text(en))}</span><span lang=\"zh-CN\">{(isHtml ? zh : Text(zh))}</span>";

    /// <summary>Plain text as HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
