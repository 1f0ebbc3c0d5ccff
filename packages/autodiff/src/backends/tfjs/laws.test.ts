/** TensorFlow.js gives what the reference gives, in float32, for every op and on each of its backends. */

import { elementwiseOps } from '../../testing/cases/elementwiseOps.js';
import { structureCases } from '../../testing/cases/structureCases.js';
import { tfjsBackends } from '../../testing/cases/tfjsBackends.js';
import { elementwiseAgreement, graphAgreement } from '../../testing/index.js';

describe.each(tfjsBackends.map((backend) => [backend.name, backend] as const))('%s', (_, backend) => {
  const laws = [
    ...elementwiseOps.map((op) => elementwiseAgreement(op, [backend])),
    ...structureCases.map((lawCase) => graphAgreement(lawCase, [backend])),
  ];
  for (const { name, check } of laws) test(name, check);
});
