/** The nine peer models' log densities and gradients against Stan's. */
import { existsSync, readFileSync } from 'node:fs';
import { compile, Model } from '../index.js';

const folder = new URL('../../../../../shared/peers/', import.meta.url);
const present = existsSync(folder);

interface Check {
  readonly upars: readonly number[];
  readonly lp_dropconst: number;
  readonly grad: readonly number[];
}
interface Data {
  readonly N: number;
  readonly J: number;
  readonly D: number;
  readonly x: number[];
  readonly y: number[];
  readonly X: number[][];
  readonly sigma: number[];
  readonly county: number[];
  readonly flr: number[];
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

const declare: Readonly<Record<string, (data: Data) => Model>> = {
  toy_centered({ x }) {
    const model = new Model('toy_centered');
    const mean = model.uniform('theta_mu', { lower: -5, upper: 5 });
    const spread = model.uniform('theta_sigma', { lower: 0, upper: 2 });
    const mu = model.normal('mu', { mu: mean, sigma: spread }, { shape: x.length });
    model.normal('x', { mu, sigma: 1 }, { observed: x });
    return model;
  },
  toy_noncentered({ x }) {
    const model = new Model('toy_noncentered');
    const mean = model.uniform('theta_mu', { lower: -5, upper: 5 });
    const spread = model.uniform('theta_sigma', { lower: 0, upper: 2 });
    const z = model.normal('z', { mu: 0, sigma: 1 }, { shape: x.length });
    model.normal('x', { mu: mean.add(spread.mul(z)), sigma: 1 }, { observed: x });
    return model;
  },
  eight_schools({ J, y, sigma }) {
    const model = new Model('eight_schools');
    model.normal('mu', { mu: 0, sigma: 5 });
    model.halfCauchy('tau', { beta: 5 });
    model.normal('theta_tilde', { mu: 0, sigma: 1 }, { shape: J });
    model.normal('y', { mu: 'mu + tau * theta_tilde', sigma }, { observed: y });
    return model;
  },
};
const names = Object.keys(declare);

(present ? describe : describe.skip)('peer models', () => {
  test.each(names)('%s: log density differences and gradients are those of Stan', (name) => {
    const reference = read(`ref/${name}.json`);
    const data = read(String(reference.data));
    const compiled = compile(declare[name]!(data));
    const checks: readonly Check[] = reference.grad_check;
    const values = checks.map(({ upars, grad }) => {
      const gradient = new Float64Array(compiled.dimension);
      const value = compiled.logDensityAndGradient(Float64Array.from(upars), gradient);
      for (const [i, expected] of grad.entries()) {
        expect(Math.abs(gradient[i]! - expected)).toBeLessThan(1e-10 * Math.max(1, Math.abs(expected)));
      }
      return value;
    });
    for (const i of [1, 2]) {
      const expected = checks[i]!.lp_dropconst - checks[0]!.lp_dropconst;
      expect(Math.abs(values[i]! - values[0]! - expected)).toBeLessThan(1e-10 * Math.abs(checks[i]!.lp_dropconst));
    }
  });
});
