/**
 * The part of `@tensorflow/tfjs-core` that this backend calls, written as an interface: the package is the user's own
 * (an optional peer), so neither our code nor our types import it. Its module is passed in as a value.
 */

export type TfjsDType = 'float32' | 'int32' | 'bool';

/** A tensor of TensorFlow.js, as far as we look into it. */
export type TfjsTensor = {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): Float32Array | Int32Array | Uint8Array;
  dispose(): void;
};

/** The module `@tensorflow/tfjs-core`. `import * as tf from '@tensorflow/tfjs-core'` is one. */
export interface TfjsCore {
  /** Name of the active backend: 'cpu', 'wasm', 'tensorflow', 'webgl' ... */
  getBackend(): string;
  setBackend(name: string): Promise<boolean>;
  findBackendFactory(name: string): unknown;
  removeBackend(name: string): void;
  enableProdMode(): void;
  getKernel(kernelName: string, backendName: string): unknown;
  memory(): { readonly numTensors: number };
  tidy(body: () => void): void;
  keep(tensor: TfjsTensor): TfjsTensor;

  tensor(values: Float32Array | Int32Array, shape: number[], dtype: TfjsDType): TfjsTensor;
  cast(x: TfjsTensor, dtype: TfjsDType): TfjsTensor;

  add(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  sub(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  mul(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  div(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  pow(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  minimum(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  maximum(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  atan2(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  neg(a: TfjsTensor): TfjsTensor;
  abs(a: TfjsTensor): TfjsTensor;
  sqrt(a: TfjsTensor): TfjsTensor;
  square(a: TfjsTensor): TfjsTensor;
  reciprocal(a: TfjsTensor): TfjsTensor;
  floor(a: TfjsTensor): TfjsTensor;
  ceil(a: TfjsTensor): TfjsTensor;
  round(a: TfjsTensor): TfjsTensor;
  exp(a: TfjsTensor): TfjsTensor;
  expm1(a: TfjsTensor): TfjsTensor;
  log(a: TfjsTensor): TfjsTensor;
  log1p(a: TfjsTensor): TfjsTensor;
  sigmoid(a: TfjsTensor): TfjsTensor;
  softplus(a: TfjsTensor): TfjsTensor;
  sin(a: TfjsTensor): TfjsTensor;
  cos(a: TfjsTensor): TfjsTensor;
  tan(a: TfjsTensor): TfjsTensor;
  asin(a: TfjsTensor): TfjsTensor;
  acos(a: TfjsTensor): TfjsTensor;
  atan(a: TfjsTensor): TfjsTensor;
  sinh(a: TfjsTensor): TfjsTensor;
  cosh(a: TfjsTensor): TfjsTensor;
  tanh(a: TfjsTensor): TfjsTensor;
  erf(a: TfjsTensor): TfjsTensor;
  less(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  lessEqual(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  equal(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  notEqual(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  logicalAnd(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  logicalOr(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  logicalNot(a: TfjsTensor): TfjsTensor;
  where(condition: TfjsTensor, whenTrue: TfjsTensor, whenFalse: TfjsTensor): TfjsTensor;

  sum(x: TfjsTensor, axes: number[]): TfjsTensor;
  prod(x: TfjsTensor, axes: number[]): TfjsTensor;
  max(x: TfjsTensor, axes: number[]): TfjsTensor;
  min(x: TfjsTensor, axes: number[]): TfjsTensor;

  reshape(x: TfjsTensor, shape: number[]): TfjsTensor;
  transpose(x: TfjsTensor, permutation: number[]): TfjsTensor;
  slice(x: TfjsTensor, begin: number[], size: number[]): TfjsTensor;
  stridedSlice(x: TfjsTensor, begin: number[], end: number[], strides: number[]): TfjsTensor;
  reverse(x: TfjsTensor, axes: number[]): TfjsTensor;
  tile(x: TfjsTensor, repeats: number[]): TfjsTensor;
  pad(x: TfjsTensor, paddings: [number, number][]): TfjsTensor;
  concat(xs: TfjsTensor[], axis: number): TfjsTensor;
  gather(x: TfjsTensor, indices: TfjsTensor, axis: number): TfjsTensor;
  scatterND(indices: TfjsTensor, updates: TfjsTensor, shape: number[]): TfjsTensor;
  cumsum(x: TfjsTensor, axis: number, exclusive: boolean, reverse: boolean): TfjsTensor;
  matMul(a: TfjsTensor, b: TfjsTensor, transposeA: boolean, transposeB: boolean): TfjsTensor;
}
