/** The page's style: one sheet, light and dark by the reader's preference, light in print, no font or image from elsewhere. */

const LIGHT = `
  --paper: #ffffff; --panel: #f7f8fa; --rule: #e3e6eb; --text: #171c24; --faint: #626c7a;
  --accent: #2456c5; --gain: #14804a; --loss: #c2362b; --second: #8a5a00; --warn-paper: #fff6e0; --warn-rule: #e3b341;
  --ink-text: var(--text); --ink-faint: var(--faint); --ink-grid: #e3e6eb; --ink-accent: var(--accent);
  --ink-loss: var(--loss); --ink-gain: var(--gain); --ink-second: var(--second);`

const DARK = `
  --paper: #10141b; --panel: #181e27; --rule: #2b3340; --text: #e7ebf1; --faint: #98a3b3;
  --accent: #7aa5ff; --gain: #4bc98a; --loss: #ff7a70; --second: #e0b15c; --warn-paper: #2b2413; --warn-rule: #8f6d1f;
  --ink-grid: #2b3340;`

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
  "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1080px; margin: 0 auto; padding: 36px 20px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 4px 0 6px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 44px 0 12px; padding-top: 14px; border-top: 1px solid var(--rule); }
h3 { font-size: 15px; margin: 22px 0 8px; }
p { margin: 6px 0; }
.kind { color: var(--faint); font-size: 12px; letter-spacing: 0.08em; text-transform: uppercase; }
.sub, .note { color: var(--faint); }
.note { font-size: 13px; }
.badges { display: flex; flex-wrap: wrap; gap: 6px; margin: 12px 0 0; padding: 0; list-style: none; }
.badges li { border: 1px solid var(--rule); border-radius: 999px; padding: 1px 10px; font-size: 13px; color: var(--faint); }
.warnings { margin: 20px 0 0; padding: 10px 14px 10px 32px; background: var(--warn-paper); border-left: 4px solid var(--warn-rule);
  border-radius: 4px; font-size: 14px; }
.warnings li { margin: 2px 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 10px; margin: 24px 0 0; }
.tile { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: 12px 14px; min-width: 0; }
.tile dt { color: var(--faint); font-size: 13px; }
.tile dd { margin: 2px 0 0; font-size: 23px; font-weight: 650; letter-spacing: -0.01em; white-space: nowrap; }
.tile dd.long { font-size: 19px; }
.tile small { display: block; color: var(--faint); font-size: 12px; font-weight: 400; letter-spacing: 0; white-space: normal; }
.gain { color: var(--gain); }
.loss { color: var(--loss); }
.chart svg { display: block; width: 100%; height: auto; }
.chart .narrow { display: none; }
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 36px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 4px 10px 4px 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; vertical-align: top; }
th { font-weight: 600; color: var(--faint); font-size: 13px; }
th:first-child, td:first-child, th.word, td.word { text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
th.text, td.text { text-align: left; white-space: normal; padding-left: 10px; }
tbody tr:last-child th, tbody tr:last-child td { border-bottom-color: transparent; }
table.pairs th { font-weight: 400; color: var(--text); font-size: 14px; text-align: left; white-space: normal; }
table.pairs td { white-space: normal; overflow-wrap: anywhere; }
table.facts th { width: 190px; color: var(--faint); }
table.facts td { text-align: left; }
table.months { table-layout: fixed; font-size: 13px; }
table.months th, table.months td { padding: 5px 2px; text-align: center; border: 2px solid var(--paper); border-radius: 5px; }
table.months td { background: var(--panel); }
table.months td.up { background: color-mix(in srgb, var(--gain) calc(var(--depth) * 1%), var(--panel)); }
table.months td.down { background: color-mix(in srgb, var(--loss) calc(var(--depth) * 1%), var(--panel)); }
table.months td.none { background: transparent; }
table.months td.total { font-weight: 650; background: transparent; }
.hash, code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 13px; }
.hash { overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: 12px 14px; overflow-x: auto; tab-size: 2;
  line-height: 1.45; }
pre.command { white-space: pre-wrap; overflow-wrap: anywhere; }
details { border: 1px solid var(--rule); border-radius: 6px; margin: 12px 0; }
summary { cursor: pointer; padding: 8px 14px; font-weight: 600; font-size: 14px; }
details > div { padding: 0 14px 12px; max-height: 640px; overflow: auto; }
details thead th { position: sticky; top: 0; background: var(--paper); }
dl.terms { display: grid; grid-template-columns: 190px 1fr; gap: 4px 14px; font-size: 14px; margin: 0; }
dl.terms dt { font-weight: 600; }
dl.terms dd { margin: 0; color: var(--faint); }
footer { margin-top: 48px; padding-top: 12px; border-top: 1px solid var(--rule); color: var(--faint); font-size: 13px; }
@media screen and (max-width: 760px) {
  main { padding: 20px 16px 48px; }
  h1 { font-size: 25px; }
  .tiles { grid-template-columns: repeat(2, 1fr); gap: 8px; }
  .tile { padding: 10px 12px; }
  .tile dd { font-size: 20px; }
  .tile dd.long { font-size: 16px; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .chart .wide { display: none; }
  .chart .narrow { display: block; max-width: 560px; }
  table.facts th { width: 110px; }
  .extra { display: none; }
  details .extra { display: table-cell; }
  dl.terms { grid-template-columns: 1fr; gap: 0; }
  dl.terms dd { margin-bottom: 8px; }
  table.months, table.months tbody { display: block; }
  table.months thead { display: none; }
  table.months tr { display: grid; grid-template-columns: repeat(6, 1fr); gap: 3px; margin-bottom: 12px; }
  table.months th, table.months td { border: 0; padding: 3px 0; }
  table.months th { grid-column: 1 / 6; grid-row: 1; text-align: left; font-size: 15px; color: var(--text); }
  table.months td.total { grid-column: 4 / 7; grid-row: 1; text-align: right; font-size: 15px; }
  table.months td:not(.total)::before { content: attr(data-month); display: block; font-size: 10px; color: var(--faint); }
}
@media (max-width: 380px) { .tile dd { font-size: 18px; } }
@media print {
  @page { margin: 14mm 12mm; }
  :root { color-scheme: light; }
  body { font-size: 11px; }
  main { max-width: none; padding: 0; }
  h2 { margin-top: 22px; break-after: avoid; }
  h3 { break-after: avoid; }
  .sub, .note, .badges li, .warnings, .tile dt, .tile small, table, th, table.pairs th, dl.terms, footer { font-size: 10px; }
  .hash, code, pre { font-size: 9px; }
  table.months { font-size: 9px; }
  .tile dd, .tile dd.long { font-size: 15px; }
  .tile, .chart, tr, .warnings { break-inside: avoid; }
  .tile, table.months td, .warnings { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details > div { max-height: none; }
}
`
