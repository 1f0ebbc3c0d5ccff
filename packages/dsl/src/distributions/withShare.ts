/**
 * What a combinator makes of one distribution and a share psi, under a name of its own: with the parameters of the base and psi,
 * in the base's parametrisations.
 */
import type { Tensor } from '@credence/autodiff';
import type { Share } from '../combinators/zeroInflated.js';
import { AppliedDistribution } from './applied.js';
import {
  type Alternatives,
  type Distribution,
  distributionOf,
  type ParameterSpec,
  type ParameterSpecs,
} from './distribution.js';
import { type DrawnParameters, numericFunction } from './numericFunction.js';
import { probabilityParameter } from './parameters.js';

/** A combinator under a name. */
export interface NamedCombinator {
  readonly name: string;
  readonly method: string;
  /** What psi is the probability of. */
  readonly share: string;
  readonly combine: (base: AppliedDistribution, share: Share) => AppliedDistribution;
}

type Tensors = Readonly<Record<string, Tensor>>;
/** Parameters of the combinator's distribution. */
const moved = <T>({ psi, ...own }: Readonly<Record<string, T>>): Record<string, T> => {
  const names = Object.entries(own).filter(([, value]) => value !== undefined);
  const all = Object.fromEntries(names.map(([name, value]) => [`base.${name}`, value]));
  return psi === undefined ? all : { psi, ...all };
};

/** @param base with cdf, draws, mean and variance, and of counts with a mode */
export function withShare<P extends ParameterSpecs, A extends Alternatives<P>>(
  base: Distribution<P, A>,
  named: NamedCombinator,
): Distribution<P & { readonly psi: ParameterSpec }, A>;
export function withShare(base: Distribution, { name, method, share, combine }: NamedCombinator): Distribution {
  const known = new Map<string, Distribution>();
  /** The combinator's distribution for the parameters of the base that are given; their values are not looked at. */
  const inner = (given: Readonly<Record<string, unknown>>): Distribution => {
    const names = Object.keys(base.parameters).filter((key) => given[key] !== undefined);
    const found = known.get(names.join());
    if (found !== undefined) return found;
    const values = Object.fromEntries(names.map((key) => [key, 1]));
    const { distribution } = combine(new AppliedDistribution(base, values), { psi: 1 });
    known.set(names.join(), distribution);
    return distribution;
  };
  const graph = (what: 'logProb' | 'logCdf' | 'logSurvival') => (x: Tensor, given: Tensors) => {
    const value = inner(given)[what]?.(x, moved(given));
    if (value === undefined) throw new Error(`${base.name} has no ${what}`);
    return value;
  };
  const moment = (what: 'mean' | 'variance') => (given: DrawnParameters) =>
    inner(given)[what]?.(moved(given)) ?? Number.NaN;
  const { mode } = base;
  return distributionOf({
    name,
    method,
    parameters: { ...base.parameters, psi: probabilityParameter(share) },
    ...(base.alternatives === undefined ? {} : { alternatives: base.alternatives }),
    eventRank: 0,
    support: (given) => {
      const { support } = inner(given);
      return typeof support === 'function' ? support(moved(given)) : support;
    },
    logProb: graph('logProb'),
    logCdf: graph('logCdf'),
    logSurvival: graph('logSurvival'),
    random: (rng, given) => inner(given).random?.(rng, moved(given)) ?? Number.NaN,
    mean: moment('mean'),
    variance: moment('variance'),
    ...(mode === undefined || !isDiscrete(base)
      ? {}
      : {
          mode: (given) => {
            const { psi: _, ...own } = given;
            const other = Math.max(1, mode.call(base, own));
            const distribution = inner(given);
            const logProb = numericFunction(distribution, 'logProb', (x, all) => [distribution.logProb(x, all)]);
            const [atZero = 0] = logProb(0, moved(given));
            const [atOther = 0] = logProb(other, moved(given));
            return atOther > atZero ? other : 0;
          },
        }),
  });
}

/** Whether it is one of counts: those of the library whose ends are parameters are. */
const isDiscrete = ({ support }: Distribution): boolean => typeof support === 'function' || support.discrete === true;
