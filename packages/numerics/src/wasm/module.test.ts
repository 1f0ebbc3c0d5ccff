import { Bytes } from './bytes.js';
import { ModuleBuilder } from './module.js';

const instantiate = (module: ModuleBuilder, imports?: WebAssembly.Imports): WebAssembly.Exports =>
  new WebAssembly.Instance(new WebAssembly.Module(module.toUint8Array()), imports).exports;
const callable = (value: unknown): ((...inputs: number[]) => number) => value as (...inputs: number[]) => number;

test('LEB128 follows the examples of the specification', () => {
  expect([...new Bytes().unsigned(624485).view()]).toEqual([0xe5, 0x8e, 0x26]);
  expect([...new Bytes().signed(-123456).view()]).toEqual([0xc0, 0xbb, 0x78]);
  expect([...new Bytes().signed(64).view()]).toEqual([0xc0, 0x00]);
  expect([...new Bytes().signed64(-(2n ** 63n)).view()]).toEqual([...Array(9).fill(0x80), 0x7f]);
});

test('functions call each other, loop, branch and reuse locals', () => {
  const module = new ModuleBuilder();
  const square = module.function({ parameters: ['f64'], results: ['f64'] });
  square.code.get(0).get(0).op('f64.mul');
  const sum = module.function({ parameters: ['i32'], results: ['f64'], exported: 'sumOfSquares' });
  const { code } = sum;
  const total = code.local('f64');
  const i = code.local('i32');
  code.block((done) => {
    code.loop((again) => {
      code.get(i).get(0).op('i32.ge_u').brIf(done);
      code.get(total).get(i).op('f64.convert_i32_u').call(square.index).op('f64.add').set(total);
      code.get(i).i32(1).op('i32.add').set(i).br(again);
    });
  });
  code.get(total);
  code.release('i32', i);
  expect(code.local('i32')).toBe(i);
  expect(callable(instantiate(module).sumOfSquares)(11)).toBe(385);
});

test('SIMD, data segments, an imported memory of fixed size, and bulk copies', () => {
  const module = new ModuleBuilder();
  module.memory({ kind: 'imported', module: 'host', name: 'memory', minimumPages: 1 });
  module.data(64, new Uint8Array(new Float64Array([1, 2, 3, 4]).buffer));
  const { code } = module.function({ parameters: ['i32'], results: ['f64'], exported: 'dot' });
  const v = code.local('v128');
  code.get(0).i32(64).i32(16).memoryCopy();
  code.get(0).memory('v128.load').i32(0).memory('v128.load', 80).op('f64x2.mul').tee(v);
  code.lane('f64x2.extract_lane', 0).get(v).lane('f64x2.extract_lane', 1).op('f64.add');
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const dot = callable(instantiate(module, { host: { memory } }).dot);
  expect(dot(1024)).toBe(1 * 3 + 2 * 4);
  expect([...new Float64Array(memory.buffer, 1024, 2)]).toEqual([1, 2]);
});

test('an own memory is exported and cannot grow', () => {
  const module = new ModuleBuilder();
  module.memory({ kind: 'own', pages: 2, exported: 'memory' });
  const memory = instantiate(module).memory as WebAssembly.Memory;
  expect(memory.buffer.byteLength).toBe(2 * 65536);
  expect(() => memory.grow(1)).toThrow();
});

test('if with both sides, constants of every type, and shuffles', () => {
  const module = new ModuleBuilder();
  const pick = module.function({ parameters: ['i32'], results: ['f64'], exported: 'pick' }).code;
  pick.get(0).if(
    () => pick.f64(-1e300),
    () => pick.i64(-5n).op('f64.convert_i64_s'),
    'f64',
  );
  const high = module.function({ results: ['f64'], exported: 'high' }).code;
  high.f64x2(1, 2).i64x2(0x4010000000000000n);
  high.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  const v = high.local('v128');
  high.tee(v).lane('f64x2.extract_lane', 0).get(v).lane('f64x2.extract_lane', 1).op('f64.mul');
  const exports = instantiate(module);
  expect([callable(exports.pick)(1), callable(exports.pick)(0), callable(exports.high)()]).toEqual([-1e300, -5, 8]);
});
