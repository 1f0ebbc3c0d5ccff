/** A worker that samples a compiled model: it makes the density from its program and data, once. */
import { instantiate, type WasmProgram } from '@credence/autodiff';
import { serveChains } from '@credence/samplers';

interface Description {
  readonly program: WasmProgram;
  readonly data: Readonly<Record<string, Float64Array>>;
}

serveChains(({ program, data }: Description) => instantiate(program, data));
