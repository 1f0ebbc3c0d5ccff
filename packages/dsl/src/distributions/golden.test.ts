/** Log densities against 60-digit values (tools/golden/distributions.py): relative 1e-12, absolute 1e-13 near zero. */
import { readFileSync } from 'node:fs';
import { compileWasm, data, evaluate, instantiate, parameter, type Tensor } from '@credence/autodiff';
import type { Distribution } from './distribution.js';
import * as distributions from './index.js';

interface Vectors {
  readonly mu: number[];
  readonly chol: number[][];
  readonly x: number[];
  readonly logProb: number;
}
type Columns = Readonly<Record<string, number[]>>;

const text = readFileSync(new URL('./golden/distributions.json', import.meta.url), 'utf8');
const golden = JSON.parse(text);
const vectors: readonly Vectors[] = golden.multivariateNormal;
const columns: readonly (readonly [string, Columns])[] = Object.entries<Columns>(golden).filter(
  ([key]) => key !== 'multivariateNormal',
);
const all: Readonly<Record<string, Distribution>> = { ...distributions };

/** `negativeBinomial_n` is negativeBinomial by other parameters. */
const distributionOf = (key: string): Distribution => all[key.split('_')[0]!]!;

test.each(columns)('%s', (key, { x, logProb, ...parameters }) => {
  const n = x!.length;
  expect(n).toBeGreaterThanOrEqual(200);
  const check = (found: Float64Array, backend: string) => {
    const wrong = logProb!.flatMap((expected, i) => {
      const error = Math.abs(found[i]! - expected);
      const given = Object.entries(parameters).map(([name, values]) => `${name} = ${values[i]}`);
      return error <= 1e-12 * Math.abs(expected) + 1e-13
        ? []
        : [`${backend}: x = ${x![i]}, ${given.join(', ')}: ${found[i]} for ${expected}`];
    });
    expect(wrong).toEqual([]);
  };
  const graphOf = (node: (name: string, shape: readonly number[]) => Tensor) => {
    const nodes = Object.fromEntries(['x', ...Object.keys(parameters)].map((name) => [name, node(name, [n])]));
    return { nodes: Object.values(nodes), graph: distributionOf(key).logProb(nodes.x!, nodes) };
  };
  check(evaluate([graphOf(data).graph], { x: x!, ...parameters })[0]!, 'reference');
  const { nodes, graph } = graphOf(parameter);
  const program = compileWasm({ parameters: nodes, outputs: { logProb: [graph] } });
  const position = Float64Array.from([x!, ...Object.values(parameters)].flat());
  check(instantiate(program).evaluate('logProb', position)[0]!, 'wasm');
});

test.each(['chol', 'cov'])('multivariateNormal by %s', (by) => {
  for (const { mu, chol, x, logProb } of vectors) {
    const cov = chol.map((a) => chol.map((b) => a.reduce((sum, value, k) => sum + value * b[k]!, 0)));
    const parameters = { mu: data('mu', [3]), [by]: data(by, [3, 3]) };
    const graph = distributions.multivariateNormal.logProb(data('x', [3]), parameters);
    const [found] = evaluate([graph], { mu, chol, cov, x });
    // A covariance that is rounded changes the density by its condition number.
    const bound = by === 'chol' ? 1e-12 : 1e-8;
    expect(Math.abs(found![0]! - logProb)).toBeLessThan(bound * Math.abs(logProb) + bound);
  }
});
