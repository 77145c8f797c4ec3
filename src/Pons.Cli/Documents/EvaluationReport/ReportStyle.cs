namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>Colours of both themes, the look of text, tables and plots, and the rules for paper.</summary>
internal static class ReportStyle
{
    private const string Light = """
        --ink: #1a2230; --soft: #566072; --line: #d9dee6; --grid: #e8ebf0; --paper: #fff; --ground: #f3f5f8; --stripe: #f6f8fa; --accent: #1f5fae;
        --good: #1c6b48; --bad: #a32a2a; --bar: #7f9cc4; --guess: #6b7685; --rise: #1f5fae; --fall: #b4540a;
        --d0: #1f5fae; --d1: #b4540a; --d2: #177245; --d3: #7a3fb5; --d4: #b3246b; --d5: #0b7285; --d6: #80650a; --d7: #4a5568;
        """;

    private const string Dark = """
        --ink: #e6e9ef; --soft: #a3adbb; --line: #333b48; --grid: #262d38; --paper: #151a21; --ground: #0d1117; --stripe: #1a2029; --accent: #82b1ff;
        --good: #6fd3a3; --bad: #ff9a90; --bar: #6d8fc0; --guess: #98a4b5; --rise: #82b1ff; --fall: #ffab66;
        --d0: #82b1ff; --d1: #ffab66; --d2: #6fd39a; --d3: #c4a1ff; --d4: #ff92c0; --d5: #62d0e3; --d6: #e0c45c; --d7: #b8c2d0;
        """;

    /// <summary>The style sheet.</summary>
    public const string Sheet = BilingualHtml.SwitchStyle + $$"""

        :root { color-scheme: light dark; {{Light}} }
        @media (prefers-color-scheme: dark) { :root { {{Dark}} } }
        @media print { :root { color-scheme: light; {{Light}} --ground: #fff; } }
        """ + Text + Tables + Plots + Paper;

    private const string Text = """

        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.6 Inter, "Segoe UI", "Helvetica Neue", system-ui, "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
        main { max-width: 66rem; margin: 0 auto 4rem; padding: 2.5rem 3.5rem 3rem; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
        nav { max-width: 66rem; margin: 1.25rem auto .5rem; text-align: right; font-size: .9rem; }
        h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .25rem; letter-spacing: -.01em; }
        h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        p { margin: .5rem 0; max-width: 52rem; }
        a { color: var(--accent); }
        .meta { margin: 0; color: var(--soft); font-size: .9rem; }
        .lead { font-size: 1.08rem; margin: 1.25rem 0; padding: .8rem 1rem; border-left: 4px solid var(--accent); background: var(--stripe); max-width: none; }
        .warn { padding: .55rem .9rem; border-left: 4px solid var(--bad); background: var(--stripe); }
        .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 1rem; margin: 1.5rem 0 0; }
        .numbers div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
        .numbers dd { margin: 0; font-size: 1.55rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .numbers dt { color: var(--soft); font-size: .88rem; line-height: 1.35; }
        .facts { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .4rem 1.5rem; margin: .75rem 0; }
        .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
        code, pre { font: .84rem/1.5 ui-monospace, "Cascadia Mono", "SF Mono", Consolas, "Noto Sans Mono CJK SC", monospace; }
        pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
        .hash { font-size: .76rem; color: var(--soft); overflow-wrap: anywhere; }
        .references { padding-left: 1.6rem; font-size: .92rem; } .references li { margin-bottom: .35rem; overflow-wrap: anywhere; }

        """;

    private const string Tables = """
        table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
        caption, figcaption { text-align: left; color: var(--soft); font-size: .88rem; line-height: 1.5; }
        caption { padding: .9rem 0 .4rem; } caption b, figcaption b { color: var(--ink); }
        th, td { padding: .3rem .9rem .3rem 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--grid); }
        thead th { color: var(--soft); font-weight: 400; border-bottom-color: var(--line); vertical-align: bottom; }
        tbody th { font-weight: 500; }
        td.n { text-align: right; white-space: nowrap; padding: .3rem .25rem .3rem .6rem; } th.n { text-align: right; padding: .3rem .25rem .3rem .6rem; }
        td.keep { white-space: nowrap; }
        tr:hover > * { background: var(--stripe); }
        .wide + p { margin-top: .6rem; }
        .wide { overflow-x: auto; } .wide:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
        .name { white-space: nowrap; }
        .mark-dot { display: inline-block; width: .65rem; height: .65rem; border-radius: 50%; margin-right: .45rem; background: currentColor; }

        """;

    private const string Plots = """
        figure { margin: 1.25rem 0 1.75rem; } .plots { display: flex; flex-wrap: wrap; gap: 1.25rem 1rem; margin-bottom: .6rem; }
        svg { display: block; max-width: 100%; height: auto; } svg text { fill: currentColor; }
        svg .ink { color: var(--ink); } svg .soft { color: var(--soft); } svg .strong { font-weight: 600; } svg .figures { font-variant-numeric: tabular-nums; }
        .d0 { color: var(--d0); } .d1 { color: var(--d1); } .d2 { color: var(--d2); } .d3 { color: var(--d3); }
        .d4 { color: var(--d4); } .d5 { color: var(--d5); } .d6 { color: var(--d6); } .d7 { color: var(--d7); }
        .grid { stroke: var(--grid); } .axis { stroke: var(--soft); } .chance { stroke: var(--guess); stroke-dasharray: 5 4; } .guess { fill: var(--guess); fill-opacity: .13; }
        .stripe { fill: var(--stripe); } .mark { fill: currentColor; stroke: var(--paper); } .person { fill: currentColor; fill-opacity: .45; }
        .interval { stroke: currentColor; stroke-width: 3; stroke-linecap: round; } .thin { stroke: currentColor; stroke-opacity: .55; stroke-width: 1.5; }
        .slope { stroke-width: 1.2; stroke-opacity: .7; } .rise { stroke: var(--rise); } .fall { stroke: var(--fall); } .level { stroke: var(--guess); }
        .slope.mean { stroke: var(--ink); stroke-width: 3; stroke-opacity: 1; } .curve { fill: none; stroke: currentColor; stroke-width: 1.8; }
        .hang { fill: none; stroke: currentColor; stroke-width: 1.4; } .group { stroke: var(--ink); stroke-width: 4; stroke-linecap: round; }
        .cell { fill: currentColor; } .ground { fill: var(--paper); }

        """;

    private const string Paper = """
        @media screen and (max-width: 46rem) { main { padding: 1.25rem; border: 0; border-radius: 0; } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .5rem; } }
        @media print {
          @page { margin: 16mm 14mm; }
          body { background: #fff; color: #000; font-size: 9.5pt; } nav { display: none; } main { border: 0; padding: 0; max-width: none; margin: 0; }
          .numbers { grid-template-columns: repeat(5, 1fr); }
          h2 { break-after: avoid; margin-top: 1.5rem; } figure, tr, .lead, .numbers { break-inside: avoid; } thead { display: table-header-group; } .wide { overflow: visible; } table { font-size: 8pt; }
          svg, .mark-dot, .lead { print-color-adjust: exact; -webkit-print-color-adjust: exact; } a { color: inherit; text-decoration: none; }
        }
        """;
}
