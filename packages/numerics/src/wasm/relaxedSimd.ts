/**
 * Whether this engine runs relaxed SIMD, from which modules take fused multiply-add. Its results may differ between
 * processors, so only modules that were asked for it use it.
 */
import { ModuleBuilder } from './module.js';
import { setEngineFlag } from './node/engineFlags.js';

let known: boolean | undefined;

/**
 * True where the engine runs it: Node 22, Chrome 114, Firefox 145 and later; Node 20.16 and later, where V8 has it behind a
 * switch that is set here for the whole process. Asked of the engine once.
 */
export function hasRelaxedSimd(): boolean {
  known ??= validates() || (setEngineFlag('--experimental-wasm-relaxed-simd') && validates());
  return known;
}

/** Whether the engine accepts a module that multiplies and adds in one instruction. */
function validates(): boolean {
  const module = new ModuleBuilder({ fused: true });
  const { code } = module.function({ parameters: ['v128', 'v128', 'v128'], results: ['v128'] });
  code.get(0).get(1).get(2).op('f64x2.mul').op('f64x2.add');
  return WebAssembly.validate(module.toUint8Array());
}
