/** Functions of a distribution on numbers: compiled at their first call, so that draws may call them by the million. */
import { compileWasm, instantiate, parameter, type Tensor } from '@credence/autodiff';
import type { Distribution } from './distribution.js';

/** Parameters of one draw: numbers, and arrays for those with an axis of their own. */
export type DrawnParameters = Readonly<Record<string, number | Float64Array>>;

/** Values of some graphs at a number; a view that the next call overwrites. */
export type NumericFunction = (x: number, parameters: DrawnParameters) => Float64Array;

/** Scalar graphs of a number and the parameters. */
export type Build = (x: Tensor, parameters: Readonly<Record<string, Tensor>>) => readonly Tensor[];

const known = new WeakMap<Distribution, Map<string, NumericFunction>>();

/**
 * @param name of the function, among those of the distribution
 * @param build called once for every set of lengths of the parameters
 */
export function numericFunction(distribution: Distribution, name: string, build: Build): NumericFunction {
  const own = known.get(distribution) ?? new Map<string, NumericFunction>();
  known.set(distribution, own);
  return (x, parameters) => {
    const keys = Object.keys(parameters).filter((key) => parameters[key] !== undefined);
    const sizes = keys.map((key) => `${key} ${lengthOf(parameters[key])}`);
    const label = [name, ...sizes].join(', ');
    const compiled = own.get(label) ?? compiledFunction(keys, parameters, build);
    own.set(label, compiled);
    return compiled(x, parameters);
  };
}

const lengthOf = (value: number | Float64Array | undefined) => (typeof value === 'object' ? value.length : -1);

function compiledFunction(keys: readonly string[], sizes: DrawnParameters, build: Build): NumericFunction {
  const x = parameter('x');
  const nodes = keys.map((key) => parameter(`of ${key}`, lengthOf(sizes[key]) < 0 ? [] : [lengthOf(sizes[key])]));
  const given = Object.fromEntries(keys.map((key, i) => [key, nodes[i] ?? x]));
  const outputs = build(x, given);
  const module = instantiate(compileWasm({ parameters: [x, ...nodes], outputs: { values: outputs } }));
  const position = new Float64Array(1 + nodes.reduce((sum, { size }) => sum + size, 0));
  const values = new Float64Array(outputs.length);
  return (at, parameters) => {
    position[0] = at;
    let offset = 1;
    for (const key of keys) {
      const value = parameters[key] ?? 0;
      if (typeof value === 'number') position[offset++] = value;
      else {
        position.set(value, offset);
        offset += value.length;
      }
    }
    const found = module.evaluate('values', position);
    for (let i = 0; i < values.length; i++) values[i] = found[i]?.[0] ?? Number.NaN;
    return values;
  };
}
