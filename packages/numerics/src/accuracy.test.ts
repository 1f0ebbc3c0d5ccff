/** Every function against values of mpmath at 50 digits and more (tools/golden/numerics*.py), within the bound that its doc states. */
import { readFileSync } from 'node:fs';
import { type FunctionEntry, functionTable } from './functionTable.js';
import { numberFunctions } from './testing/numberFunctions.js';

type Column = readonly [kind: string, ...parameters: readonly number[]];
type Block = readonly [count: number, ...columns: readonly Column[]];
interface Golden {
  readonly seed: number;
  readonly inputs: readonly Block[];
  /** Base64 of 9 bytes a point: the value as float64, and what rounding left in 1/254 ulp. */
  readonly values: string;
}

function load(name: string): Record<string, Golden> {
  return JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), 'utf8'));
}
const golden = new Map(
  Object.entries({ ...load('elementary'), ...load('special'), ...load('incomplete'), ...load('bessel') }),
);

/** The generator of tools/golden/numerics.py. */
function* rows({ seed, inputs }: Golden): Generator<readonly number[]> {
  let state = seed;
  const word = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const unit = (): number => {
    const high = word() >>> 5;
    return (high * 67108864 + (word() >>> 6)) / 9007199254740992;
  };
  const power = (low: number, high: number): number => 2 ** (low + Math.floor((high - low) * unit()));
  const scaled = (low: number, high: number): number => {
    const scale = power(low, high);
    return (1 + unit()) * scale;
  };
  const value = ([kind, a = 0, b = 0, c = 0]: Column, row: readonly number[]): number => {
    const [first = 0, second = 0, third = 0] = row;
    switch (kind) {
      case 'uniform':
        return a + (b - a) * unit();
      case 'binary': {
        const size = scaled(a, b);
        return c < 0 || (c === 0 && unit() < 0.5) ? -size : size;
      }
      case 'whole':
        return Math.floor(scaled(a, b));
      case 'near': {
        const step = scaled(b, c);
        return unit() < 0.5 ? a - step : a + step;
      }
      case 'minusShare':
        return -first * unit();
      case 'part':
        return Math.floor(first * unit());
      case 'around': {
        const scale = power(a, b);
        return first * (1 + unit() * scale);
      }
      case 'factor': {
        const scale = power(a, b);
        return first * (1 + unit()) * scale;
      }
      case 'spread':
        return Math.max(0.001 * first, first + a * (2 * unit() - 1) * Math.sqrt(first));
      case 'meanSpread': {
        const total = first + second;
        const mean = first / total;
        const other = second / total;
        const at = mean + a * (2 * unit() - 1) * Math.sqrt((mean * other) / total);
        return Math.max(0.001 * mean, Math.min(at, 1 - 0.001 * other));
      }
      case 'meanFactor': {
        const scale = power(a, b);
        const odds = (first / second) * (1 + unit()) * scale;
        return Math.min(odds / (1 + odds), 1 - 2 ** -50);
      }
      case 'complement':
        return 1 - third;
      default:
        throw new Error(`no column of kind ${kind}`);
    }
  };
  for (const [count, ...columns] of inputs) {
    for (let i = 0; i < count; i++) {
      const row: number[] = [];
      for (const column of columns) {
        const [kind, ...listed] = column;
        if (kind === 'exchange') row.push(...row.splice(2, 2).reverse());
        else row.push(kind === 'list' ? listed[i]! : value(column, row));
      }
      yield row;
    }
  }
}

/** The distance of x to the next float64 away from zero. */
function ulp(x: number): number {
  const size = Math.abs(x);
  return size < 2 ** -1021 ? 5e-324 : 2 ** (Math.floor(Math.log2(size)) - 52);
}

/** Errors in the unit of the bound, less what is allowed as absolute error; the worst first. */
function worstErrors(entry: FunctionEntry, f: (...inputs: readonly number[]) => number): readonly object[] {
  const reference = golden.get(entry.program.name)!;
  const bytes = Buffer.from(reference.values, 'base64');
  const { unit, absolute, limit } = entry.bound;
  const errors: { error: number; inputs: readonly number[]; actual: number; expected: number }[] = [];
  let offset = 0;
  for (const inputs of rows(reference)) {
    const expected = bytes.readDoubleLE(offset);
    const left = bytes.readInt8(offset + 8) / 254;
    offset += 9;
    const actual = f(...inputs);
    const inUlps = Math.abs((actual - expected) / ulp(expected) - left);
    // A subnormal has fewer digits: there a relative bound counts as one on units in the last place.
    const relative =
      Math.abs(expected) < 2 ** -1022 ? (inUlps - 1) * 2 ** -52 : inUlps * (ulp(expected) / Math.abs(expected));
    const withinAbsolute = Math.abs(inUlps * ulp(expected)) <= absolute;
    const error = unit === 'ulp' ? inUlps : relative;
    if (!withinAbsolute || !(error >= 0)) errors.push({ error, inputs, actual, expected });
  }
  expect(offset).toBe(bytes.length);
  return errors.sort((a, b) => b.error - a.error).filter(({ error }) => !(error <= limit));
}

test('every function has golden values, and there are no others', () => {
  expect([...golden.keys()].sort()).toEqual(functionTable.map(({ program }) => program.name).sort());
});

test.each(functionTable.map((entry) => [entry.program.name, entry.bound.text, entry] as const))(
  '%s: %s',
  (name, _, entry) => {
    expect(worstErrors(entry, numberFunctions[name]!).slice(0, 3)).toEqual([]);
  },
);

test('a bound is missed by a function that is a few units off', () => {
  const entry = functionTable.find(({ program }) => program.name === 'lgamma')!;
  const f = numberFunctions.lgamma!;
  expect(worstErrors(entry, f).length).toBe(0);
  expect(worstErrors(entry, (x) => f(x!) * (1 + 2e-15)).length).toBeGreaterThan(100);
});
