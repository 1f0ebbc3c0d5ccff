/** Normal terms of a model in one form, whatever they were declared as: what continuous variables are integrated out of. */
import {
  add,
  broadcastTo,
  constant,
  div,
  log,
  log1p,
  mul,
  reciprocal,
  square,
  sub,
  type Tensor,
  where,
} from '@credence/autodiff';
import { HALF_LOG_TWO_PI } from '../../distributions/constants.js';
import { logNormal } from '../../distributions/logNormal.js';
import { normal } from '../../distributions/normal.js';
import type { RandomDeclaration } from '../../model/declarations.js';
import { tidy } from '../tidy.js';

/**
 * A term of a log density that is a sum over elements of -precision residual² / 2 + level. The residual may hold variables;
 * it is affine in those that can be integrated out.
 */
export interface GaussianFactor {
  /** The declaration that it stems from. */
  readonly name: string;
  readonly role: 'prior' | 'likelihood';
  readonly residual: Tensor;
  readonly spread: Spread;
  /** Declarations whose terms it stands for, itself among them. */
  readonly standsFor: readonly RandomDeclaration[];
  /** The declaration that it is, word for word. */
  readonly declared?: RandomDeclaration;
}

/** How far a residual goes, and what else belongs to the log density of each element; all broadcast to the residual. */
export type Spread =
  /** level = offset - log(variance) / 2. */
  | { readonly variance: Tensor; readonly offset: Tensor }
  /** A precision that may be 0. */
  | { readonly precision: Tensor; readonly level: Tensor };

/** The factor that a declaration is; undefined for one of another kind. */
export function gaussianFactor(declaration: RandomDeclaration): GaussianFactor | undefined {
  const { name, distribution, parameters, observed, variable, value, gaps, unrestricted } = declaration;
  if (unrestricted !== undefined) return undefined;
  const { mu, sigma, tau } = parameters;
  if (mu === undefined || !isNormal(declaration)) return undefined;
  const isLogNormal = distribution.logProb === logNormal.logProb;
  const mask = gaps?.mask;
  const given = value ?? variable;
  // What is not observed may be NaN; any number does in its place.
  const x = mask === undefined ? given : where(mask, given, 1);
  const residual = sub(isLogNormal ? log(x) : x, mu);
  const common = {
    name,
    role: observed ? ('likelihood' as const) : ('prior' as const),
    residual: broadcastTo(residual, variable.shape),
    standsFor: [declaration],
    declared: declaration,
  };
  const variance = sigma !== undefined ? square(sigma) : tau !== undefined ? reciprocal(tau) : undefined;
  if (variance === undefined) return undefined;
  const constantPart = constant(-HALF_LOG_TWO_PI);
  const whole = { variance, offset: isLogNormal ? sub(constantPart, log(x)) : constantPart };
  return { ...common, spread: mask === undefined ? whole : masked(whole, mask) };
}

/** Whether a declaration has the density of a normal distribution, or of its exponential where it is observed. */
export function isNormal({ distribution: { logProb }, observed }: RandomDeclaration): boolean {
  return logProb === normal.logProb || (observed && logProb === logNormal.logProb);
}

/** Log density of each element. */
export function pointwiseOf({ residual, spread }: GaussianFactor): Tensor {
  return add(mul(-0.5, mul(precisionOf(spread), square(residual))), levelOf(spread));
}

/** The spread where a mask is true; nothing elsewhere. */
function masked(spread: Spread, mask: Tensor): Spread {
  return { precision: where(mask, precisionOf(spread), 0), level: where(mask, levelOf(spread), 0) };
}

function levelOf(spread: Spread): Tensor {
  return 'variance' in spread ? sub(spread.offset, mul(0.5, log(spread.variance))) : spread.level;
}

export function precisionOf(spread: Spread): Tensor {
  return 'variance' in spread ? reciprocal(spread.variance) : spread.precision;
}

/** The spread when an independent normal number of this variance is added to the residual. */
export function widened(spread: Spread, variance: Tensor): Spread {
  if ('variance' in spread) return { variance: tidy(add(spread.variance, variance)), offset: spread.offset };
  const narrowing = mul(spread.precision, variance);
  return {
    precision: tidy(div(spread.precision, add(1, narrowing))),
    level: tidy(sub(spread.level, mul(0.5, log1p(narrowing)))),
  };
}
