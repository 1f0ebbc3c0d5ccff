import type { Code } from '@credence/numerics/wasm';
import type { Region } from '../access.js';
import type { Step } from '../analysis.js';
import type { ProgramContext } from '../functionEmitter.js';

export type KernelStep = Step & { readonly kind: 'kernel' };
export function kernelScratch(_step: KernelStep): readonly Region[] {
  return [];
}
export function emitKernel(_code: Code, step: KernelStep, _program: ProgramContext): void {
  throw new RangeError(step.op.name);
}
