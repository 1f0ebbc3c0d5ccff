/** A model as one scalar graph: its log density over unconstrained values (with Jacobians), or over the values themselves. */
import {
  add,
  all,
  constant,
  data as dataNode,
  logicalAnd,
  parameter,
  sum,
  type Tensor,
  topologicalOrder,
  where,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Range } from '../supports/index.js';
import type { DataArray } from './arrays.js';
import { type Declaration, type ModelSnapshot, type RandomDeclaration, titleOf } from './declarations.js';
import type { Layout, LayoutEntry } from './layout.js';
import { rangeOf, within } from './range.js';
import { declaredAt } from './site.js';
import { substitute } from './substitute.js';

/** One summand of the log density. */
export interface Term {
  readonly name: string;
  readonly kind: 'prior' | 'likelihood' | 'potential' | 'jacobian';
  readonly declaration: Declaration;
  /** Log density of every element (nats), before guards. */
  readonly pointwise: Tensor;
  /** What is added: the sum of the elements, or -Infinity where a guard fails. */
  readonly total: Tensor;
  /** Of a random term: what it was computed from, to explain it. */
  readonly parts?: TermParts;
}

/** The value of a random variable with its membership in the support, and its parameters. */
export interface TermParts {
  readonly value: Tensor;
  readonly inside: Tensor;
  readonly parameters: Readonly<Record<string, Tensor>>;
}

/** The graph of a model. */
export interface DensityGraph {
  readonly layout: Layout;
  /** One node for each entry of the layout: unconstrained values, or the variables themselves. */
  readonly parameters: readonly Tensor[];
  readonly logDensity: Tensor;
  readonly terms: readonly Term[];
  /** Free variables on their own scale, and deterministics, by name in order of declaration. */
  readonly values: ReadonlyMap<string, Tensor>;
  /** Data nodes of the graph, by label. */
  readonly dataNodes: ReadonlyMap<string, Tensor>;
  /** Values of those nodes. */
  readonly data: ReadonlyMap<string, DataArray>;
}

/**
 * Builds the graph.
 * @param space `unconstrained`: parameters range over all reals, and Jacobians are among the terms; `own`: parameters are the
 * variables on their own scale, and values outside a support give -Infinity
 * @throws CredenceError model/no-free-variables, model/discrete-free
 */
export function densityGraph(snapshot: ModelSnapshot, space: 'unconstrained' | 'own'): DensityGraph {
  const free = snapshot.declarations.filter(isFree);
  if (free.length === 0) {
    throw new CredenceError(
      'model/no-free-variables',
      `The model '${snapshot.name}' has no free variables: nothing is left to sample. Declare one without observed.`,
      { model: snapshot.name },
    );
  }
  const moved = space === 'unconstrained';
  const layout = layoutOf(free);
  const parameters: Tensor[] = [];
  const ranges = new Map<Tensor, Range>();
  const replacements = new Map<Tensor, Tensor>();
  const jacobians: Term[] = [];
  for (const declaration of free) {
    const { variable, support, name } = declaration;
    const { transform } = support;
    if (transform === undefined) throw discreteError(declaration);
    if (support.range !== undefined) ranges.set(variable, moved ? opened(support.range) : support.range);
    if (!moved) {
      parameters.push(variable);
      continue;
    }
    const unconstrained = parameter(name, variable.shape);
    parameters.push(unconstrained);
    replacements.set(variable, transform.constrain(unconstrained));
    if (transform.logJacobian === undefined) continue;
    const pointwise = transform.logJacobian(unconstrained);
    jacobians.push({
      name: `${name} (${transform.name})`,
      kind: 'jacobian',
      declaration,
      pointwise,
      total: sum(pointwise),
    });
  }
  const rangeOfLeaf = (leaf: Tensor) => ranges.get(leaf);
  const terms: Term[] = [];
  for (const declaration of snapshot.declarations) {
    if (declaration.kind === 'random') terms.push(randomTerm(declaration, rangeOfLeaf, moved));
    if (declaration.kind === 'potential') {
      const pointwise = declaration.variable;
      terms.push({ name: declaration.name, kind: 'potential', declaration, pointwise, total: sum(pointwise) });
    }
  }
  const named = snapshot.declarations.filter(
    (declaration) => isFree(declaration) || declaration.kind === 'deterministic',
  );
  return resolved(
    snapshot,
    { layout, parameters, terms: [...terms, ...jacobians] },
    named.map(({ name, variable }) => [name, variable]),
    replacements,
  );
}

function isFree(declaration: Declaration): declaration is RandomDeclaration {
  return declaration.kind === 'random' && !declaration.observed;
}

/** What a transform reaches: the support without its borders. */
function opened(range: Range): Range {
  return { ...range, lowerExcluded: true, upperExcluded: true };
}

function layoutOf(free: readonly RandomDeclaration[]): Layout {
  let offset = 0;
  const entries = free.map(({ name, distribution, variable, support }): LayoutEntry => {
    const { shape, size, dims } = variable;
    const entry = {
      name,
      distribution: distribution.name,
      shape,
      ...(dims === undefined ? {} : { dims }),
      size,
      offset,
      transform: support.transform?.name ?? 'none',
    };
    offset += size;
    return entry;
  });
  return { entries, dimension: offset };
}

function randomTerm(declaration: RandomDeclaration, known: (leaf: Tensor) => Range | undefined, moved: boolean): Term {
  const { name, variable, distribution, parameters, support, observed } = declaration;
  const conditions: Tensor[] = [];
  for (const [key, tensor] of Object.entries(parameters)) {
    const set = distribution.parameters[key]?.constraint;
    if (set === undefined || tensor.binding !== 'parameter') continue;
    if (set.range !== undefined && within(rangeOf(tensor, known), set.range) && set.discrete !== true) continue;
    conditions.push(all(set.contains(tensor)));
  }
  if (support.valid !== undefined && support.valid.binding === 'parameter') conditions.push(all(support.valid));
  const varying = support.holds === undefined && support.contains(variable).binding === 'parameter';
  if (observed ? varying : !moved) conditions.push(all(support.contains(variable)));
  const pointwise = distribution.logProb(variable, parameters);
  const total = sum(pointwise);
  const [first, ...others] = conditions;
  const guarded =
    first === undefined
      ? total
      : where(
          others.reduce((both, condition) => logicalAnd(both, condition), first),
          total,
          Number.NEGATIVE_INFINITY,
        );
  const parts = { value: variable, inside: support.contains(variable), parameters };
  return { name, kind: observed ? 'likelihood' : 'prior', declaration, pointwise, total: guarded, parts };
}

type Pending = Pick<DensityGraph, 'layout' | 'parameters' | 'terms'>;

/** Puts constrained values in the place of handles, data in the place of literal arrays, and adds up the terms. */
function resolved(
  snapshot: ModelSnapshot,
  { layout, parameters, terms }: Pending,
  named: readonly (readonly [string, Tensor])[],
  replacements: Map<Tensor, Tensor>,
): DensityGraph {
  const data = new Map(snapshot.data);
  // Bounds may be other variables, so replacements hold handles of earlier ones; resolve them in order of declaration.
  const handles = [...replacements.keys()];
  for (const handle of handles) {
    const value = replacements.get(handle);
    const [done] = value === undefined ? [] : substitute([value], replacements);
    if (done !== undefined) replacements.set(handle, done);
  }
  const outputs = [
    ...terms.map((term) => term.total),
    ...terms.map((term) => term.pointwise),
    ...named.map(([, tensor]) => tensor),
  ];
  for (const node of topologicalOrder([...outputs, ...replacements.values()])) {
    if (node.op.kind !== 'source' || node.op.name !== 'literal' || node.rank === 0) continue;
    const label = `#${data.size}`;
    const dtype = node.dtype === 'float64' ? 'float64' : 'int32';
    data.set(label, { values: node.op.values, shape: node.shape, whole: dtype === 'int32', dtype });
    replacements.set(node, dataNode(label, node.shape, node.dtype));
  }
  for (const handle of handles) {
    const value = replacements.get(handle);
    const [done] = value === undefined ? [] : substitute([value], replacements);
    if (done !== undefined) replacements.set(handle, done);
  }
  const partTensors = terms.flatMap(({ parts }) =>
    parts ? [parts.value, parts.inside, ...Object.values(parts.parameters)] : [],
  );
  const results = substitute([...outputs, ...partTensors], replacements);
  let nextPart = outputs.length;
  const take = (tensor: Tensor) => results[nextPart++] ?? tensor;
  const finished = terms.map((term, position): Term => {
    const total = results[position] ?? term.total;
    const pointwise = results[terms.length + position] ?? term.pointwise;
    return { ...term, total, pointwise, ...(term.parts ? { parts: mapParts(term.parts, take) } : {}) };
  });
  const logDensity = finished.map((term) => term.total).reduce((total, term) => add(total, term), constant(0));
  const values = new Map(
    named.map(([name, tensor], position) => [name, results[2 * terms.length + position] ?? tensor]),
  );
  const dataNodes = new Map<string, Tensor>();
  for (const node of topologicalOrder([logDensity, ...results])) {
    if (node.op.kind === 'source' && node.op.name === 'data') dataNodes.set(node.op.label, node);
  }
  return { layout, parameters, logDensity, terms: finished, values, dataNodes, data };
}

function mapParts({ value, inside, parameters }: TermParts, take: (tensor: Tensor) => Tensor): TermParts {
  const [first, second] = [take(value), take(inside)];
  const taken = Object.entries(parameters).map(([key, tensor]) => [key, take(tensor)] as const);
  return { value: first, inside: second, parameters: Object.fromEntries(taken) };
}

function discreteError(declaration: RandomDeclaration): CredenceError {
  return new CredenceError(
    'model/discrete-free',
    `${titleOf(declaration)}${declaredAt(declaration.site)} is discrete and not observed. Gradients cannot move whole numbers: observe it, or sum it out with logSumExp in a potential.`,
    { name: declaration.name },
  );
}
