/**
 * Mistakes that users of such libraries make and report, and what they read here: the variable, its element and value, the range
 * that it left, the line of the declaration, and what to do.
 */
import { exp, gather, log } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { Model, sample } from '../index.js';

const QUIET = { progress: false, workers: 0, tune: 50, draws: 50, seed: 1 } as const;

type Mistake = readonly [what: string, make: (model: Model) => unknown, code: string, message: RegExp];

async function read(make: (model: Model) => unknown): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await make(new Model('model', { coords: { site: ['a', 'b', 'c'] } }));
  } catch (failure) {
    if (failure instanceof CredenceError) return failure;
    throw failure;
  }
  throw new Error('the mistake was not noticed');
}

const standard = (model: Model) => model.normal('a', { mu: 0, sigma: 1 });
const LINE = String.raw`declared at \S*mistakes\.test\.ts:\d+:\d+\. \[model/initial-point\]$`;

describe.each<readonly [string, readonly Mistake[]]>([
  [
    'a model that does not start',
    [
      [
        'data that are impossible whatever the parameters',
        (model) => {
          model.poisson('y', { mu: standard(model).mul(0) }, { observed: [0, 2] });
          return sample(model, QUIET);
        },
        'model/initial-point',
        new RegExp(
          String.raw`^Log density is -Infinity at all of 100 starts\. Terms at the last one \(log probability\):\n  a  Normal +-[\d.]+\n  y  Poisson +-Infinity  <- y\[1\] = 2 has the log probability -Infinity, with mu = 0\n  Pass initial: \{ \.\.\. \} with values that the model allows, or check 'y', ${LINE}`,
        ),
      ],
      [
        'a scale that is negative',
        (model) => {
          const scale = exp(model.normal('a', { mu: 0, sigma: 1 }, { dims: 'site' })).neg();
          model.normal('y', { mu: 0, sigma: scale }, { observed: [1, 2, 3] });
          return sample(model, QUIET);
        },
        'model/initial-point',
        new RegExp(String.raw`  y  Normal +-Infinity  <- sigma\[0\] = -[\d.]+ must be > 0\n.*check 'y', ${LINE}`),
      ],
      [
        'a mean that is no number',
        (model) => {
          model.normal('y', { mu: log(exp(standard(model)).neg()), sigma: 1 }, { observed: [1, 2] });
          return sample(model, QUIET);
        },
        'model/initial-point',
        /y {2}Normal +NaN {2}<- mu = NaN must be finite\n/,
      ],
      [
        'a potential that is no number',
        (model) => {
          model.potential('wall', log(exp(standard(model)).neg()));
          return sample(model, QUIET);
        },
        'model/initial-point',
        new RegExp(String.raw`  wall  potential  NaN  <- wall has the log probability NaN\n.*check 'wall', ${LINE}`),
      ],
      [
        'data beyond a bound that varies',
        (model) => {
          model.uniform('y', { lower: 0, upper: model.halfNormal('b', { sigma: 1 }) }, { observed: [1, 500] });
          return sample(model, QUIET);
        },
        'model/initial-point',
        /<- observed y\[\d\] = \d+ lies outside \[0, upper\], with lower = 0, upper = [\d.]+\n/,
      ],
      [
        'a derivative that does not exist',
        (model) => {
          const a = standard(model);
          model.normal('y', { mu: a.sub(a).sqrt(), sigma: 1 }, { observed: [1] });
          return sample(model, { ...QUIET, rewrites: false });
        },
        'model/initial-point',
        /^The gradient is not finite at all of 100 starts[\s\S]*The derivative by a is NaN although the log density is finite/,
      ],
      [
        'a start outside the support',
        (model) => sample(withScale(model), { ...QUIET, initial: { scale: -1 } }),
        'model/initial-support',
        /^initial: scale = -1 lies outside \[0, ∞\), the support of 'scale'\./,
      ],
      [
        'a start for a variable that does not exist',
        (model) => sample(withScale(model), { ...QUIET, initial: { scalee: 1 } }),
        'model/unknown-variable',
        /Did you mean 'scale'\?/,
      ],
      [
        'indices that start at 1',
        (model) => {
          const site = model.data('site index', [1, 2, 3]);
          const effect = model.normal('effect', { mu: 0, sigma: 1 }, { dims: 'site' });
          model.normal('y', { mu: gather(effect, site), sigma: 1 }, { observed: [1, 2, 3] });
          return sample(model, QUIET);
        },
        'index/range',
        /^y ~ Normal, mu: site index\[2\] = 3 is outside \[0, 3\), axis 0 of 'effect'\. Indices start at 0: subtract 1 from those that start at 1\./,
      ],
      [
        'bounds the wrong way round',
        (model) => model.uniform('u', { lower: 3, upper: 1 }),
        'support/bounds',
        /^u ~ Uniform: lower must be less than upper, and 3 is not less than 1\./,
      ],
      [
        'more successes than trials',
        (model) => model.binomial('y', { n: [3, 4], p: 0.5 }, { observed: [3, 5] }),
        'data/support',
        /^y ~ Binomial: observed\[1\] = 5 lies outside \{0, \.\.\., n\}, with n = 4, p = 0\.5\. Check the data/,
      ],
      [
        'an infinite observation',
        (model) => model.normal('y', { mu: 0, sigma: 1 }, { observed: [1, Number.POSITIVE_INFINITY] }),
        'data/support',
        /^y ~ Normal: observed\[1\] = Infinity lies outside \(-∞, ∞\)\./,
      ],
      [
        'a parameter of another library',
        (model) => Reflect.apply(model.normal, model, ['y', { loc: 0, scale: 1 }]),
        'distribution/unknown-parameter',
        /^y ~ Normal has no parameter 'loc'\. It takes mu, sigma, tau\./,
      ],
    ],
  ],
  [
    'shapes',
    [
      [
        'data of shape [n] against means of shape [n, 1]: never n x n terms',
        (model) => {
          const x = model.data('x', [[1], [2], [3]]);
          model.normal('y', { mu: x.mul(standard(model)), sigma: 1 }, { observed: [1, 2, 3] });
        },
        'shape/observed',
        /^y ~ Normal: the observed data have the shape \[3\], and its parameters give \[3, 1\]\. They must be exactly equal: data are not stretched\./,
      ],
      [
        'data of shape [n, 1] against means of shape [n]',
        (model) => {
          const x = model.data('x', [1, 2, 3]);
          model.normal('y', { mu: x.mul(standard(model)), sigma: 1 }, { observed: [[1], [2], [3]] });
        },
        'shape/observed',
        /the observed data have the shape \[3, 1\], and its parameters give \[3\]/,
      ],
      [
        'a single observation for many means',
        (model) => {
          const mu = model.normal('mu', { mu: 0, sigma: 1 }, { dims: 'site' });
          model.normal('y', { mu, sigma: 1 }, { observed: [1] });
        },
        'shape/observed',
        /the observed data have the shape \[1\], and its parameters give \[3\]/,
      ],
      [
        'a column beside a vector: never all pairs',
        (model) => {
          const column = model.data('column', [[1], [2], [3]]);
          model.potential('pull', column.sub(model.normal('x', { mu: 0, sigma: 1 }, { dims: 'site' })).square());
        },
        'shape/stretch',
        /^potential 'pull': sub of the shapes \[3, 1\] and \[3\] would pair every element of one with every element of the other\./,
      ],
      [
        'variables of different lengths: both are named',
        (model) => {
          const x = model.data('x', [1, 2, 3]);
          x.mul(model.normal('b', { mu: 0, sigma: 1 }, { shape: 4 }));
        },
        'shape/broadcast',
        /^mul cannot broadcast x \[3\] with b \[4\]\. Shapes are aligned from the right; each pair of sizes must be equal or contain a 1\./,
      ],
      [
        'parameters of different lengths: both are named',
        (model) => model.normal('y', { mu: [1, 2, 3], sigma: [1, 2] }),
        'shape/broadcast',
        /^y ~ Normal: parameters cannot broadcast: mu \[3\], sigma \[2\]\./,
      ],
      [
        'data that are longer than their dimension',
        (model) => model.normal('y', { mu: 0, sigma: 1 }, { dims: 'site', observed: [1, 2, 3, 4] }),
        'shape/observed',
        /the observed data have the shape \[4\], and it is declared with \[3\]/,
      ],
      [
        'a dimension that does not exist',
        (model) => model.normal('y', { mu: 0, sigma: 1 }, { dims: 'sites' }),
        'model/dims',
        /^y ~ Normal: there is no dimension 'sites'\. Dimensions here: site; give them by new Model/,
      ],
      ['rows of different lengths', (model) => model.data('x', [[1, 2], [3]]), 'data/ragged', /x/],
      [
        'new data of another length than those that belong to them',
        (model) => {
          const x = model.data('x', [1, 2, 3]);
          model.normal('y', { mu: x.mul(standard(model)), sigma: 1 }, { observed: [1, 2, 3] });
          model.withData({ x: [1, 2] });
        },
        'shape/observed',
        /y ~ Normal: the observed data have the shape \[3\], and its parameters give \[2\]/,
      ],
    ],
  ],
  [
    'missing data',
    [
      [
        'NaN among observations',
        (model) => model.normal('y', { mu: 0, sigma: 1 }, { observed: [1, NaN, 3, NaN, NaN, NaN] }),
        'data/nan',
        /^y ~ Normal: observed\[1\], \[3\], \[4\] and 1 other are NaN\. Leave missing values out of the likelihood by missing: 'drop', or make them free variables by missing: 'impute'\./,
      ],
      [
        'NaN in a part of a vector',
        (model) => {
          const cov = [
            [1, 0],
            [0, 1],
          ];
          const observed = [
            [1, 2],
            [1, NaN],
          ];
          model.multivariateNormal('y', { mu: [0, 0], cov }, { observed });
        },
        'data/nan',
        /^y ~ MultivariateNormal: observed\[1,1\] is NaN\./,
      ],
      [
        'NaN among covariates',
        (model) => model.data('x', [1, NaN]),
        'data/nan',
        /^data x: value\[1\] is NaN\. Leave missing values out of the data, or declare data that are observed with \{ missing: 'keep' \}\./,
      ],
      [
        'NaN that comes with new data',
        (model) => {
          model.normal('y', { mu: standard(model), sigma: 1 }, { observed: [1, 2] });
          model.withData({ y: [1, NaN] });
        },
        'data/nan',
        /^withData: y: value\[1\] is NaN\. Leave missing values out of the data, or declare 'y' with missing: 'drop' or missing: 'impute'\./,
      ],
      [
        'NaN in new covariates',
        (model) => {
          model.data('x', [1, 2]);
          model.withData({ x: [1, NaN] });
        },
        'data/nan',
        /^withData: x: value\[1\] is NaN\. .*or declare 'x', if it is observed, with missing: 'keep'\./,
      ],
      [
        'null and undefined',
        (model) => Reflect.apply(model.normal, model, ['y', { mu: 0, sigma: 1 }, { observed: [1, null] }]),
        'data/type',
        /^y ~ Normal, observed\[1\] is null, not a number\./,
      ],
      [
        'counts that cannot be imputed',
        (model) => model.poisson('y', { mu: 3 }, { observed: [1, NaN], missing: 'impute' }),
        'model/impute',
        /^y ~ Poisson: observed\[1\] is missing and cannot be imputed: values are whole numbers, which gradients cannot move\. Leave them out of the likelihood by missing: 'drop'\./,
      ],
      [
        'a way that does not exist',
        (model) =>
          Reflect.apply(model.normal, model, ['y', { mu: 0, sigma: 1 }, { observed: [NaN], missing: 'ignore' }]),
        'model/option',
        /missing is 'ignore', and must be 'error', 'drop' or 'impute'/,
      ],
      [
        'a mask of another shape',
        (model) => model.normal('y', { mu: 0, sigma: 1 }, { observed: [1, 2, 3], mask: [true, false] }),
        'data/mask',
        /mask has the shape \[2\], and must have that of the variable, \[3\]/,
      ],
    ],
  ],
])('%s', (_, mistakes) => {
  test.each(mistakes)('%s', async (_what, make, code, message) => {
    const failure = await read(make);
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });
});

function withScale(model: Model): Model {
  model.normal('y', { mu: 0, sigma: model.halfNormal('scale', { sigma: 1 }) }, { observed: [1] });
  return model;
}

test('where values are missing the others are used, and imputed ones have a name and draws', async () => {
  const observed = [1, NaN, 3];
  const dropped = new Model('dropped');
  dropped.normal('y', { mu: standard(dropped), sigma: 1 }, { observed, missing: 'drop' });
  expect((await sample(dropped, QUIET)).variables).toEqual(['a']);
  const imputed = new Model('imputed');
  imputed.normal('y', { mu: standard(imputed), sigma: 1 }, { observed, missing: 'impute' });
  expect((await sample(imputed, QUIET)).variables).toContain('y_missing');
  const others = imputed.withData({ y: [NaN, 2, NaN] });
  expect((await sample(others, QUIET)).draws('y_missing').shape).toEqual([2]);
});
