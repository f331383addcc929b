/** How it looks in the page. A style sheet made by script works under any content policy of the page. */

const CSS = `
:host { all: initial; }
.sheet {
  --ink: #1d1b22; --soft: #5f5b68; --line: #dcd9e2; --edge: #858091; --paper: #ffffff; --shade: #f6f5f8; --accent: #5b2c91; --on-accent: #ffffff;
  --accent-soft: #efe8f7; --bad: #a3211a; --bad-soft: #fcecea; --good: #14683a; --good-soft: #e6f4ec; --wait: #7a4d00; --wait-soft: #fdf3dd;
  color-scheme: light; color: var(--ink); font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  letter-spacing: normal; text-align: start;
}
@media (prefers-color-scheme: dark) {
  .sheet {
    --ink: #eceaf1; --soft: #aba6b6; --line: #3d3947; --edge: #7d7889; --paper: #1f1d25; --shade: #282530; --accent: #b48ae8; --on-accent: #1b1325;
    --accent-soft: #35284a; --bad: #ff9b92; --bad-soft: #43201e; --good: #7fd6a4; --good-soft: #17382a; --wait: #f0c674; --wait-soft: #3d3119;
    color-scheme: dark;
  }
}
*, *::before { box-sizing: border-box; }
[hidden] { display: none !important; }
.panel {
  position: fixed; inset: 0 0 0 auto; margin: 0; padding: 0; border: 0; width: min(520px, 100%); height: 100dvh; max-width: none; max-height: none;
  background: var(--paper); box-shadow: -6px 0 32px rgb(0 0 0 / 22%); overflow: hidden;
}
.panel[open] { display: flex; flex-direction: column; animation: in 140ms ease-out; }
.panel::backdrop { background: rgb(20 16 28 / 38%); }
@keyframes in { from { transform: translateX(24px); opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .panel[open] { animation: none; } }
.head { display: flex; align-items: center; justify-content: space-between; padding: 14px 20px; border-bottom: 1px solid var(--line); }
h2 { margin: 0; font-size: 17px; font-weight: 650; }
h3 { margin: 0; font-size: 14px; font-weight: 650; overflow-wrap: anywhere; }
.item h3 { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.item h3 + .facts { margin-top: -8px; }
p { margin: 0; overflow-wrap: anywhere; }
ul { margin: 0; padding: 0; list-style: none; }
.body { flex: 1; overflow-y: auto; padding: 16px 20px 20px; display: flex; flex-direction: column; gap: 14px; background: var(--shade); }
.body:empty { background: var(--paper); }
.foot { border-top: 1px solid var(--line); padding: 12px 20px 16px; display: flex; flex-direction: column; gap: 10px; }
.actions { display: flex; flex-direction: column; gap: 8px; }
.status { display: flex; flex-direction: column; gap: 10px; outline: none; }
.status:empty { display: none; }
.beside { display: flex; gap: 10px; }
.beside button { flex: 1; }
.state { padding: 9px 12px; border-radius: 8px; background: var(--accent-soft); font-weight: 550; }
.state.accepted { background: var(--good-soft); color: var(--good); }
.state.rejected, .state.partly_accepted { background: var(--bad-soft); color: var(--bad); }
.state.waiting { background: var(--wait-soft); color: var(--wait); }

button { font: inherit; font-weight: 600; border-radius: 8px; padding: 8px 14px; border: 1px solid transparent; cursor: pointer; min-height: 36px; }
button.main { background: var(--accent); color: var(--on-accent); min-height: 42px; font-size: 15px; }
button.main:hover { filter: brightness(1.08); }
button.in-page { min-height: 32px; padding: 5px 14px; font-size: 14px; margin: 4px 8px; }
button.plain { background: var(--paper); color: var(--accent); border-color: var(--accent); }
button.plain:hover, button.quiet:hover, button.close:hover { background: var(--accent-soft); }
button.quiet { background: transparent; color: var(--accent); padding: 6px 8px; }
.actions button.plain { border-color: var(--edge); color: var(--ink); }
button.close { background: transparent; color: var(--soft); font-size: 22px; line-height: 1; padding: 2px 10px; margin: -4px -8px -4px 0; }
button[aria-disabled="true"] { opacity: .55; }
button[aria-busy="true"] { opacity: .7; cursor: progress; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

.item { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; display: flex; flex-direction: column; gap: 10px; }
.item + .item { margin-top: 12px; }
.item.chosen { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.facts { color: var(--soft); font-size: 13px; }
.facts span { white-space: nowrap; }
.numbers { margin: 0; display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; }
.numbers div { display: flex; flex-direction: column-reverse; justify-content: flex-end; background: var(--shade); border-radius: 8px; padding: 5px 10px 6px; }
.numbers dt { color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.numbers dd { margin: 0; font-size: 17px; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.numbers + .facts { margin-top: 6px; }
.nothing-left { color: var(--soft); font-weight: 550; }
.details { display: flex; flex-direction: column; gap: 10px; }
.details > button { align-self: start; margin: -6px 0 -4px -8px; }
.row { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; align-items: start; }
.row.four { grid-template-columns: repeat(4, 1fr); align-items: end; }
@media (max-width: 460px) {
  .head, .foot, .body { padding-inline: 12px; }
  .item, .card { padding-inline: 12px; }
  .numbers { gap: 5px; }
  .numbers div { padding-inline: 6px; }
  .row.four { grid-template-columns: 1fr 1fr; }
}
.field { display: flex; flex-direction: column; gap: 3px; min-width: 0; }
.field label { font-size: 12.5px; font-weight: 550; color: var(--soft); }
input, select, textarea {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 8px; padding: 7px 10px; min-height: 36px;
  width: 100%; min-width: 0;
}
textarea { resize: vertical; field-sizing: content; max-height: 180px; }
input.money, input[type="number"] { font-variant-numeric: tabular-nums; }
input.money { text-align: end; }
input:hover, select:hover, textarea:hover { border-color: var(--soft); }
[aria-invalid="true"] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.error { color: var(--bad); font-size: 13px; font-weight: 550; }
.error-list:empty { display: none; }
.choice { display: flex; gap: 9px; align-items: flex-start; }
.choice input { width: 17px; height: 17px; min-height: 0; margin: 2px 0 0; flex: none; accent-color: var(--accent); }
.choice label { cursor: pointer; overflow-wrap: anywhere; }
.question { margin: 0; border: 1px solid var(--line); border-radius: 12px; padding: 10px 16px 14px; background: var(--wait-soft); display: flex; flex-direction: column; gap: 8px; min-width: 0; }
.question legend { float: left; width: 100%; padding: 0; font-weight: 650; }
.question.unanswered { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.form > .question, .warnings { margin-bottom: 12px; }
.warnings { margin: 12px 0 0; }
.warnings:empty, .trouble-banner:empty { display: none; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; display: flex; flex-direction: column; gap: 10px; }
.card > button, .hand > button { align-self: start; }
.hand { display: flex; flex-direction: column; gap: 10px; }
.unfold { margin: -6px 0 -6px -8px; }
.unfold::before { content: ""; display: inline-block; border: 5px solid transparent; border-inline-start: 7px solid currentColor; margin-inline-end: 4px; }
.unfold[aria-expanded="true"]::before { transform: rotate(90deg) translateX(2px); }
.hand-items { display: flex; flex-direction: column; gap: 12px; }
.hand-item { border-top: 1px solid var(--line); padding-top: 12px; display: flex; flex-direction: column; gap: 10px; }
.beside-title { display: flex; justify-content: space-between; align-items: center; min-height: 36px; }
.plain-set { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 6px 18px; min-width: 0; }
.plain-set legend { float: left; width: 100%; padding: 0; font-size: 12.5px; font-weight: 550; color: var(--soft); }
textarea.code { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; min-height: 110px; max-height: 260px; overflow: auto; overflow-wrap: anywhere; field-sizing: fixed; }
.notice { border-radius: 12px; padding: 12px 16px; background: var(--wait-soft); color: var(--wait); font-weight: 550; display: flex; flex-direction: column; align-items: flex-start; gap: 10px; }
.earlier { border-top: 1px solid var(--line); padding-top: 12px; display: flex; flex-direction: column; gap: 8px; }
.earlier ul, .summary { display: flex; flex-direction: column; gap: 8px; }
.earlier li, .summary li { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; }
.summary li { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; }
.summary strong { overflow-wrap: anywhere; font-weight: 600; }
.summary .sum { font-weight: 650; font-variant-numeric: tabular-nums; }
.summary .facts { grid-column: 1 / -1; }
.review { display: flex; flex-direction: column; gap: 4px; max-height: 96px; overflow-y: auto; font-size: 13.5px; }
.review:empty { display: none; }
.review li { overflow-wrap: anywhere; }
.read > ul { padding-top: 8px; display: flex; flex-direction: column; gap: 10px; }
.read h4 { margin: 0 0 4px; font-size: 13px; }
.facts-list { margin: 6px 0 0; display: flex; flex-direction: column; gap: 2px; color: var(--ink); }
.facts-list div { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 5fr); gap: 8px; }
.facts-list dt { color: var(--soft); overflow-wrap: anywhere; }
.facts-list dd { margin: 0; overflow-wrap: anywhere; }
.facts-list .missing { color: var(--wait); }
@media (max-width: 460px) { .facts-list div { grid-template-columns: 1fr; gap: 0; } .facts-list div + div { margin-top: 4px; } }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.ticking { font-variant-numeric: tabular-nums; }
.remarks, .read { color: var(--soft); font-size: 13px; }
.remarks summary, .read summary { cursor: pointer; border-radius: 4px; }
.remarks ul { padding: 6px 0 0 16px; list-style: disc; }
@media (max-height: 560px) { /* also a window at 200 %: all of it scrolls, since head and foot would leave no room */
  .panel[open] { display: block; overflow-y: auto; }
  .body { overflow-y: visible; }
  .review { max-height: none; }
}
@media (forced-colors: active) { /* colours, shades and shadows are gone; lines stay */
  .panel { border-inline-start: 1px solid; }
  .state, .notice, .numbers div { border: 1px solid; }
  .item.chosen { border-width: 3px; }
  [aria-invalid="true"], .question.unanswered { outline: 2px dashed; outline-offset: 1px; }
  button[aria-disabled="true"] { color: GrayText; border-color: GrayText; opacity: 1; }
}
`;

/** @type {CSSStyleSheet | null} */
let made = null;

/** @returns {CSSStyleSheet} the same for all shadow roots of the page */
export function sheet() {
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(CSS);
  }
  return made;
}
