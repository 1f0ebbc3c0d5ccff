/**
 * Distributions made by combinators against exact values (tools/golden/distributions/combinators.py): log density, log cdf, log
 * survival and quantile to 1e-12 relative (1e-13 absolute near zero), gradients to 1e-10, by the reference backend and the
 * compiled module.
 */
import { readFileSync } from 'node:fs';
import {
  compileWasm,
  data,
  evaluate,
  gradient,
  instantiate,
  parameter,
  stack,
  sum,
  type Tensor,
} from '@credence/autodiff';
import { AppliedDistribution } from '../distributions/applied.js';
import { supportAt } from '../distributions/cumulative.js';
import * as distributions from '../distributions/index.js';
import { failures } from '../testing/ownDistributions.js';
import { censored, hurdle, intervalCensored, mixture, truncated, zeroInflated } from './index.js';

const { normal, poisson } = distributions;
const base = normal.dist({ mu: 0, sigma: 1 });
type Tensors = Readonly<Record<string, Tensor>>;
type Columns = Readonly<Record<string, readonly (number | null)[]>>;

interface Case {
  readonly applied: AppliedDistribution;
  /** Names in the file -> names of parameters. */
  readonly names: Readonly<Record<string, string>>;
  readonly arrange?: (columns: Tensors) => Tensors;
  readonly value?: (columns: Tensors) => Tensor;
}

const ofBase = { mu: 'base.mu', sigma: 'base.sigma', success: 'base.p' };
const cases: Readonly<Record<string, Case>> = {
  truncatedNormal: { applied: truncated(base, { lower: 0, upper: 1 }), names: ofBase },
  truncatedAbove: { applied: truncated(base, { lower: 0 }), names: ofBase },
  truncatedCounts: { applied: truncated(failures.dist({ p: 0.5 }), { lower: 0, upper: 1 }), names: ofBase },
  censoredNormal: { applied: censored(base, { lower: 0, upper: 1 }), names: ofBase },
  intervalCensoredNormal: {
    applied: intervalCensored(base),
    names: ofBase,
    value: ({ x, high }) => stack([x!, high!], -1),
  },
  mixture: {
    applied: mixture({ weights: [0.5, 0.5], components: [base, base] }),
    names: {
      mu0: 'components[0].mu',
      sigma0: 'components[0].sigma',
      mu1: 'components[1].mu',
      sigma1: 'components[1].sigma',
    },
    arrange: ({ w0, w1, ...others }) => ({ ...others, weights: stack([w0!, w1!], -1) }),
  },
  zeroInflatedPoisson: { applied: zeroInflated(poisson.dist({ mu: 1 }), { psi: 1 }), names: ofBase },
  hurdlePoisson: { applied: hurdle(poisson.dist({ mu: 1 }), { psi: 1 }), names: ofBase },
};

const OUTPUTS = ['logProb', 'logCdf', 'logSurvival', 'icdf', 'level'];
const read = (key: string): Columns =>
  JSON.parse(readFileSync(new URL(`./golden/${key}.json`, import.meta.url), 'utf8'));

describe.each(Object.keys(cases))('%s', (key) => {
  const { applied, names, arrange = (all) => all, value = ({ x }) => x! } = cases[key]!;
  const { distribution } = applied;
  const columns = read(key);
  const inputs = Object.keys(columns).filter((name) => !OUTPUTS.includes(name) && !name.startsWith('gradient:'));
  const n = columns.x!.length;
  const values = Object.fromEntries(inputs.map((name) => [name, Float64Array.from(columns[name]!, (v) => v ?? NaN)]));
  const at = (i: number) => inputs.map((name) => `${name} = ${columns[name]![i]}`).join(', ');

  const graphs = (node: (name: string, shape: readonly number[]) => Tensor) => {
    const nodes = Object.fromEntries(inputs.map((name) => [name, node(name, [n])]));
    const renamed = Object.fromEntries(Object.entries(nodes).map(([name, one]) => [names[name] ?? name, one]));
    const all = arrange(renamed);
    const x = value(nodes);
    const logProb = distribution.logProb(x, all);
    const wanted = Object.keys(columns).filter((name) => name.startsWith('gradient:'));
    const slopes = gradient(
      sum(logProb),
      wanted.map((name) => nodes[name.slice(9)]!),
    );
    const found: [string, Tensor][] = [
      ['logProb', logProb],
      ...wanted.map((name, i): [string, Tensor] => [name, slopes[i]!]),
    ];
    for (const what of ['logCdf', 'logSurvival'] as const) {
      if (columns[what] !== undefined) found.push([what, distribution[what]!(x, all)]);
    }
    return { nodes: Object.values(nodes), found, support: supportAt(distribution, all).contains(x) };
  };
  const check = (backend: string, found: readonly (readonly [string, Float64Array])[]) => {
    const wrong = found.flatMap(([what, computed]) =>
      Array.from(columns[what]!).flatMap((expected, i) => {
        if (expected === null) return [];
        const near = Math.abs(columns[what.slice(9)]?.[i] || 1);
        const allowed = what.startsWith('gradient:')
          ? 1e-10 * Math.abs(expected) + 1e-11 / near
          : 1e-12 * Math.abs(expected) + 1e-13;
        if (Math.abs(computed[i]! - expected) <= allowed) return [];
        return [`${backend}: ${what} at ${at(i)}: ${computed[i]} for ${expected}`];
      }),
    );
    expect(wrong).toEqual([]);
  };

  test('200 points', () => {
    expect(n).toBeGreaterThanOrEqual(200);
    const { found, support } = graphs(data);
    const [inside, ...computed] = evaluate([support, ...found.map(([, graph]) => graph)], values);
    expect(inside).not.toContain(0);
    check(
      'reference',
      found.map(([what], i) => [what, computed[i]!] as const),
    );
    const compiled = graphs(parameter);
    const program = compileWasm({
      parameters: compiled.nodes,
      outputs: { values: compiled.found.map(([, graph]) => graph) },
    });
    const position = Float64Array.from(inputs.flatMap((name) => [...values[name]!]));
    const results = instantiate(program).evaluate('values', position);
    check(
      'wasm',
      compiled.found.map(([what], i) => [what, results[i]!] as const),
    );
  });

  if (columns.icdf !== undefined) {
    test('quantiles', () => {
      const wrong = columns.icdf!.flatMap((expected, i) => {
        const p = columns.level![i];
        if (expected === null || p === null || p === undefined) return [];
        const given = Object.fromEntries(
          inputs.flatMap((name) => (name === 'x' ? [] : [[names[name] ?? name, columns[name]![i]!]])),
        );
        const { w0, w1, ...others } = given;
        const all = w0 === undefined ? given : { ...others, weights: [w0, w1!] };
        const found = Number(new AppliedDistribution(distribution, all).icdf(p));
        // Where the density is small x is not known better than p divided by it.
        const rounding = (4e-16 * p) / Math.exp(columns.logProb![i]!);
        return Math.abs(found - expected) <= 1e-12 * Math.abs(expected) + 1e-13 + rounding
          ? []
          : [`p = ${p}, ${at(i)}: ${found} for ${expected}`];
      });
      expect(wrong).toEqual([]);
    });
  }
});
