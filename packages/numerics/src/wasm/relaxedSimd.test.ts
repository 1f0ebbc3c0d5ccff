/** Sums of products in one instruction: what is fused, and what is left as it is. */
import { ModuleBuilder } from './module.js';
import { hasRelaxedSimd } from './relaxedSimd.js';

/** (a, b, c) => body, on the first lanes. */
function compiled(
  fused: boolean,
  body: (code: ReturnType<ModuleBuilder['function']>['code']) => void,
): (a: number, b: number, c: number) => number {
  const module = new ModuleBuilder({ fused });
  const inner = module.function({ parameters: ['v128', 'v128', 'v128'], results: ['v128'] });
  body(inner.code);
  const { code } = module.function({ parameters: ['f64', 'f64', 'f64'], results: ['f64'], exported: 'f' });
  for (const parameter of [0, 1, 2]) code.get(parameter).op('f64x2.splat');
  code.call(inner.index).lane('f64x2.extract_lane', 0);
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(module.toUint8Array())).exports;
  return f as (a: number, b: number, c: number) => number;
}

const tiny = 2 ** -30;
/** The product is 1 + 2^-29 + 2^-60, whose last bit is lost when it is rounded before the sum. */
const lossy = [1 + tiny, 1 + tiny, 1 + 2 * tiny] as const;

test('this engine runs relaxed SIMD; Node 20 after a switch is set', () => {
  expect(hasRelaxedSimd()).toBe(true);
});

test.each([
  ['c + a b', 'f64x2.add', [lossy[0], lossy[1], -lossy[2]], 2 ** -60],
  ['c - a b', 'f64x2.sub', lossy, -(2 ** -60)],
] as const)('%s', (_, sum, [a, b, c], once) => {
  const write = (fused: boolean) => compiled(fused, (code) => code.get(2).get(0).get(1).op('f64x2.mul').op(sum));
  expect(write(false)(a, b, c)).toBe(0);
  // Rounded once where the processor has the instruction, else twice.
  expect([once, 0]).toContain(write(true)(a, b, c));
  expect(write(true)(3, 5, 7)).toBe(sum === 'f64x2.add' ? 22 : -8);
});

test('a product that is not the second term just written is rounded by itself', () => {
  const [a, b, c] = [lossy[0], lossy[1], -lossy[2]];
  const first = compiled(true, (code) => code.get(0).get(1).op('f64x2.mul').get(2).op('f64x2.add'));
  const kept = compiled(true, (code) => {
    const product = code.local('v128');
    code.get(2).get(0).get(1).op('f64x2.mul').tee(product).op('f64x2.add');
  });
  const apart = compiled(true, (code) => code.get(0).get(1).op('f64x2.mul').get(2).op('f64x2.mul'));
  expect(first(a, b, c)).toBe(0);
  expect(kept(a, b, c)).toBe(0);
  expect(apart(2, 3, 4)).toBe(24);
});
