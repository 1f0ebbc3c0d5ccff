/** A worker that samples a compiled model: it makes the density from its description, once. */
import { serveChains } from '@credence/samplers';
import { densityFrom } from '../compile/description.js';

serveChains(densityFrom);
