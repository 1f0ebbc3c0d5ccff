/** The backends that the shared laws compare with the reference. */

import type { BackendUnderTest } from './agree.js';

export const backendsUnderTest: readonly BackendUnderTest[] = [];
