/** One line of the board for each posterior: is it right, how well was it sampled, and what did it take. */
import { compile, type Model, type Posterior, sample } from '@credence/dsl';
import { CredenceError } from '@credence/numerics';
import { type Score, scoresOf } from './compare.js';
import { modelOf, readData, readReference } from './database.js';
import { models } from './models/index.js';

export interface BoardLine {
  readonly posterior: string;
  readonly seed: number;
  /** Numbers that were sampled, after rewrites. */
  readonly dimension: number;
  readonly compile_ms: number;
  readonly total_s: number;
  /** Of one gradient of what was sampled. */
  readonly gradient_ns: number;
  readonly leapfrogs: number;
  readonly worst_z: number;
  /** The quantity that has it. */
  readonly worst: string;
  readonly share_z2: number;
  readonly scores: number;
  readonly max_rhat: number;
  readonly min_ess_bulk: number;
  readonly min_ess_tail: number;
  readonly divergences: number;
  readonly ess_per_cpu_s: number;
  readonly verdict: string;
}

/** The model of a posterior. @throws CredenceError posteriordb/no-model */
export function declared(folder: string, posterior: string): Model {
  const declare = models[modelOf(posterior)];
  if (declare !== undefined) return declare(readData(folder, posterior));
  throw new CredenceError(
    'posteriordb/no-model',
    `There is no model for '${posterior}'. Models: ${Object.keys(models).join(', ')}.`,
    { posterior },
  );
}

/** Samples a posterior with default settings and compares it with its reference. */
export async function boardLine(folder: string, posterior: string, seed: number): Promise<BoardLine> {
  const begun = performance.now();
  const model = declared(folder, posterior);
  const found = await sample(model, { seed, progress: false });
  const rows = found.summary().rows;
  const total = (performance.now() - begun) / 1000;
  const scores = scoresOf(found, readReference(folder, posterior));
  const worst = scores.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) || Number.isNaN(b.z) ? b : a));
  const of = (key: 'rHat' | 'essBulk' | 'essTail') => rows.map((row) => row[key]).filter(Number.isFinite);
  const essBulk = Math.min(...of('essBulk'));
  return {
    posterior,
    seed,
    dimension: found.run.draws.dimension,
    compile_ms: 1000 * (found.seconds.compile + found.seconds.bind),
    total_s: total,
    gradient_ns: gradientTime(model),
    leapfrogs: sum(found, 'leapfrogs'),
    worst_z: worst.z,
    worst: worst.name,
    share_z2: share(scores),
    scores: scores.length,
    max_rhat: Math.max(...of('rHat')),
    min_ess_bulk: essBulk,
    min_ess_tail: Math.min(...of('essTail')),
    divergences: found.divergences,
    ess_per_cpu_s: essBulk / (found.seconds.warmup + found.seconds.draws),
    verdict: found.verdict.text,
  };
}

function share(scores: readonly Score[]): number {
  return scores.filter(({ z }) => Math.abs(z) > 2).length / scores.length;
}

function sum(posterior: Posterior, statistic: 'leapfrogs'): number {
  return posterior.statistic(statistic).reduce((all, chain) => all + chain.reduce((own, value) => own + value, 0), 0);
}

/** Nanoseconds of a gradient of the model as it is declared: the fastest of some rounds. */
function gradientTime(model: Model): number {
  const compiled = compile(model);
  const position = new Float64Array(compiled.dimension).fill(0.1);
  const gradient = new Float64Array(compiled.dimension);
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const begun = performance.now();
    let count = 0;
    do {
      compiled.logDensityAndGradient(position, gradient);
      count++;
    } while (performance.now() - begun < 4);
    fastest = Math.min(fastest, (1e6 * (performance.now() - begun)) / count);
  }
  return fastest;
}
