/** All files of the reference by their path below `docs/reference`. */
import type { supports } from '@credence/dsl';
import { drawnOf } from './drawn.js';
import { combinatorPage, distributionPage } from './page.js';
import { ofNumbers, pictureOf } from './picture.js';
import {
  type Documented,
  type DocumentedDistribution,
  documentedCombinators,
  documentedDistributions,
} from './sources.js';
import { supportAt } from './supportAt.js';

/** Headings of the index, and what stands below each: the first that fits. */
const KINDS: readonly (readonly [string, (own: DocumentedDistribution) => boolean])[] = [
  ['Matrices', ({ distribution }) => distribution.eventRank === 2],
  ['Vectors and series', ({ distribution }) => distribution.eventRank === 1],
  ['Counts and other whole numbers', (own) => supportOf(own).discrete === true],
  ['Numbers with probability at points', (own) => supportOf(own).mixed !== undefined],
  ['Numbers between two bounds', (own) => isBounded('lower', own) && isBounded('upper', own)],
  ['Numbers beyond one bound', (own) => isBounded('lower', own) || isBounded('upper', own)],
  ['All reals', () => true],
];

function supportOf({ distribution, comment }: DocumentedDistribution): supports.Support {
  return supportAt(distribution, drawnOf(comment.drawn).all[0]);
}

/** Whether draws at the parameters of the picture have a bound on a side. */
function isBounded(side: 'lower' | 'upper', own: DocumentedDistribution): boolean {
  const { range, ends } = supportOf(own);
  const end = range?.[side] ?? ends?.[side];
  return end !== undefined && !(typeof end === 'number' && !Number.isFinite(end));
}

/** @param repository its folder */
export function referenceFiles(repository: URL): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const distributions = documentedDistributions(repository);
  for (const own of distributions) {
    const picture = pictureOf(own.distribution, own.comment.drawn);
    files.set(`distributions/${own.name}.md`, distributionPage(own, picture));
    if (picture !== undefined) files.set(`distributions/${own.name}.svg`, `${picture.svg}\n`);
  }
  const combinators = documentedCombinators(repository);
  for (const own of combinators) {
    const picture = own.shown.length === 0 ? undefined : ofNumbers(own.shown);
    files.set(`distributions/${own.name}.md`, combinatorPage(own, picture));
    if (picture !== undefined) files.set(`distributions/${own.name}.svg`, `${picture.svg}\n`);
  }
  const left = new Set(distributions);
  const sections = [...KINDS].map(([heading, belongs]) => {
    const own = [...left].filter(belongs);
    for (const one of own) left.delete(one);
    return section(heading, own);
  });
  const index = [
    '# Distributions',
    '<!-- Written by `pnpm reference`. -->',
    'Each is a method of a model, `model.normal(name, parameters, options)`, and a value, `distributions.normal.dist(parameters)`, that combinators take. To add one see [Add a distribution](../../how-to/add-a-distribution.md).',
    ...sections,
    section('Combinators, which make distributions of others', combinators),
    '',
  ];
  files.set('distributions/README.md', index.join('\n\n'));
  return files;
}

function section(heading: string, all: readonly Documented[]): string {
  const rows = [...all]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, comment: { summary, counterparts } }) => {
      const elsewhere = [counterparts?.pymc, counterparts?.stan, counterparts?.numpyro];
      return `| [${name}](${name}.md) | ${[firstSentence(summary[0] ?? ''), ...elsewhere].join(' | ')} |`;
    });
  return [`## ${heading}`, '| | | PyMC | Stan | NumPyro |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function firstSentence(text: string): string {
  return (/^.*?(?=[.:](?:\s|$))/.exec(text)?.[0] ?? text).replaceAll('|', '\\|');
}
