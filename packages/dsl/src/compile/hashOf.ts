/** What tells structures of models apart. */
import { structuralHash } from '@credence/autodiff';
import type { DensityGraph } from '../model/logDensity.js';

/** 16 hexadecimal digits: equal for models of the same structure, whatever their data. */
export function hashOf(graph: DensityGraph): string {
  return structuralHash([graph.logDensity, ...graph.values.values()]);
}
