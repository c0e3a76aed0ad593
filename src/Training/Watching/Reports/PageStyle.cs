namespace Seq2SeqService.Training.Watching.Reports;

/// <summary>How pages of the worker look: light or dark as the reader's system, from the width of a telephone.</summary>
internal static class PageStyle
{
    public const string Css =
        """

        :root { color-scheme: light dark; --ground: #fff; --card: #f6f7f9; --ink: #1d2127; --faint: #5c6570; --rule: #d9dde3; --alarm: #a3200d; --alarm-ground: #fdeeeb;
          --c0: #0b5cad; --c1: #b8480b; --c2: #16704a; --c3: #7a3fb0; --c4: #9a6b00; --c5: #a6246c; }
        @media (prefers-color-scheme: dark) { :root { --ground: #16181d; --card: #1f2229; --ink: #e3e6ea; --faint: #9aa4b0; --rule: #363b45; --alarm: #ff9b88; --alarm-ground: #3a1d18;
          --c0: #6db3ff; --c1: #ff9d5c; --c2: #59c994; --c3: #c39bf0; --c4: #e0b64a; --c5: #f286bf; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.25rem; max-width: 80rem; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; } h2 { margin: 2rem 0 .6rem; font-size: 1.1rem; } p { margin: .3rem 0; }
        .faint, figcaption, th { color: var(--faint); } figcaption b { color: var(--ink); font-weight: 600; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .6rem; margin-top: 1rem; }
        .tiles div { background: var(--card); border-radius: .5rem; padding: .55rem .8rem; } .tiles b { display: block; font-size: 1.2rem; font-weight: 600; overflow-wrap: anywhere; }
        .tiles span { color: var(--faint); font-size: .85rem; }
        .alarm { background: var(--alarm-ground); border-left: .25rem solid var(--alarm); border-radius: .25rem; padding: .5rem .8rem; margin: .5rem 0; } .alarm b { color: var(--alarm); }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: .8rem; }
        figure { margin: 0; background: var(--card); border-radius: .5rem; padding: .6rem .8rem; min-width: 0; } figcaption { font-size: .85rem; }
        figcaption b, .key { margin-right: .8rem; } .key { display: inline-block; } .key::before { content: ""; display: inline-block; width: .9em; height: .25em; margin-right: .35em; vertical-align: .25em; background: currentColor; }
        figure svg { display: block; width: 100%; height: auto; margin-top: .3rem; } svg text { font: 11px system-ui, sans-serif; fill: var(--faint); }
        .grid { stroke: var(--rule); fill: none; } .line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; } .same { stroke: var(--faint); stroke-dasharray: 4 4; fill: none; }
        .mark { fill: currentColor; } .dot { fill: currentColor; opacity: .45; }
        .c0 { color: var(--c0); } .c1 { color: var(--c1); } .c2 { color: var(--c2); } .c3 { color: var(--c3); } .c4 { color: var(--c4); } .c5 { color: var(--c5); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
        th { font-weight: 500; font-size: .85rem; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .sample { border-bottom: 1px solid var(--rule); padding: .45rem 0; } .sample p { display: grid; grid-template-columns: 5rem 1fr; overflow-wrap: anywhere; } .sample p.out { color: var(--c0); } .sample p span { color: var(--faint); font-size: .85rem; line-height: 1.75; }
        .pictures { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .8rem; } .pictures img { max-width: 100%; height: auto; }
        pre { background: var(--card); border-radius: .5rem; padding: .8rem; overflow-x: auto; font-size: .8rem; } summary { cursor: pointer; } a { color: var(--c0); }

        """;
}
