/** A model as one scalar graph: its log density over unconstrained values (with Jacobians), or over the values themselves. */
import {
  add,
  all,
  constant,
  data as dataNode,
  findInputs,
  logicalAnd,
  logicalNot,
  logicalOr,
  parameter,
  sum,
  type Tensor,
  topologicalOrder,
  where,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Range, Support } from '../supports/index.js';
import { containsEvents, unconstrainedShape } from '../supports/support.js';
import type { DataArray } from './arrays.js';
import {
  type Declaration,
  type FactorDeclaration,
  isFree,
  type ModelSnapshot,
  type RandomDeclaration,
  titleOf,
} from './declarations.js';
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

/** The value of a random variable and its parameters. */
export interface TermParts {
  readonly value: Tensor;
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
 * @param discrete whether free variables that gradients cannot move are refused, or are parameters on their own scale
 * @throws CredenceError model/discrete-free, model/mixed-free
 */
export function densityGraph(
  snapshot: ModelSnapshot,
  space: 'unconstrained' | 'own',
  discrete: 'refused' | 'kept' = 'refused',
): DensityGraph {
  const free = snapshot.declarations.filter(isFree);
  const moved = space === 'unconstrained';
  const layout = layoutOf(free, moved);
  const parameters: Tensor[] = [];
  const ranges = new Map<Tensor, Range>();
  const replacements = new Map<Tensor, Tensor>();
  const jacobians: Term[] = [];
  for (const declaration of free) {
    const { variable, support, name } = declaration;
    const { transform } = support;
    if (transform === undefined && moved && discrete === 'refused') throw discreteError(declaration);
    if (support.range !== undefined) ranges.set(variable, moved ? opened(support) : support.range);
    if (!moved || transform === undefined) {
      parameters.push(variable);
      continue;
    }
    const unconstrained = parameter(name, unconstrainedShape(support, variable.shape));
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
  const handles = new Set<Tensor>(free.map(({ variable }) => variable));
  const known: Known = {
    range: (leaf) => ranges.get(leaf),
    support: (variable) => free.find((declaration) => declaration.variable === variable)?.support,
    isThere: (tensor) => findInputs([tensor]).every((input) => input.binding === 'data' || handles.has(input)),
  };
  const terms: Term[] = [];
  for (const declaration of snapshot.declarations) {
    if (declaration.kind === 'random') terms.push(randomTerm(declaration, known, moved));
    if (declaration.kind === 'potential') {
      const pointwise = declaration.variable;
      terms.push({ name: declaration.name, kind: 'potential', declaration, pointwise, total: sum(pointwise) });
    }
    if (declaration.kind === 'factor') terms.push(factorTerm(declaration, known, moved));
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

const anything: Range = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };

/** What a transform reaches: of a support of numbers, the support without its borders. */
function opened({ range = anything, eventRank = 0 }: Support): Range {
  return eventRank > 0 ? range : { ...range, lowerExcluded: true, upperExcluded: true };
}

function layoutOf(free: readonly RandomDeclaration[], moved: boolean): Layout {
  let offset = 0;
  const entries = free.map(({ name, distribution, variable, support }): LayoutEntry => {
    const { shape, size, dims } = variable;
    const own = moved ? unconstrainedShape(support, shape) : shape;
    const unconstrainedSize = own.reduce((product, length) => product * length, 1);
    const entry = {
      name,
      distribution: distribution.name,
      shape,
      ...(dims === undefined ? {} : { dims }),
      size,
      offset,
      transform: support.transform?.name ?? 'none',
      unconstrainedShape: own,
      unconstrainedSize,
    };
    offset += unconstrainedSize;
    return entry;
  });
  return { entries, dimension: offset };
}

/** What is known of free variables without looking at their values. */
interface Known {
  readonly range: (leaf: Tensor) => Range | undefined;
  readonly support: (variable: Tensor) => Support | undefined;
  /** Whether a tensor holds only variables that the model has; others were left out, and their terms guard themselves. */
  readonly isThere: (tensor: Tensor) => boolean;
}

function randomTerm(declaration: RandomDeclaration, known: Known, moved: boolean): Term {
  const { name, distribution, parameters, support, observed, unrestricted, gaps } = declaration;
  const variable = declaration.value ?? declaration.variable;
  /** Whether a condition holds wherever the variable is observed. */
  const everywhere = (set: Support): Tensor => {
    const larger = (set.eventRank ?? 0) > distribution.eventRank;
    if (gaps?.mask === undefined || larger) return all(set.contains(variable));
    return all(logicalOr(logicalNot(gaps.mask), containsEvents(set, variable, distribution.eventRank)));
  };
  const conditions = parameterConditions(declaration, known, moved);
  if (unrestricted !== undefined && !(observed && unrestricted.contains(variable).binding !== 'parameter')) {
    const { range, discrete, eventRank = 0 } = unrestricted;
    const judgedByRange = range !== undefined && eventRank === 0 && discrete !== true;
    const implied = judgedByRange && within(known.range(variable) ?? anything, range);
    if (!implied) conditions.push(everywhere(unrestricted));
  }
  if (support.valid !== undefined && support.valid.binding === 'parameter') conditions.push(all(support.valid));
  const varying = support.holds === undefined && support.contains(variable).binding === 'parameter';
  if (observed ? varying : !moved) conditions.push(everywhere(support));
  const density = distribution.logProb(variable, parameters);
  const pointwise = gaps?.mask === undefined ? density : where(gaps.mask, density, 0);
  const kind = observed ? 'likelihood' : 'prior';
  const total = guarded(sum(pointwise), conditions);
  return { name, kind, declaration, pointwise, total, parts: { value: variable, parameters } };
}

/** Conditions that parameters are in their ranges, where that is not known beforehand. */
function parameterConditions({ distribution, parameters }: RandomDeclaration, known: Known, moved: boolean): Tensor[] {
  return Object.entries(parameters).flatMap(([key, tensor]) => {
    const set = distribution.parameters[key]?.constraint;
    if (set === undefined || tensor.binding !== 'parameter' || !known.isThere(tensor)) return [];
    if (moved && known.support(tensor)?.name === set.name && (set.eventRank ?? 0) > 0) return [];
    const judgedByRange = set.range !== undefined && (set.eventRank ?? 0) === 0 && set.discrete !== true;
    if (judgedByRange && within(rangeOf(tensor, known.range), set.range ?? anything)) return [];
    return [all(set.contains(tensor))];
  });
}

function factorTerm(declaration: FactorDeclaration, known: Known, moved: boolean): Term {
  const { name, role, variable: pointwise, standsFor } = declaration;
  const conditions = standsFor.flatMap((each) => parameterConditions(each, known, moved));
  return { name, kind: role, declaration, pointwise, total: guarded(sum(pointwise), conditions) };
}

/** The value where all conditions hold, else -Infinity. */
function guarded(total: Tensor, [first, ...others]: readonly Tensor[]): Tensor {
  if (first === undefined) return total;
  const both = others.reduce((all, condition) => logicalAnd(all, condition), first);
  return where(both, total, Number.NEGATIVE_INFINITY);
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
  const partTensors = terms.flatMap(({ parts }) => (parts ? [parts.value, ...Object.values(parts.parameters)] : []));
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

function mapParts({ value, parameters }: TermParts, take: (tensor: Tensor) => Tensor): TermParts {
  const first = take(value);
  const taken = Object.entries(parameters).map(([key, tensor]) => [key, take(tensor)] as const);
  return { value: first, parameters: Object.fromEntries(taken) };
}

function discreteError(declaration: RandomDeclaration): CredenceError {
  const { mixed } = declaration.support;
  if (mixed !== undefined) {
    return new CredenceError(
      'model/mixed-free',
      `${titleOf(declaration)}${declaredAt(declaration.site)} has some of its probability at ${mixed} and is not observed. Gradients cannot move values there and back: observe it, or declare what it is made from.`,
      { name: declaration.name },
    );
  }
  return new CredenceError(
    'model/discrete-free',
    `${titleOf(declaration)}${declaredAt(declaration.site)} is discrete and not observed. Gradients cannot move whole numbers: observe it, or let sample() sum it out, which it does where there are finitely many values.`,
    { name: declaration.name },
  );
}
