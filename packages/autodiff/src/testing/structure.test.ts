import { backendsUnderTest } from './backends.js';
import { structureCases } from './cases/structureCases.js';
import { graphLaws } from './graphLaws.js';

for (const lawCase of structureCases)
  for (const { name, check } of graphLaws(lawCase, backendsUnderTest)) test(name, check);
