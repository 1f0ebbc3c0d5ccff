/**
 * The laws that a sampler must keep, whatever it does: draws of the target stay draws of the target, a chain that begins
 * elsewhere gets there, equal streams give equal moves, and a saved chain goes on with the same bits.
 */
import { keyFromSeed, normalQuantile, split, stream } from '@credence/numerics';
import { createDrawBlock, type DrawBlock } from '../block.js';
import { createChain } from '../chain.js';
import type { ChainSnapshot } from '../chainContract.js';
import { mcseMean } from '../diagnostics/monteCarlo.js';
import type { Sampler, SamplerChoice } from '../sampler.js';
import { walkOf } from '../samplerChoice.js';
import { type ExactTarget, exactTargets } from './exactTargets.js';

/** One statement about a sampler; `check` throws when it does not hold. */
export interface SamplerLaw {
  readonly name: string;
  readonly check: () => void;
}

export interface SamplerLawOptions {
  readonly seed: number;
  /** Exact draws that are moved. Default 4000. */
  readonly walkers?: number;
  /** Transitions that each is moved by. Default 5. */
  readonly transitions?: number;
  /** Transitions of warm-up and draws of the chain that begins elsewhere. Default 2000 and 8000. */
  readonly tune?: number;
  readonly draws?: number;
}

/** A right sampler fails one comparison at this rate; there are about ten for each law, and seeds are fixed. */
const FALSE_ALARM = 1e-5;
/** sqrt(-log(FALSE_ALARM / 2) / 2): a Kolmogorov distance times sqrt(n) beyond it has at most that probability. */
const KOLMOGOROV_LIMIT = 2.4705;
const ERRORS = -normalQuantile(FALSE_ALARM / 2);

/**
 * Laws of a sampler on targets that can be drawn from exactly.
 *
 * @example for (const { name, check } of samplerLaws(langevin, { seed: 3 })) test(name, check);
 */
export function samplerLaws(sampler: SamplerChoice, options: SamplerLawOptions): readonly SamplerLaw[] {
  const walk = walkOf(sampler);
  return exactTargets.flatMap((target) => [
    ...(walk === undefined
      ? []
      : [
          {
            name: `leaves draws as they are: ${target.name}`,
            check: () => expectInvariant(walk, target, options, undefined),
          },
          {
            name: `leaves draws as they are after warm-up: ${target.name}`,
            check: () => expectInvariant(walk, target, options, warmedUp(sampler, target, options)),
          },
        ]),
    {
      name: `comes to the target from elsewhere: ${target.name}`,
      check: () => expectArrival(sampler, target, options),
    },
    { name: `goes on from a snapshot: ${target.name}`, check: () => expectContinuation(sampler, target, options) },
  ]);
}

const chainOf = (sampler: SamplerChoice, { density }: ExactTarget, seed: number, tune: number, draws: number) => ({
  sampler,
  density,
  key: split(keyFromSeed(seed), 1),
  tune,
  draws,
  start: new Float64Array(density.dimension).fill(1.5),
});

/** What a walk has learned in warm-up. */
function warmedUp(sampler: SamplerChoice, target: ExactTarget, { seed, tune = 2000 }: SamplerLawOptions): unknown {
  const chain = createChain(chainOf(sampler, target, seed, tune, 1));
  while (chain.phase === 'warmup') chain.advance(tune);
  const snapshot = chain.snapshot();
  return snapshot.format === 'credence-walk/1' ? snapshot.saved : undefined;
}

/** Exact draws, each moved a few times, must be exact draws still. */
function expectInvariant(
  sampler: Sampler,
  target: ExactTarget,
  { seed, walkers = 4000, transitions = 5 }: SamplerLawOptions,
  saved: unknown,
): void {
  const key = split(keyFromSeed(seed), saved === undefined ? 2 : 3);
  const gradient = new Float64Array(target.density.dimension);
  const uniforms: number[][] = [];
  let moved = 0;
  for (let walker = 0; walker < walkers; walker++) {
    const start = target.draw(stream(key, walker));
    const logDensity = target.density.logDensityAndGradient(start, gradient);
    const begun = { position: start.slice(), logDensity, tune: 0, ...(saved !== undefined && { saved }) };
    const walk = sampler.begin(target.density, begun);
    const own = split(key, walker);
    for (let i = 0; i < transitions; i++) walk.transition(stream(own, i), i);
    if (walk.position.some((value, i) => value !== start[i])) moved++;
    const values = target.uniforms(walk.position);
    // Independent ones have a sum that is uniform too, wrapped around.
    const total = values.reduce((sum, value) => sum + value, 0);
    [...values, total - Math.floor(total)].forEach((value, i) => {
      uniforms[i] ??= [];
      uniforms[i].push(value);
    });
  }
  if (moved === 0) throw new Error(`none of ${walkers} walks moved in ${transitions} transitions`);
  for (const [i, column] of uniforms.entries()) {
    const distance = kolmogorov(column) * Math.sqrt(column.length);
    if (distance < KOLMOGOROV_LIMIT) continue;
    const what = i + 1 < uniforms.length || i === 0 ? `value ${i}` : 'the values together';
    throw new Error(
      `draws do not stay draws of the target: after ${transitions} transitions the distance of ${what} from its distribution is ${distance.toFixed(2)} / sqrt(${walkers}); ${KOLMOGOROV_LIMIT} is allowed`,
    );
  }
}

function kolmogorov(uniforms: readonly number[]): number {
  const sorted = Float64Array.from(uniforms).sort();
  return sorted.reduce((most, u, i) => Math.max(most, (i + 1) / sorted.length - u, u - i / sorted.length), 0);
}

/** The mean and the mean square of each value over one long chain, against the target's. */
function expectArrival(sampler: SamplerChoice, target: ExactTarget, options: SamplerLawOptions): void {
  const { seed, tune = 2000, draws = 8000 } = options;
  const { dimension } = target.density;
  const chain = createChain(chainOf(sampler, target, seed, tune, draws));
  while (chain.phase === 'warmup') chain.advance(tune);
  const block = createDrawBlock(dimension, draws);
  while (chain.phase !== 'done') chain.advance(draws, block);
  for (let i = 0; i < dimension; i++) {
    const standard = Float64Array.from(
      { length: draws },
      (_, row) => (block.draws[row * dimension + i]! - target.mean[i]!) / target.sd[i]!,
    );
    expectMean(standard, 0, `the mean of value ${i}, in standard deviations,`);
    expectMean(
      standard.map((z) => z * z),
      1,
      `the variance of value ${i}, in units of the target's,`,
    );
  }
}

function expectMean(values: Float64Array, expected: number, what: string): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const error = mcseMean([values]);
  if (Math.abs(mean - expected) <= ERRORS * error) return;
  throw new Error(`${what} is ${mean} with a Monte Carlo error of ${error}; it must be ${expected}`);
}

/** A chain that is saved as JSON in warm-up and in its draws gives the bits of one that never stopped. */
function expectContinuation(sampler: SamplerChoice, target: ExactTarget, { seed }: SamplerLawOptions): void {
  const options = chainOf(sampler, target, seed, 30, 30);
  const rows = (stops: readonly number[]): DrawBlock => {
    const block = createDrawBlock(target.density.dimension, 60);
    let chain = createChain(options);
    for (const stop of [...stops, 60]) {
      while (chain.iteration < stop) chain.advance(stop - chain.iteration, block);
      const snapshot: ChainSnapshot = JSON.parse(JSON.stringify(chain.snapshot()));
      chain = createChain(options, snapshot);
    }
    return block;
  };
  const whole = rows([]).draws;
  rows([13, 30, 44]).draws.forEach((value, at) => {
    if (Object.is(value, whole[at])) return;
    const transition = Math.floor(at / target.density.dimension);
    throw new Error(`a chain saved and gone on with differs from one that never stopped at transition ${transition}`);
  });
}
