/** Reads the name of a variable or of one of its elements as a label. */
import type { Run } from './label.js';
import { FUNCTIONS, GREEK, isSlanted } from './symbols.js';

/**
 * - `theta`, `x`: a Greek name or one letter is a quantity; Latin letters are slanted, Greek ones are told apart upright
 * - `theta_mu`, `mu_1`, `beta0`: what follows it is a subscript; several parts are parted by commas
 * - `x^2`: a superscript
 * - `sigma[Choate]`, `beta[0, 1]`: the index is a subscript
 * - `log_sigma`: the function's name, then its argument
 * - other words stay as they are, with their index in brackets
 */
export function nameRuns(name: string): readonly Run[] {
  const { stem, index } = splitIndex(name);
  const power = /^([^^]+)\^(.+)$/.exec(stem);
  const body = power?.[1] ?? stem;
  const sup: readonly Run[] =
    power?.[2] === undefined ? [] : [scriptRun(power[2].replace(/^[{(](.*)[)}]$/, '$1'), 'sup')];
  const core = quantityRuns(body, index);
  if (core === undefined) {
    return [word(body), ...sup, ...(index === undefined ? [] : [word(`[${index}]`)])];
  }
  const stacked = core.at(-1)?.script === 'sub';
  return [...core, ...sup.map((run) => (stacked ? { ...run, stacked: true as const } : run))];
}

/** `sigma[Choate]` as `sigma` and `Choate`. */
function splitIndex(name: string): { readonly stem: string; readonly index: string | undefined } {
  const match = /^([^[\]]+)\[(.*)\]$/.exec(name);
  return match === null ? { stem: name, index: undefined } : { stem: match[1] ?? '', index: match[2] ?? '' };
}

function quantityRuns(body: string, index: string | undefined): readonly Run[] | undefined {
  const [head = '', ...parts] = body.split('_').filter((part) => part !== '');
  if (FUNCTIONS.has(head) && parts.length > 0) {
    const argument = quantityRuns(parts.join('_'), index);
    return argument && [word(`${head} `), ...argument];
  }
  const digits = /^(\D+?)(\d+)$/.exec(head);
  const letter = symbolOf(digits?.[1] ?? head);
  if (letter === undefined) return undefined;
  const scripts = [
    ...(digits?.[2] === undefined ? [] : [digits[2]]),
    ...parts,
    ...(index === undefined ? [] : [index]),
  ];
  const base: Run = { text: letter, script: 'base', italic: isSlanted(letter) };
  return [base, ...scripts.flatMap((text, i) => [...(i === 0 ? [] : [comma]), scriptRun(text, 'sub')])];
}

const comma: Run = { text: ', ', script: 'sub', italic: false };

/** The letter of a name that stands for a quantity. */
function symbolOf(name: string): string | undefined {
  return GREEK.get(name) ?? (/^\p{L}$/u.test(name) ? name : undefined);
}

function scriptRun(text: string, script: 'sub' | 'sup'): Run {
  const symbol = symbolOf(text);
  return symbol === undefined
    ? { text: text.replace(/,\s*/g, ', ').replace(/^-(?=\d)/, '−'), script, italic: false }
    : { text: symbol, script, italic: isSlanted(symbol) };
}

function word(text: string): Run {
  return { text, script: 'base', italic: false };
}
