/** Where tests find `@tensorflow/tfjs-node`: what `tools/tfjs-node/build.mjs` built, else an installed package. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL(
  '../../../../tools/tfjs-node/build/node_modules/@tensorflow/tfjs-node/dist/index.js',
  import.meta.url,
);

export const tfjsNode = existsSync(fileURLToPath(built)) ? built.href : '@tensorflow/tfjs-node';
