/** Every distribution and combinator has a whole page, whose formula is that of its code, and the pages are those of the code. */
import { readdirSync, readFileSync } from 'node:fs';
import { AppliedDistribution } from '@credence/dsl';
import { drawnOf } from './drawn.js';
import { densityOf } from './formula/density.js';
import { type Formula, parseFormula } from './formula/parse.js';
import { referenceFiles } from './pages.js';
import { combinatorNames, documentedCombinators, documentedDistributions } from './sources.js';

const repository = new URL('../../../', import.meta.url);
const distributions = documentedDistributions(repository);
const combinators = documentedCombinators(repository);

/** Formulas that speak of vectors, of what their base is, or of sums without end: their values are tested elsewhere. */
const NOT_NUMERIC = ['categorical', 'interpolated', 'orderedLogistic', 'orderedProbit'];

const ofNumbers = distributions.filter(({ distribution }) => distribution.eventRank === 0);

test.each(ofNumbers.map((own) => [own.name, own] as const))(
  '%s: the formula is the density of the code',
  (name, own) => {
    const { distribution, comment } = own;
    const statements = parseFormula(comment.formula);
    let compared = 0;
    for (const { parameters } of drawnOf(comment.drawn).all) {
      const applied = new AppliedDistribution(distribution, parameters);
      const draws = distribution.random === undefined ? [0.5, 2] : applied.random(3, 12);
      const numbers = Object.fromEntries(
        Object.entries(parameters).flatMap(([key, value]) =>
          typeof value === 'number' ? [[key, value] as const] : [],
        ),
      );
      for (const x of typeof draws === 'number' ? [draws] : draws) {
        const found = densityOf(statements, x, numbers);
        if (found === undefined) continue;
        const expected = Math.exp(Number(applied.logProb(x)));
        expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);
        compared++;
      }
    }
    if (NOT_NUMERIC.includes(name)) expect(compared).toBe(0);
    else expect(compared).toBeGreaterThanOrEqual(2);
  },
);

test('what has a page is all that there is', () => {
  expect(distributions.length).toBeGreaterThan(75);
  expect(combinators.map(({ name }) => name).sort()).toEqual([...combinatorNames(repository)].sort());
});

test.each([...distributions, ...combinators].map((own) => [own.name, own] as const))(
  '%s: nothing is missing',
  (_, own) => {
    const { summary, example, counterparts, formula } = own.comment;
    expect(summary.length).toBeGreaterThan(0);
    expect(example).not.toBe('');
    expect(counterparts).toBeDefined();
    for (const text of Object.values(counterparts ?? {})) expect(text).toMatch(/^(none\b|[A-Za-z_])/);
    if (own.name !== 'custom') expect(formula).not.toBe('');
    if ('distribution' in own) {
      const named = own.comment.parameters.flatMap(({ names }) => names);
      expect([...named].sort()).toEqual(expect.arrayContaining(Object.keys(own.distribution.parameters).sort()));
      expect(drawnOf(own.comment.drawn).all.length).toBeGreaterThan(0);
    }
  },
);

/** Words of formulas that are neither parameters nor single letters. */
const WORDS = new Set([
  ...[
    'exp',
    'log',
    'logit',
    'sqrt',
    'sign',
    'cos',
    'cosh',
    'max',
    'min',
    'det',
    'det⁺',
    'tr',
    'softmax',
    'pi',
    'infinity',
  ],
  ...[
    'Gamma',
    'Phi',
    'phi',
    'Normal',
    'StudentT',
    'Beta',
    'MultivariateNormal',
    'LKJ',
    'NB',
    'sd',
    'inverse',
    'dy',
    'dx',
  ],
  ...['alpha', 'beta', 'mu', 'sigma', 'tau', 'cov', 'scale', 'rowcov', 'colcov', 'ij', 'ii', 'jj', '0i', 'low', 'high'],
  ...['lower', 'upper', 'weights', 'psi', 'eta', 'cutpoints', 'initMu', 'initSigma'],
]);

test.each([...distributions, ...combinators].map((own) => [own.name, own] as const))(
  '%s: its formula has no prose',
  (_, own) => {
    if (own.comment.formula === '') return;
    const parameters = 'distribution' in own ? Object.keys(own.distribution.parameters) : [];
    const words = parseFormula(own.comment.formula).flatMap(wordsOf);
    const prose = words.filter((word) => word.length > 1 && !WORDS.has(word) && !parameters.includes(word));
    expect(prose).toEqual([]);
  },
);

function wordsOf(formula: Formula): readonly string[] {
  const own = 'name' in formula && (formula.kind === 'name' || formula.kind === 'call') ? [formula.name] : [];
  const inner = Object.values(formula).flatMap((value): readonly Formula[] => {
    const all: readonly unknown[] = [value].flat(2);
    return all.filter((one): one is Formula => typeof one === 'object' && one !== null && 'kind' in one);
  });
  return [...own, ...inner.flatMap(wordsOf)];
}

test('the pages are those of the code: else run npx -y pnpm@10 reference', () => {
  const folder = new URL('docs/reference/', repository);
  const files = referenceFiles(repository);
  for (const [path, text] of files) {
    expect([path, comparable(readFileSync(new URL(path, folder), 'utf8')) === comparable(text)]).toEqual([path, true]);
  }
  const existing = readdirSync(new URL('distributions/', folder)).map((name) => `distributions/${name}`);
  expect(existing.filter((path) => !files.has(path))).toEqual([]);
});

/** Observable Plot moves lines by half a pixel where it finds a function `it`, as here; names of clips follow from all the rest. */
function comparable(text: string): string {
  return text.replaceAll(' transform="translate(0.5,0.5)"', '').replaceAll(/(id="|url\(#)p\w+-/g, '$1');
}
