/** The document in which marks are drawn: the page's own. In Node another file stands in its place (`#document`). */
import { CredenceError } from '@credence/numerics';

/** A document to create elements in. */
export function drawingDocument(): Document {
  if (typeof document === 'undefined') {
    throw new CredenceError(
      'plots/document',
      'Plots need a page or Node: here is no document. In a worker, draw in the page and send the data there.',
      {},
    );
  }
  return document;
}
