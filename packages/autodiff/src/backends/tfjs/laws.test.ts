/** TensorFlow.js gives what the reference gives, in float32, for every op and on each of its backends. */

import { elementwiseOps } from '../../testing/elementwiseOps.js';
import { elementwiseAgreement, graphAgreement } from '../../testing/opLaws.js';
import { structureCases } from '../../testing/structureCases.js';
import { tfjsBackends } from '../../testing/tfjsBackends.js';

for (const backend of tfjsBackends) {
  describe(backend.name, () => {
    for (const op of elementwiseOps) elementwiseAgreement(op, [backend]);
    for (const lawCase of structureCases) graphAgreement(lawCase, [backend]);
  });
}
