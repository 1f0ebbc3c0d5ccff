/** The document in which marks are drawn in Node: one of linkedom's, made on the first picture. */
import { parseHTML } from 'linkedom';

let known: Document | undefined;

/** A document to create elements in. */
export function drawingDocument(): Document {
  known ??= parseHTML('<!doctype html><html><body></body></html>').document;
  return known;
}
