/** A model as text: one line for each declaration. */
import type { Tensor } from '@credence/autodiff';
import type { Declaration, RandomDeclaration } from './declarations.js';
import { literalNumber } from './values.js';
import { Variable } from './variable.js';

export function describeModel(name: string, declarations: readonly Declaration[]): string {
  return [`Model '${name}'`, ...declarations.map(line)].join('\n');
}

function line(declaration: Declaration): string {
  const { name, variable } = declaration;
  const shape = variable.rank === 0 ? '' : `[${variable.dims ?? variable.shape}]`;
  if (declaration.kind !== 'random') return `  ${declaration.kind} ${name}${shape}`;
  const parameters = Object.entries(declaration.parameters).map(([key, tensor]) => `${key} = ${brief(tensor)}`);
  const observed = declaration.observed ? `  observed${gapsText(declaration)}` : '';
  const restricted = declaration.unrestricted === undefined ? '' : ` restricted to ${declaration.support.text}`;
  return `  ${name}${shape} ~ ${declaration.distribution.name}(${parameters.join(', ')})${restricted}${observed}`;
}

function brief(tensor: Tensor): string {
  if (tensor instanceof Variable) return tensor.name;
  const number = literalNumber(tensor);
  if (number !== undefined) return String(number);
  return tensor.rank === 0 ? 'f(...)' : `f(...)[${tensor.shape}]`;
}

/** `, 2 of 10 not, imputed` */
function gapsText({ gaps }: RandomDeclaration): string {
  if (gaps === undefined) return '';
  const unseen = gaps.seen.filter((one) => !one).length;
  return `, but ${unseen} of ${gaps.seen.length}${gaps.imputed === undefined ? '' : `, imputed as ${gaps.imputed.name}`}`;
}
