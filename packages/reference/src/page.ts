/** One reference page as Markdown. */
import { AppliedDistribution } from '@credence/dsl';
import type { DocComment } from './docComment.js';
import { type Drawn, drawnOf } from './drawn.js';
import { parseFormula } from './formula/parse.js';
import { texOf } from './formula/tex.js';
import { type AnyDistribution, eventShape, type Picture } from './picture.js';
import type { Documented, DocumentedDistribution } from './sources.js';
import { supportAt } from './supportAt.js';

/** Functions that a distribution may have, as `dist(...)` gives them. */
const FUNCTIONS = [
  'logCdf',
  'logSurvival',
  'cdf',
  'icdf',
  'mean',
  'variance',
  'mode',
  'eventMean',
  'eventCovariance',
] as const;

export function distributionPage(own: DocumentedDistribution, picture: Picture | undefined): string {
  const { distribution, comment, name } = own;
  return blocks(own, distribution.name, picture, [
    ...parametersBlock(comment, distribution),
    ['## Support', supportText(distribution, drawnOf(comment.drawn).all[0])].join('\n'),
    exampleBlock(comment),
    ...(distribution.random === undefined ? [] : [valuesBlock(name, distribution, drawnOf(comment.drawn))]),
  ]);
}

export function combinatorPage(own: Documented, picture: Picture | undefined): string {
  const { comment, name } = own;
  const rows = comment.parameters.map(({ names, text }) => `| ${names.map(code).join(', ')} | ${cell(text)} |`);
  return blocks(own, name, picture, [
    ...(rows.length === 0 ? [] : [['## Parameters', '| | |', '| --- | --- |', ...rows].join('\n')]),
    exampleBlock(comment),
  ]);
}

function blocks(
  { name, file, comment }: Documented,
  title: string,
  picture: Picture | undefined,
  own: readonly string[],
): string {
  const { summary, formula, notes, source, counterparts } = comment;
  const elsewhere = [
    '## Elsewhere',
    '| PyMC | Stan | NumPyro |',
    '| --- | --- | --- |',
    `| ${[counterparts?.pymc, counterparts?.stan, counterparts?.numpyro].map((text) => cell(text ?? '')).join(' | ')} |`,
    ...(source === '' ? [] : ['', `Source: ${source}`]),
  ];
  return [
    `# ${title}`,
    `<!-- Written by \`pnpm reference\` from ${file}: change that. -->`,
    ...summary,
    ...(formula === '' ? [] : [formulaBlock(formula)]),
    ...notes,
    ...(picture === undefined ? [] : [`![${picture.what}](${name}.svg)`, `*${sentence(picture.what)}*`]),
    ...own,
    elsewhere.join('\n'),
    `[Its code](../../../${file})`,
    '',
  ].join('\n\n');
}

function formulaBlock(formula: string): string {
  const lines = parseFormula(formula).map(texOf);
  return ['```math', `\\begin{gathered}\n${lines.join(' \\\\\n')}\n\\end{gathered}`, '```'].join('\n');
}

function parametersBlock(
  comment: DocComment,
  { parameters, alternatives, method }: AnyDistribution,
): readonly string[] {
  if (comment.parameters.length === 0) return [];
  const rows = comment.parameters.map(({ names, text }) => {
    const ranges = [...new Set(names.map((name) => parameters[name]?.constraint.text ?? ''))];
    const shape = names.some((name) => (parameters[name]?.rank ?? 0) > 0);
    return `| ${names.map(code).join(', ')} | ${cell(text.replace(/[;,.]?\s*(?:and|or)?$/, ''))} | ${cell(ranges.join('; '))}${shape ? ', array' : ''} |`;
  });
  const sets = (alternatives ?? []).map((set) => set.map(code).join(' and '));
  const choice = sets.length === 0 ? [] : ['', `Give ${sets.join(', or ')}.`];
  return [
    [
      '## Parameters',
      `\`model.${method}(name, parameters, options)\`, or \`distributions.${method}.dist(parameters)\`.`,
      '',
      '| parameter | meaning | range |',
      '| --- | --- | --- |',
      ...rows,
      ...choice,
    ].join('\n'),
  ];
}

function supportText(distribution: AnyDistribution, drawn: Drawn | undefined): string {
  const kind = ['Numbers', 'Vectors', 'Matrices'][distribution.eventRank] ?? '';
  const { text, discrete, transform, mixed } = supportAt(distribution, drawn);
  const how =
    transform !== undefined
      ? ` A free variable is moved to the reals by the transform ${code(transform.name)}.`
      : discrete === true
        ? ' A free variable is summed out where it can be.'
        : mixed === undefined
          ? ''
          : ` Some of the probability lies at ${mixed}; a variable of it is observed.`;
  return `${kind} in ${text}.${how}`;
}

function exampleBlock({ example }: DocComment): string {
  return ['## Example', '```ts', example, '```'].join('\n');
}

/** What the functions of a distribution give at the parameters of the picture. */
function valuesBlock(
  name: string,
  distribution: AnyDistribution,
  { all, shape }: { readonly all: readonly Drawn[]; readonly shape: readonly number[] },
): string {
  const has = FUNCTIONS.filter((key) => distribution[key] !== undefined).map((key) => code(key));
  const functions = `Functions: ${[code('logProb'), code('random'), ...has].join(', ')}.`;
  const table = distribution.eventRank === 0 ? numbersTable(distribution, all) : vectorsTable(distribution, all, shape);
  return [
    '## Values',
    functions,
    ...(table.length === 0 ? [] : ['', ...table]),
    ...(distribution.eventRank > 0 || distribution.mean === undefined ? [] : ['', call(name, all[0])]),
  ].join('\n');
}

function call(name: string, first: Drawn | undefined): string {
  return first === undefined ? '' : `As in \`distributions.${name}.dist({ ${first.text} }).mean()\`.`;
}

function numbersTable(distribution: AnyDistribution, all: readonly Drawn[]): readonly string[] {
  const columns: readonly (readonly [string, (applied: AppliedDistribution) => number | Float64Array])[] = [
    ...(distribution.mean === undefined ? [] : [['mean', (own: AppliedDistribution) => own.mean()] as const]),
    ...(distribution.variance === undefined
      ? []
      : [['sd', (own: AppliedDistribution) => Math.sqrt(Number(own.variance()))] as const]),
    ...(distribution.mode === undefined ? [] : [['mode', (own: AppliedDistribution) => own.mode()] as const]),
    ...(distribution.logCdf === undefined && distribution.cdf === undefined
      ? []
      : [0.05, 0.5, 0.95].map((p) => [`${100 * p} %`, (own: AppliedDistribution) => own.icdf(p)] as const)),
  ];
  if (columns.length === 0) return [];
  const rows = all.map(({ parameters, text }) => {
    const applied = new AppliedDistribution(distribution, parameters);
    return `| ${code(text)} | ${columns.map(([, of]) => shortNumber(Number(of(applied)))).join(' | ')} |`;
  });
  return [`| | ${columns.map(([head]) => head).join(' | ')} |`, `| --- |${' --- |'.repeat(columns.length)}`, ...rows];
}

function vectorsTable(
  distribution: AnyDistribution,
  all: readonly Drawn[],
  shape: readonly number[],
): readonly string[] {
  if (distribution.eventMean === undefined || shape.some((size) => size > 20)) return [];
  const rows = all.map(({ parameters, text }) => {
    const given = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'number' ? value : Float64Array.from(value.flat()),
      ]),
    );
    const means = distribution.eventMean?.(given, eventShape(distribution, parameters, shape)) ?? [];
    return `| ${code(text)} | ${Array.from(means, shortNumber).join(', ')} |`;
  });
  return ['| | mean of each element |', '| --- | --- |', ...rows];
}

function shortNumber(value: number): string {
  if (Number.isNaN(value)) return 'none';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  return String(Number(value.toPrecision(5)) || 0);
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
