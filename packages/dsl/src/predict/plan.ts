/** What forward draws consist of: which variables are drawn, which are computed, and which are taken as they are. */
import { findInputs, type Tensor } from '@credence/autodiff';
import { CredenceError, closest } from '@credence/numerics';
import type { Declaration, DeterministicDeclaration, ModelSnapshot, RandomDeclaration } from '../model/declarations.js';
import { withoutDraws } from './eventDraws.js';

/** One variable that is drawn or computed for each draw. */
export type Step = RandomDeclaration | DeterministicDeclaration;

export interface ForwardPlan {
  /** In order of declaration, so that each has what it needs. */
  readonly steps: readonly Step[];
  /** Random variables whose values are taken from draws there are. */
  readonly taken: readonly RandomDeclaration[];
  /** Names whose values are kept, in order of declaration. */
  readonly kept: readonly string[];
  /** Free variables that are drawn although there are draws of them, with the reason. */
  readonly resampled: ReadonlyMap<string, string>;
  /** Potentials that say something about what is drawn, and are not heard. */
  readonly ignoredPotentials: readonly string[];
}

export interface PlanRequest {
  /** For errors: the function that was called. */
  readonly where: string;
  readonly model: ModelSnapshot;
  /** Variables that are drawn whatever there is of them. */
  readonly drawn: ReadonlySet<string>;
  /** Why the draws that there are of a free variable cannot be taken; undefined when they can. */
  readonly unfit: (declaration: RandomDeclaration) => string | undefined;
  /** Labels of data that are not those the draws were made with. */
  readonly changedData: ReadonlySet<string>;
  /** Names whose values are wanted; undefined: whatever is drawn, and what is computed from it or from changed data. */
  readonly wanted: readonly string[] | undefined;
}

/**
 * A free variable is drawn anew where it must be: when there are no fitting draws of it, and when what it depends on was
 * drawn anew or changed. Nothing is drawn or computed that no wanted value needs.
 * @throws CredenceError predict/unknown-variable, predict/no-random
 */
export function forwardPlan(request: PlanRequest): ForwardPlan {
  const { model, where, drawn, unfit, changedData, wanted } = request;
  const values = model.declarations.filter(isValue);
  const names = values.map(({ name }) => name);
  for (const name of [...drawn, ...(wanted ?? [])])
    if (!names.includes(name)) throw unknownVariable(where, name, names);

  /** Why each variable differs from the draws there are. */
  const fresh = new Map<string, string>();
  const inputs = new Map(values.map((value) => [value.name, inputsOf(value)]));
  for (const value of values) {
    const changed = inputs.get(value.name)?.find((label) => changedData.has(label));
    const before = inputs.get(value.name)?.find((label) => fresh.has(label));
    const because =
      changed !== undefined
        ? `it depends on ${changed.replace('#', ', ')}, which changed`
        : before === undefined
          ? undefined
          : `it depends on ${before}, which is drawn anew`;
    const own = value.kind === 'deterministic' ? undefined : drawn.has(value.name) ? 'it is asked for' : unfit(value);
    const reason = own ?? because;
    if (reason !== undefined) fresh.set(value.name, reason);
  }

  const kept = names.filter((name) => wanted?.includes(name) ?? fresh.has(name));
  const needed = new Set<string>();
  const need = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    const value = values.find((candidate) => candidate.name === name);
    if (value?.kind === 'deterministic' || fresh.has(name)) for (const label of inputs.get(name) ?? []) need(label);
  };
  for (const name of kept) need(name);

  const steps = values.filter(
    (value) =>
      needed.has(value.name) && (value.kind === 'deterministic' ? kept.includes(value.name) : fresh.has(value.name)),
  );
  for (const step of steps) if (step.kind === 'random') checkDraws(where, step);
  const random = values.filter((value) => value.kind === 'random');
  return {
    steps,
    taken: random.filter(({ name }) => needed.has(name) && !fresh.has(name)),
    kept,
    resampled: new Map(steps.filter(({ kind }) => kind === 'random').map(({ name }) => [name, fresh.get(name) ?? ''])),
    ignoredPotentials: model.declarations
      .filter(
        ({ kind, variable }) => kind === 'potential' && labelsOf([variable]).some((label) => drawnIn(steps, label)),
      )
      .map(({ name }) => name),
  };
}

function isValue(declaration: Declaration): declaration is Step {
  return declaration.kind === 'random' || declaration.kind === 'deterministic';
}

function drawnIn(steps: readonly Step[], name: string): boolean {
  return steps.some((step) => step.kind === 'random' && step.name === name);
}

/** Tensors that a step computes from what came before it. */
export function tensorsOf(step: Step): readonly Tensor[] {
  return step.kind === 'random' ? Object.values(step.parameters) : [step.variable];
}

function inputsOf(step: Step): readonly string[] {
  return labelsOf(tensorsOf(step));
}

/** Names of the variables and data that tensors are computed from. */
function labelsOf(tensors: readonly Tensor[]): readonly string[] {
  return findInputs(tensors).flatMap(({ op }) => (op.kind === 'source' && 'label' in op ? [op.label] : []));
}

function unknownVariable(where: string, name: string, known: readonly string[]): CredenceError {
  const guess = closest(name, known);
  return new CredenceError(
    'predict/unknown-variable',
    `${where}: the model has no variable '${name}'. ${guess === undefined ? `It has ${known.join(', ') || 'none'}.` : `Did you mean '${guess}'?`}`,
    { name, known },
  );
}

function checkDraws(where: string, declaration: RandomDeclaration): void {
  const without = withoutDraws(declaration);
  if (without === undefined) return;
  const { name, distribution } = declaration;
  throw new CredenceError(
    'predict/no-random',
    `${where}: ${name} ~ ${distribution.name} cannot be drawn: ${without.reason}. ${without.advice}, or leave out what depends on it by the option variables.`,
    { name, distribution: distribution.name },
  );
}
