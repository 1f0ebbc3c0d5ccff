/** Every term of a log density at one point: what `debug` shows, and what an error about a bad start shows. */
import { broadcastTo, evaluate, type Tensor } from '@credence/autodiff';
import { inspect } from '../inspect.js';
import { boundsText, wholeFault } from '../model/checks.js';
import { titleOf } from '../model/declarations.js';
import { unjudged } from '../model/gaps.js';
import type { DensityGraph, Term } from '../model/logDensity.js';
import { indexText } from '../model/names.js';
import { firstOutside } from '../model/outside.js';
import { broadcast } from '../model/parameters.js';
import { same } from '../model/shapes.js';
import { declaredAt } from '../model/site.js';
import { supportOf } from '../model/supportOf.js';

/** One term at a point. */
export interface TermReport {
  readonly name: string;
  readonly kind: Term['kind'];
  /** The distribution, or what the term is. */
  readonly source: string;
  /** What the term adds to the log density (nats). */
  readonly logProbability: number;
  /** Why it is not finite, in words, where it is not. */
  readonly reason?: string;
  /** `file:line:column` of the declaration. */
  readonly declared?: string;
}

/** All terms at a point; prints as a table. */
export class DebugReport {
  constructor(
    readonly logDensity: number,
    readonly terms: readonly TermReport[],
  ) {}

  /** Terms that are -Infinity, NaN or Infinity. */
  get broken(): readonly TermReport[] {
    return this.terms.filter(({ logProbability }) => !Number.isFinite(logProbability));
  }

  [inspect](): string {
    return this.toString();
  }

  toString(): string {
    const width = (column: (term: TermReport) => string) =>
      Math.max(0, ...this.terms.map((term) => column(term).length));
    const names = width(({ name }) => name);
    const sources = width(({ source }) => source);
    const lines = this.terms.map(({ name, source, logProbability, reason }) => {
      const arrow = reason === undefined ? '' : `  <- ${reason}`;
      return `  ${name.padEnd(names)}  ${source.padEnd(sources)}  ${number(logProbability)}${arrow}`;
    });
    return [`Log density ${number(this.logDensity)}; terms (log probability):`, ...lines].join('\n');
  }
}

/** Evaluates all terms by the reference backend. */
export function debugReport(graph: DensityGraph, values: Readonly<Record<string, Float64Array>>): DebugReport {
  const inputs: Record<string, Float64Array> = { ...values };
  for (const [label] of graph.dataNodes) inputs[label] = graph.data.get(label)?.values ?? new Float64Array(0);
  const look = (tensors: readonly Tensor[]) => evaluate(tensors, inputs);
  const totals = look(graph.terms.map((term) => term.total));
  const reports = graph.terms.map((term, position): TermReport => {
    const logProbability = totals[position]?.[0] ?? Number.NaN;
    const place = declaredAt(term.declaration.site).replace(/^ \(declared at (.*)\)$/, '$1');
    return {
      name: term.name,
      kind: term.kind,
      source: term.declaration.kind === 'random' ? term.declaration.distribution.name : term.kind,
      logProbability,
      ...(Number.isFinite(logProbability) ? {} : { reason: reasonOf(term, look) }),
      ...(place === '' ? {} : { declared: place }),
    };
  });
  const logDensity = reports.reduce((total, { logProbability }) => total + logProbability, 0);
  return new DebugReport(logDensity, reports);
}

/** The first parameter, value or element that explains a term that is not finite. */
function reasonOf(term: Term, look: (tensors: readonly Tensor[]) => Float64Array[]): string {
  const { declaration } = term;
  const { name } = declaration;
  const valuesOf = (tensor: Tensor) => look([tensor])[0] ?? [];
  if (declaration.kind === 'random' && term.kind !== 'jacobian') {
    const parts = term.parts ?? { value: undefined, parameters: {} };
    for (const [key, tensor] of Object.entries(parts.parameters)) {
      const spec = declaration.distribution.parameters[key];
      if (spec === undefined) continue;
      const set = spec.constraint;
      const [values = new Float64Array(0)] = look([tensor]);
      const outside = firstOutside(values, { set, tensor, valuesOf });
      if (outside !== undefined) {
        const { index, place, fault } = outside;
        return `${key}${place} ${fault ?? `= ${values[index]} must be ${set.text}`}`;
      }
      const whole = wholeFault(spec, tensor, values);
      if (whole !== undefined) return `${key}${whole.text}`;
    }
    const own = supportOf(titleOf(declaration), declaration.distribution, parts.parameters);
    if (own.valid !== undefined) {
      const truth = Float64Array.from(valuesOf(own.valid));
      const wrong = truth.indexOf(0);
      const place = indexText(wrong, own.valid.shape);
      if (wrong >= 0)
        return `${own.validText ?? 'lower must be less than upper'}${place === '' ? '' : `, and is not at ${place}`}`;
    }
    const tensor = parts.value;
    for (const set of declaration.unrestricted === undefined ? [own] : [declaration.support, own]) {
      if (tensor === undefined) continue;
      const [values = new Float64Array(0)] = look([tensor]);
      const skip = unjudged(declaration.gaps, values);
      const outside = firstOutside(values, { set, tensor, valuesOf, ...(skip === undefined ? {} : { skip }) });
      if (outside === undefined) continue;
      const { index, place, fault } = outside;
      const what = declaration.observed ? 'observed ' : '';
      const bounds = () => boundsText({ ...declaration, parameters: parts.parameters }, index, valuesOf);
      return `${what}${name}${place} ${fault ?? `= ${values[index]} lies outside ${set.text}${bounds()}`}`;
    }
  }
  const [pointwise = new Float64Array(0)] = look([term.pointwise]);
  const wrong = pointwise.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return 'the sum overflows';
  const element = `${name}${indexText(wrong, term.pointwise.shape)}`;
  const value = declaration.kind === 'random' && term.parts?.value !== undefined ? elementText(term, look, wrong) : '';
  return `${element}${value} has the log probability ${pointwise[wrong]}${parametersText(term, look, wrong)}`;
}

/** `, with mu = 0, alpha = 3`: parameters at one element, where they are numbers. */
function parametersText(term: Term, look: (tensors: readonly Tensor[]) => Float64Array[], index: number): string {
  const { declaration, pointwise, parts } = term;
  if (declaration.kind !== 'random' || term.kind === 'jacobian' || parts === undefined) return '';
  const texts = Object.entries(parts.parameters).flatMap(([key, tensor]) => {
    if (
      (declaration.distribution.parameters[key]?.rank ?? 0) > 0 ||
      !same(broadcast(tensor.shape, pointwise.shape) ?? [], pointwise.shape)
    )
      return [];
    return [`${key} = ${look([broadcastTo(tensor, pointwise.shape)])[0]?.[index]}`];
  });
  return texts.length === 0 ? '' : `, with ${texts.join(', ')}`;
}

function elementText(term: Term, look: (tensors: readonly Tensor[]) => Float64Array[], index: number): string {
  const value = term.parts?.value;
  if (value === undefined || value.size !== term.pointwise.size) return '';
  const [values] = look([value]);
  return ` = ${values?.[index]}`;
}

function number(value: number): string {
  return Number.isFinite(value) ? Number(value.toPrecision(6)).toString() : String(value);
}
