/** Plots, tables and text as HTML, and a report as one file that needs nothing beside it. */
import type { Plot } from '../figure/plot.js';
import { nameLabel, parseLabel } from '../label/label.js';
import { escapeXml, labelHtml } from '../text/svgText.js';
import { theme } from '../theme/theme.js';
import { fontFaces } from './fonts.js';

/** A number, text with formulas between `$`, or the name of a variable or element. */
export type ReportCell = string | number | { readonly name: string };

/** A table. */
export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ReportCell[])[];
  readonly caption?: string;
}

export interface ReportSection {
  readonly title: string;
  /** Paragraphs; formulas stand between `$`. */
  readonly text?: string | readonly string[];
  readonly tables?: readonly ReportTable[];
  readonly plots?: readonly Plot[];
}

export interface Report {
  readonly title: string;
  /** A line below the title: a date, versions, seeds. */
  readonly subtitle?: string;
  readonly sections: readonly ReportSection[];
  /** Language of the text. Default `en`. */
  readonly language?: string;
}

/** A plot as an HTML figure. The fonts are not in it: `report` adds them once for all. */
export function toHtml(plot: Plot, caption = ''): string {
  const text = caption === '' ? '' : `<figcaption>${labelHtml(parseLabel(caption))}</figcaption>`;
  return `<figure>${plot.svg}${text}</figure>`;
}

/** Rows of a summary as a table: names with Greek letters, numbers to the digits that their errors allow. */
export function summaryTable(
  rows: readonly SummaryTableRow[],
  options: { readonly caption?: string; readonly probability?: number } = {},
): ReportTable {
  const { probability = 0.94, caption } = options;
  const mass = `${Number((100 * probability).toPrecision(4))} % HDI`;
  return {
    columns: ['', 'mean', 'sd', `${mass} from`, 'to', 'MCSE', 'ESS bulk', 'ESS tail', 'R-hat'],
    rows: rows.map((row) => {
      const digits = decimalsOf(row.sd);
      return [
        { name: row.name },
        fixed(row.mean, digits),
        fixed(row.sd, digits),
        fixed(row.hdi.lower, digits),
        fixed(row.hdi.upper, digits),
        fixed(row.mcseMean, decimalsOf(row.mcseMean)),
        fixed(row.essBulk, 0),
        fixed(row.essTail, 0),
        fixed(row.rHat, 3),
      ];
    }),
    ...(caption === undefined ? {} : { caption }),
  };
}

/** What a table needs of a row of a summary. */
export interface SummaryTableRow {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly hdi: { readonly lower: number; readonly upper: number };
  readonly mcseMean: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly rHat: number;
}

function decimalsOf(scale: number): number {
  if (!(scale > 0) || !Number.isFinite(scale)) return 3;
  return Math.min(12, Math.max(0, 2 - Number(scale.toExponential(2).split('e')[1])));
}

function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals).replace(/^-/, '−') : '–';
}

/**
 * A report as one HTML file: styles, fonts and pictures are in it, and it asks the network for nothing.
 * @example await writeFile('report.html', await report({ title: 'Radon', sections: [{ title: 'Posterior', plots: [plotForest(posterior)] }] }))
 */
export async function report({ title, subtitle, sections, language = 'en' }: Report): Promise<string> {
  const contents =
    sections.length < 3
      ? ''
      : `<nav><ol>${sections.map((section, i) => `<li><a href="#s${i + 1}">${textHtml(section.title)}</a></li>`).join('')}</ol></nav>`;
  return `<!doctype html>
<html lang="${escapeXml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title.replaceAll('$', ''))}</title>
<style>
${await fontFaces()}
${STYLE}
</style>
</head>
<body>
<main>
<h1>${textHtml(title)}</h1>
${subtitle === undefined ? '' : `<p class="subtitle">${textHtml(subtitle)}</p>`}
${contents}
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml({ title, text = [], tables = [], plots = [] }: ReportSection, index: number): string {
  const paragraphs = typeof text === 'string' ? [text] : text;
  return [
    `<section id="s${index + 1}">`,
    `<h2>${textHtml(title)}</h2>`,
    ...paragraphs.map((paragraph) => `<p>${textHtml(paragraph)}</p>`),
    ...tables.map(tableHtml),
    ...plots.map((plot) => toHtml(plot)),
    '</section>',
  ].join('\n');
}

function tableHtml({ columns, rows, caption }: ReportTable): string {
  const numeric = columns.map((_, c) => rows.length > 0 && rows.every((row) => isNumeric(row[c])));
  const cell = (tag: 'th' | 'td', text: ReportCell, c: number) =>
    `<${tag}${numeric[c] ? ' class="number"' : ''}>${cellHtml(text)}</${tag}>`;
  return [
    '<div class="table"><table>',
    caption === undefined ? '' : `<caption>${textHtml(caption)}</caption>`,
    `<thead><tr>${columns.map((column, c) => cell('th', column, c)).join('')}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${row.map((text, c) => cell('td', text, c)).join('')}</tr>`).join('\n')}</tbody>`,
    '</table></div>',
  ].join('\n');
}

function isNumeric(value: ReportCell | undefined): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[−+-]?(\d[\d.]*(e[+-]?\d+)?|–|∞)?$/.test(value));
}

function cellHtml(value: ReportCell): string {
  if (typeof value === 'number') return escapeXml(String(value).replace(/^-/, '−'));
  return labelHtml(typeof value === 'string' ? parseLabel(value) : nameLabel(value.name));
}

function textHtml(text: string): string {
  return labelHtml(parseLabel(text));
}

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: ${theme.paper}; color: ${theme.ink}; font: 16px/1.55 ${theme.fontFamily}; }
main { max-width: 860px; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.3rem; margin: 2.4rem 0 .6rem; padding-top: .8rem; border-top: 1px solid ${theme.faint}; }
p { margin: .6rem 0; max-width: 46rem; }
.subtitle { color: ${theme.muted}; margin-top: 0; }
nav ol { padding-left: 1.3rem; } nav a { color: ${theme.series[0]}; text-decoration: none; } nav a:hover { text-decoration: underline; }
figure { margin: 1.2rem 0; } figure svg { max-width: 100%; height: auto; display: block; }
figcaption, caption { color: ${theme.muted}; font-size: .9rem; text-align: left; padding: .3rem 0; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-size: .92rem; margin: .8rem 0; }
th, td { padding: .25rem .7rem; text-align: left; white-space: nowrap; } th { border-bottom: 1.5px solid ${theme.ink}; font-weight: 700; }
td { border-bottom: 1px solid #e6e6e6; } .number { text-align: right; font-variant-numeric: tabular-nums; }
sub, sup { font-size: .72em; line-height: 0; }
@media print { main { max-width: none; padding: 0; } figure, table { break-inside: avoid; } nav { display: none; } }
`.trim();
