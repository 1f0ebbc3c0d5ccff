/** The example of every page runs: with the names that it takes for granted, and nothing else. */
import * as autodiff from '@credence/autodiff';
import * as dsl from '@credence/dsl';
import { compile, Model } from '@credence/dsl';
import { documentedCombinators, documentedDistributions } from './sources.js';

const repository = new URL('../../../', import.meta.url);
const all = [...documentedDistributions(repository), ...documentedCombinators(repository)];

const counts = [2, 0, 5];
const positive = [0.5, 1.5, 3];
const pairs = [
  [1, 0.4],
  [0.4, 1],
];
const adjacency = [
  [0, 1, 0],
  [1, 0, 1],
  [0, 1, 0],
];

/** What examples take for granted, where it is the same in all of them. */
const COMMON: Readonly<Record<string, unknown>> = {
  mu: 0.5,
  sigma: 1.5,
  tau: 2,
  alpha: 2,
  beta: 3,
  nu: 8,
  p: 0.4,
  psi: 0.7,
  rate: 0.5,
  omega: 0.1,
  kappa: 2,
  scale: 1,
  weights: [0.2, 0.5, 0.3],
  zeros: [0, 0, 0],
  chol: [
    [1, 0],
    [0.4, 0.8],
  ],
  adjacency,
  y: positive,
  observed: positive,
};

/** And where it is not. */
const OWN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  autoregressive: { series: positive },
  car: { alpha: 0.9 },
  bernoulli: { passed: [1, 0, 1] },
  betaBinomial: { atBats: [4, 3, 5], hits: counts },
  binomial: { patients: [4, 3, 5], deaths: counts },
  categorical: { mu: [0, 1, 2], y: new Array<number>(100).fill(1) },
  censored: { followUp: [2, 2, 3], times: [0.5, 1.5, 3] },
  diracDelta: { weights: [0.5, 0.5] },
  dirichletMultinomial: { alpha: [1, 2, 3], counts: [50, 30, 20] },
  discreteUniform: { rolls: [1, 6, 3] },
  discreteWeibull: { cycles: counts },
  garch: { returns: positive },
  geometric: { attempts: [1, 2, 5] },
  gompertz: { ages: [60, 71, 85] },
  hurdle: { rain: [0, 1.5, 0.2] },
  hurdleGamma: { wet: 0.6, rain: [0, 1.5, 0.2] },
  hurdleLogNormal: { ill: 0.4, cost: [0, 1.5, 0.2] },
  hurdleNegativeBinomial: { claims: counts },
  hurdlePoisson: { claims: counts },
  lkjCholesky: { sigma: autodiff.constant([1, 2, 3]) },
  lkjCholeskyCovariance: { groups: 4 },
  matrixNormal: {
    zeros: [
      [0, 0],
      [0, 0],
    ],
    rowcov: pairs,
    colcov: pairs,
    y: pairs,
  },
  mixture: { w: [0.3, 0.7], centres: [-1, 3] },
  multinomial: { theta: [0.4, 0.4, 0.2] },
  multivariateNormal: { zeros: [0, 0], kernel: pairs, y: pairs },
  multivariateStudentT: { y: pairs },
  negativeBinomial: { cases: counts, mu: 3 },
  orderedLogistic: { rating: [0, 4, 2] },
  orderedProbit: { rating: [0, 3, 2] },
  poisson: { visits: counts },
  rice: { signal: 2, noise: 1, magnitudes: positive },
  skellam: { home: 2, away: 1, differences: [-1, 0, 3] },
  vonMises: { radians: [0.1, -0.2, 3] },
  zeroInflated: { mu: 3, visits: counts },
  zeroInflatedBinomial: { occupied: 0.8, visits: [5, 5, 5], detected: 0.3, seen: counts },
  zeroInflatedNegativeBinomial: { visits: counts },
  zeroInflatedPoisson: { fish: counts },
  zeroOneInflatedBeta: { zoi: 0.2, coi: 0.5, mu: 0.6, cover: [0, 0.4, 1] },
};

/** Variables of the model that formulas in texts speak of. */
const FORMULA_NAMES = ['x', 'age', 'children', 'X'] as const;

function modelFor(example: string): Model {
  const model = new Model('example', {
    coords: { week: [1, 2, 3], effect: ['a', 'b'], group: ['a', 'b', 'c'], region: ['n', 's'], year: [1, 2, 3] },
  });
  const formulas = [...example.matchAll(/'([^']*[+*][^']*)'/g)].map(([, text = '']) => text).join(' ');
  if (formulas === '') return model;
  const isVector = formulas.includes('dot(X, beta)');
  for (const name of FORMULA_NAMES) {
    if (!new RegExp(String.raw`\b${name}\b`).test(formulas)) continue;
    model.data(
      name,
      name === 'X'
        ? [
            [1, 2],
            [0, 1],
            [2, 2],
          ]
        : [1, 2, 3],
    );
  }
  if (/\balpha\b/.test(formulas)) model.normal('alpha', { mu: 0, sigma: 1 });
  if (/\bbeta\b/.test(formulas)) model.normal('beta', { mu: 0, sigma: 1 }, isVector ? { shape: 2 } : {});
  return model;
}

test.each(all.map((own) => [own.name, own.comment.example] as const))('%s', (name, example) => {
  const model = modelFor(example);
  const names: Readonly<Record<string, unknown>> = { ...autodiff, ...dsl, ...COMMON, ...OWN[name], model };
  const used = Object.keys(names).filter((own) => new RegExp(String.raw`\b${own}\b`).test(example));
  const declared = new Set(
    [...example.matchAll(/const (?:\{([^}]*)\}|(\w+))/g)].flatMap(
      ([, list, one]) => list?.split(/,\s*/).map((own) => own.trim()) ?? [one],
    ),
  );
  const given = used.filter((own) => !declared.has(own));
  // The code of a page of this repository.
  const run = new Function(...given, `"use strict";\n${example}`);
  run(...given.map((own) => names[own]));
  const declares = model.snapshot().declarations.some(({ kind }) => kind === 'random');
  expect(declares || name === 'diracDelta').toBe(true);
  const free = model
    .snapshot()
    .declarations.filter((own) => own.kind === 'random' && !own.observed && own.support.discrete !== true);
  if (free.length > 0 && name !== 'categorical')
    expect(compile(model, { backend: 'reference' }).dimension).toBeGreaterThan(0);
});
