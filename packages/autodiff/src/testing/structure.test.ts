import { backendsUnderTest } from './backends.js';
import { graphLaws } from './opLaws.js';
import { structureCases } from './structureCases.js';

for (const lawCase of structureCases) graphLaws(lawCase, backendsUnderTest);
