import { keyFromSeed, stream } from '@credence/numerics';
import { evaluate } from '../backends/reference.js';
import { gradient } from '../gradient/reverse.js';
import { print } from '../graph/print.js';
import type { Tensor } from '../graph/tensor.js';
import { findInputs } from '../graph/traverse.js';
import { sum } from '../ops/reduction.js';
import { rewrite } from './engine.js';
import type { Interval, RuleExample } from './rule.js';
import { allRules, simplify } from './simplify.js';

const POINTS = 1000;

/** Values of every input of a graph, at one point of the domain. */
function draw(inputs: readonly Tensor[], agreeOn: Readonly<Record<string, Interval>>, uniform: () => number) {
  return Object.fromEntries(
    inputs.map((input) => {
      const label = input.op.kind === 'source' && 'label' in input.op ? input.op.label : '';
      const [lower, upper] = agreeOn[label] ?? [-3, 3];
      // Wide positive domains are drawn on the log scale, so that their small numbers are seen.
      const wide = lower > 0 && upper / lower > 1e4;
      const value = () => {
        const u = uniform();
        return wide ? Math.exp(Math.log(lower) + u * (Math.log(upper) - Math.log(lower))) : lower + u * (upper - lower);
      };
      return [label, Float64Array.from({ length: input.size }, value)];
    }),
  );
}

function agrees({ from, agreeOn = {}, betterOn = [] }: RuleExample, to: Tensor, points = POINTS): void {
  const rng = stream(keyFromSeed(17), 0);
  const inputs = findInputs([from, to]);
  for (let i = 0; i < points; i++) {
    const values = draw(inputs, agreeOn, () => rng.uniform());
    const [before, after] = evaluate([from, to], values);
    for (let k = 0; k < before!.length; k++) {
      const error = Math.abs(before![k]! - after![k]!);
      if (!(error <= 1e-10 * Math.abs(before![k]!))) {
        throw new Error(
          `${before![k]} became ${after![k]} at ${JSON.stringify(values)}\n${print([from])}\n${print([to])}`,
        );
      }
    }
  }
  for (const point of betterOn) {
    for (const value of evaluate([to], point)[0]!) expect(Number.isFinite(value)).toBe(true);
  }
}

describe.each(allRules.map((rule) => ({ name: rule.name, rule })))('$name', ({ rule }) => {
  test('has an example', () => expect(rule.examples.length).toBeGreaterThan(0));
  test.each(rule.examples.map((example, i) => ({ i, example })))('example $i fires alone and agrees', ({ example }) => {
    const { outputs, trace } = rewrite([example.from], [rule]);
    expect(trace.get(rule.name)).toBeGreaterThan(0);
    agrees(example, outputs[0]!);
  });
  test.each(rule.examples.map((example, i) => ({ i, example })))('example $i agrees under all rules', ({ example }) => {
    const first = simplify([example.from]).outputs;
    agrees(example, first[0]!, 50);
    agrees(example, simplify(first, { stage: 'last' }).outputs[0]!, 50);
  });
});

test('a wrong rule would be noticed', () => {
  const from = allRules.find(({ name }) => name === 'log(1 + x) = log1p(x)')!.examples[0]!;
  const { outputs } = rewrite(
    [from.from],
    [{ name: 'wrong', roots: ['log'], apply: (node) => node.inputs[0], examples: [] }],
  );
  expect(() => agrees(from, outputs[0]!)).toThrow(/became/);
});

/** Every rule tried everywhere, whatever it says about where it may fire. */
const everywhere = allRules.map(({ admits: _, ...rule }) => rule);

describe('rules are tried wherever they may fire', () => {
  const graphs = allRules.flatMap(({ examples }) =>
    examples.flatMap(({ from }) => [from, ...gradient(sum(from), findInputs([from]).filter(isFree))]),
  );

  test.each(graphs.map((graph, i) => ({ i, graph })))('graph $i', ({ graph }) => {
    const found = rewrite([graph], allRules);
    const expected = rewrite([graph], everywhere);
    expect([...found.trace]).toEqual([...expected.trace]);
    expect(print(found.outputs)).toBe(print(expected.outputs));
  });

  test('a rule that says too little of where it may fire would be noticed', () => {
    const narrow = allRules.map((rule) => (rule.admits ? { ...rule, admits: () => false } : rule));
    const traces = graphs.map((graph) => [rewrite([graph], narrow), rewrite([graph], everywhere)] as const);
    expect(traces.some(([a, b]) => a.trace.size < b.trace.size)).toBe(true);
  });
});

function isFree({ op }: Tensor): boolean {
  return op.kind === 'source' && op.name === 'parameter';
}
