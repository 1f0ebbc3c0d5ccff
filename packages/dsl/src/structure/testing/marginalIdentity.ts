/**
 * The identity that proves a marginalisation: log p(theta, z, y) = log p(theta, y) + log p(z | theta, y) at every theta and z. It
 * holds the rewritten density and the distribution of what was left out against the declared density at once, with no
 * integral to work out.
 */
import { broadcastTo, evaluate, type Tensor } from '@credence/autodiff';
import { keyFromSeed, type Rng, split, stream } from '@credence/numerics';
import { HALF_LOG_TWO_PI } from '../../distributions/constants.js';
import type { ModelSnapshot } from '../../model/declarations.js';
import { type DensityGraph, densityGraph } from '../../model/logDensity.js';
import type { Model } from '../../model/model.js';
import type { Restoration } from '../pass.js';
import { restorer } from '../restore/restorer.js';
import { enabledRewrites } from '../rewrites.js';
import { structureOf } from '../structure.js';

export interface IdentityReport {
  /** Greatest |left - right| / max(1, |left|) over the points. */
  readonly worst: number;
  /** Names of the variables that were left out, in the order in which they are restored. */
  readonly integrated: readonly string[];
}

export interface IdentityOptions {
  readonly points?: number;
  readonly seed?: number;
  /** Standard deviation of unconstrained values. */
  readonly scale?: number;
  /** Changes the rewritten model, for mutants. */
  readonly mutate?: (model: ModelSnapshot) => ModelSnapshot;
}

type Values = Readonly<Record<string, Float64Array>>;

/** Compares both sides, without Jacobians, at random points. */
export function marginalIdentity(
  model: Model,
  { points = 1000, seed = 1, scale = 1, mutate = (same) => same }: IdentityOptions = {},
): IdentityReport {
  const declared = model.snapshot();
  const { model: rewritten, restorations } = structureOf(declared, enabledRewrites('test', true));
  const full = densityGraph(declared, 'own');
  const reduced = densityGraph(mutate(rewritten), 'own');
  const moved = densityGraph(rewritten, 'unconstrained');
  const names = moved.layout.entries.map(({ name }) => name);
  const key = keyFromSeed(seed);
  let worst = 0;
  for (let point = 0; point < points; point++) {
    const rng = stream(split(key, 1), point);
    const position = Object.fromEntries(
      moved.layout.entries.map(({ name, unconstrainedSize }) => [name, normals(rng, unconstrainedSize, scale)]),
    );
    const sampled = look(
      moved,
      names.map((name) => moved.values.get(name)!),
      position,
    );
    const own: Record<string, Float64Array> = Object.fromEntries(names.map((name, i) => [name, sampled[i]!]));
    const [right] = look(reduced, [reduced.logDensity], own);
    let total = right![0]!;
    for (const restoration of restorations) {
      own[restoration.declaration.name] = drawn(restoration, rng, scale, declared, own);
      total += logProbability(restoration, full, declared, own);
    }
    const [left] = look(full, [full.logDensity], own);
    // A value that is ruled out has the density 0 on both sides.
    const error = left![0]! === total ? 0 : Math.abs(left![0]! - total) / Math.max(1, Math.abs(left![0]!));
    if (!(error <= worst)) worst = error;
  }
  return { worst, integrated: restorations.map(({ declaration }) => declaration.name) };
}

function look({ data }: Pick<DensityGraph, 'data'>, tensors: readonly Tensor[], values: Values): Float64Array[] {
  return evaluate(tensors, {
    ...Object.fromEntries([...data].map(([label, array]) => [label, array.values])),
    ...values,
  });
}

function normals(rng: Rng, size: number, scale: number): Float64Array {
  return Float64Array.from({ length: size }, () => scale * rng.normal());
}

/** Any value of what was left out: the identity holds at all of them. */
function drawn(restoration: Restoration, rng: Rng, scale: number, model: ModelSnapshot, own: Values): Float64Array {
  const { size } = restoration.declaration.variable;
  if (restoration.kind === 'normal') return normals(rng, size, scale);
  if (restoration.kind === 'discrete') {
    const { levels } = restoration;
    return Float64Array.from({ length: size }, () => levels[Math.floor(rng.uniform() * levels.length)]!);
  }
  const { tensors, draw } = restorer(restoration);
  const out = new Float64Array(size);
  draw(rng, look(model, tensors, own), out);
  return out;
}

/** Log density of what was left out, given all that was restored before it. */
function logProbability(restoration: Restoration, full: DensityGraph, model: ModelSnapshot, own: Values): number {
  const { declaration } = restoration;
  const { name, variable } = declaration;
  const value = own[name]!;
  switch (restoration.kind) {
    case 'forward': {
      const { total } = full.terms.find((term) => term.declaration === declaration)!;
      return look(full, [total], own)[0]![0]!;
    }
    case 'normal': {
      const tensors = [restoration.mean, restoration.sd].map((tensor) => broadcastTo(tensor, variable.shape));
      const [mean, sd] = look(model, tensors, own);
      return value.reduce(
        (sum, z, i) => sum - ((z - mean![i]!) / sd![i]!) ** 2 / 2 - Math.log(sd![i]!) - HALF_LOG_TWO_PI,
        0,
      );
    }
    case 'discrete': {
      const weights = look(
        model,
        restoration.weights.map((weight) => broadcastTo(weight, variable.shape)),
        own,
      );
      return value.reduce((sum, k, i) => {
        const all = weights.map((weight) => weight[i]!);
        const high = Math.max(...all);
        const norm = high + Math.log(all.reduce((partial, one) => partial + Math.exp(one - high), 0));
        return sum + all[restoration.levels.indexOf(k)]! - norm;
      }, 0);
    }
  }
}
