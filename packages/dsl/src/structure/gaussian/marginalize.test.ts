/** Integrating normal variables out: the identity of the densities on families of models, and near misses. */
import { constant, exp, gather, log, sum } from '@credence/autodiff';
import { HALF_LOG_TWO_PI } from '../../distributions/constants.js';
import * as distributions from '../../distributions/index.js';
import type { ModelSnapshot } from '../../model/declarations.js';
import { Model } from '../../model/model.js';
import { namedTensor } from '../../model/variable.js';
import * as supports from '../../supports/index.js';
import { marginalIdentity } from '../testing/marginalIdentity.js';

const y = [2.1, -0.3, 1.2, 0.4, 3.3, -1.7, 0.9, 0.2];
const group = Int32Array.from([0, 2, 2, 1, 0, 2, 0, 0]);
const known = [0.5, 1.2, 0.8, 2, 0.7, 1.1, 0.9, 1.4];

interface Case {
  readonly name: string;
  readonly build: () => Model;
  readonly integrated: readonly string[];
}

const hyper = (m: Model) => ({
  centre: m.uniform('centre', { lower: -5, upper: 5 }),
  spread: m.halfNormal('spread', { sigma: 2 }),
});

const cases: readonly Case[] = [
  {
    name: 'one to one, known scale',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const z = m.normal('z', { mu: centre, sigma: spread }, { shape: 8 });
      m.normal('y', { mu: z, sigma: 1 }, { observed: y });
      return m;
    },
  },
  {
    name: 'one to one, by precisions, times a variable, a scale for each',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const z = m.normal('z', { mu: 0, tau: spread }, { shape: 8 });
      m.normal('y', { mu: z.mul(centre).sub(2), sigma: known }, { observed: y });
      return m;
    },
  },
  {
    name: 'groups with one that has no data',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const noise = m.halfNormal('noise', { sigma: 1 });
      const z = m.normal('z', { mu: centre, sigma: spread }, { shape: 4 });
      m.normal('y', { mu: gather(z, group), sigma: noise }, { observed: y });
      return m;
    },
  },
  {
    name: 'groups observed twice with scales of their own, and an offset of a variable',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const slope = m.halfNormal('slope', { sigma: 1 });
      const noise = m.halfNormal('noise', { sigma: 1 });
      const z = m.normal('z', { mu: centre, sigma: spread }, { shape: 3 });
      m.normal('y', { mu: gather(z, group).add(slope.mul(known)), sigma: noise }, { observed: y });
      m.normal('w', { mu: z.mul(2), sigma: 0.3 }, { observed: [1, 2, -1] });
      return m;
    },
  },
  {
    name: 'a scalar under many',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const z = m.normal('z', { mu: centre, sigma: 3 });
      m.normal('y', { mu: z, sigma: spread }, { observed: y });
      return m;
    },
  },
  {
    name: 'a chain: population, groups, items',
    integrated: ['top', 'z', 'w'],
    build: () => {
      const m = new Model();
      const a = m.halfNormal('a', { sigma: 1 });
      const b = m.halfNormal('b', { sigma: 1 });
      const c = m.halfNormal('c', { sigma: 1 });
      const top = m.normal('top', { mu: 1, sigma: 2 });
      const z = m.normal('z', { mu: top, sigma: a }, { shape: 3 });
      const w = m.normal('w', { mu: gather(z, group), sigma: b }, { shape: 8 });
      m.normal('y', { mu: w, sigma: c }, { observed: y });
      return m;
    },
  },
  {
    name: 'regression with group intercepts: intercepts, slope and their mean',
    integrated: ['centre', 'slope', 'z'],
    build: () => {
      const m = new Model();
      const centre = m.normal('centre', { mu: 0, sigma: 10 });
      const spread = m.halfNormal('spread', { sigma: 1 });
      const noise = m.halfNormal('noise', { sigma: 1 });
      const z = m.normal('z', { mu: centre, sigma: spread }, { shape: 4 });
      const slope = m.normal('slope', { mu: 0, sigma: 10 });
      m.normal('y', { mu: gather(z, group).add(slope.mul(known)), sigma: noise }, { observed: y });
      return m;
    },
  },
  {
    name: 'non-centred by hand',
    integrated: ['raw'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const raw = m.normal('raw', { mu: 0, sigma: 1 }, { shape: 8 });
      const theta = m.deterministic('theta', centre.add(spread.mul(raw)));
      m.normal('y', { mu: theta, sigma: known }, { observed: y });
      return m;
    },
  },
  {
    name: 'logarithms of data, and a variable that nothing depends on',
    integrated: ['z', 'free'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const z = m.normal('z', { mu: centre, sigma: spread }, { shape: 8 });
      m.normal('free', { mu: centre, sigma: 2 }, { shape: [2, 3] });
      m.logNormal('y', { mu: z, sigma: 0.4 }, { observed: known });
      return m;
    },
  },
  {
    name: 'rows and columns of a table',
    integrated: ['row', 'centre'],
    build: () => {
      const m = new Model();
      const { spread } = hyper(m);
      const row = m.normal('row', { mu: 0, sigma: spread }, { shape: [4, 1] });
      const column = m.normal('column', { mu: 0, sigma: spread }, { shape: [1, 2] });
      m.normal(
        'y',
        { mu: row.add(column), sigma: 0.7 },
        {
          observed: [
            [1, 2],
            [0.5, 3],
            [-1, 0],
            [2, 2],
          ],
        },
      );
      return m;
    },
  },
  {
    name: 'values that are missing',
    integrated: ['z', 'y_missing'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const z = m.normal('z', { mu: centre, sigma: spread }, { shape: 8 });
      m.normal('y', { mu: z, sigma: 1 }, { observed: [...y.slice(0, 6), Number.NaN, 1], missing: 'impute' });
      return m;
    },
  },
  {
    name: 'values that a mask leaves out, in groups',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const { centre, spread } = hyper(m);
      const z = m.normal('z', { mu: centre, sigma: spread }, { shape: 3 });
      const mask = y.map((value) => value > 0);
      m.logNormal('y', { mu: gather(z, group), sigma: spread }, { observed: known, mask });
      return m;
    },
  },
];

test.each(cases)('$name', ({ build, integrated }) => {
  const { worst, integrated: found } = marginalIdentity(build());
  expect(found).toEqual(integrated);
  expect(worst).toBeLessThan(1e-10);
});

interface NearMiss {
  readonly name: string;
  readonly build: (model: Model) => void;
  readonly text: string;
}

const unit = (m: Model) => m.normal('z', { mu: 0, sigma: m.halfNormal('spread', { sigma: 2 }) }, { shape: 8 });

const nearMisses: readonly NearMiss[] = [
  {
    name: 'through exp',
    build: (m) => m.normal('y', { mu: exp(unit(m)), sigma: 1 }, { observed: y }),
    text: 'z enters y through exp: not linear',
  },
  {
    name: 'a square',
    build: (m) => m.normal('y', { mu: unit(m).square(), sigma: 1 }, { observed: y }),
    text: 'z enters y through square: not linear',
  },
  {
    name: 'times itself',
    build: (m) => {
      const z = unit(m);
      m.normal('y', { mu: z.mul(z.add(1)), sigma: 1 }, { observed: y });
    },
    text: 'z enters y through mul: not linear',
  },
  {
    name: 'through sigma',
    build: (m) => {
      const z = unit(m);
      m.normal('y', { mu: z, sigma: exp(z) }, { observed: y });
    },
    text: 'the scale of y depends on it',
  },
  {
    name: 'differences of its elements',
    build: (m) => {
      const z = unit(m);
      m.normal('y', { mu: z.sub(gather(z, group)), sigma: 1 }, { observed: y });
    },
    text: 'elements of y depend on several elements of z, through sub',
  },
  {
    name: 'a sum of its elements',
    build: (m) => m.normal('y', { mu: sum(unit(m)), sigma: 1 }, { observed: y }),
    text: 'elements of y depend on several elements of z, through sum',
  },
  {
    name: 'an observed child of another kind',
    build: (m) => {
      const z = unit(m);
      m.normal('y', { mu: z, sigma: 1 }, { observed: y });
      m.poisson('count', { logMu: z }, { observed: [1, 0, 2, 3, 1, 0, 0, 1] });
    },
    text: 'count ~ Poisson depends on it, and is not normal',
  },
  {
    name: 'a potential',
    build: (m) => {
      const z = unit(m);
      m.normal('y', { mu: z, sigma: 1 }, { observed: y });
      m.potential('extra', z.square().mul(-1));
    },
    text: 'potential extra depends on it, and is not normal',
  },
  {
    name: 'a mean over a variable that must stay',
    build: (m) => {
      const z = m.normal('z', { mu: 0, sigma: 2 });
      const w = m.normal('w', { mu: z, sigma: 1 }, { shape: 8 });
      m.poisson('y', { logMu: w.mul(0.3) }, { observed: [1, 0, 2, 3, 1, 0, 0, 1] });
    },
    text: 'w, which is sampled, depends on it',
  },
];

test.each(nearMisses)('$name: left as it is', ({ build, text }) => {
  const model = new Model();
  build(model);
  const steps = model.explain().steps.filter(({ variable }) => variable === 'z');
  expect(steps.map(({ applied }) => applied)).toEqual([false]);
  expect(steps[0]?.text).toContain(text);
  expect(marginalIdentity(model, { points: 50 }).worst).toBeLessThan(1e-10);
});

test.each<[string, (model: Model) => unknown]>([
  ['another distribution', (m) => m.laplace('z', { mu: 0, b: 1 }, { shape: 8 })],
  [
    'a truncated one',
    (m) => m.truncated('z', { base: distributions.normal.dist({ mu: 0, sigma: 1 }), lower: 0 }, { shape: 8 }),
  ],
  ['one restricted to a support', (m) => m.normal('z', { mu: 0, sigma: 1 }, { shape: 8, support: supports.ordered })],
])('%s is no prior to integrate over', (_, declare) => {
  const model = new Model();
  declare(model);
  model.normal('y', { mu: model.variable('z'), sigma: 1 }, { observed: y });
  expect(model.explain().applied).toEqual([]);
});

test('mutant: a variance without the square of the coefficient breaks the identity', () => {
  const model = new Model();
  const spread = model.halfNormal('spread', { sigma: 1 });
  const z = model.normal('z', { mu: 0, sigma: spread }, { shape: 8 });
  model.normal('y', { mu: z.mul(2), sigma: 1 }, { observed: y });
  const wrong = (sampled: ModelSnapshot): ModelSnapshot => {
    const s = sampled.declarations.find(({ name }) => name === 'spread')!.variable;
    const variance = s.square().mul(2).add(1);
    const density = constant(y).square().div(variance).add(log(variance)).mul(-0.5).sub(HALF_LOG_TWO_PI);
    return {
      ...sampled,
      declarations: sampled.declarations.map((declaration) =>
        declaration.kind === 'factor'
          ? { ...declaration, variable: namedTensor('y', density, undefined) }
          : declaration,
      ),
    };
  };
  expect(marginalIdentity(model, { points: 5 }).worst).toBeLessThan(1e-10);
  expect(marginalIdentity(model, { points: 5, mutate: wrong }).worst).toBeGreaterThan(1e-3);
});
