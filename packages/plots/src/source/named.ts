/** Several sources side by side: models, samplers, runs. */
import { CredenceError } from '@credence/numerics';
import { asSource, type PlotSource, type Source } from './source.js';

/** A source with the name it has in the legend. */
export interface NamedSource {
  readonly label: string;
  readonly source: Source;
}

/** One source, or several to compare. */
export type Sources = Source | readonly NamedSource[];

/** @throws CredenceError plots/empty-selection for an empty list */
export function namedSources(sources: Sources): readonly { readonly label: string; readonly source: PlotSource }[] {
  if (!isList(sources)) return [{ label: '', source: asSource(sources) }];
  if (sources.length === 0)
    throw new CredenceError('plots/empty-selection', 'There is nothing to draw: the list of sources is empty.', {});
  return sources.map(({ label, source }) => ({ label, source: asSource(source) }));
}

function isList(sources: Sources): sources is readonly NamedSource[] {
  return Array.isArray(sources);
}
