/** The graph of a model whose data were exchanged. */
import type { ModelSnapshot } from '../model/declarations.js';
import { type DensityGraph, densityGraph } from '../model/logDensity.js';

/**
 * The density graph of `now`. Where all its declarations are those of `before`, as they are after `withData` with data of the
 * same shapes, it is the graph of `before` with other data: nothing is built.
 * @param space of both graphs
 */
export function rebound(
  graph: DensityGraph,
  before: ModelSnapshot,
  now: ModelSnapshot,
  space: 'unconstrained' | 'own',
): DensityGraph {
  const { declarations } = now;
  const same =
    declarations.length === before.declarations.length &&
    declarations.every((declaration, i) => declaration === before.declarations[i]);
  return same ? { ...graph, data: new Map([...graph.data, ...now.data]) } : densityGraph(now, space);
}
