/** The laws that samplers are tested by, for those of your own: `@credence/samplers/testing`. */
export { type SamplerLaw, type SamplerLawOptions, samplerLaws } from './samplerLaws.js';
