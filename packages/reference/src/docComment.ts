/** A distribution's comment in its source, cut into what a page shows. */
import { CredenceError } from '@credence/numerics';

/** Names of the same distribution elsewhere, or `none`. */
export interface Counterparts {
  readonly pymc: string;
  readonly stan: string;
  readonly numpyro: string;
}

export interface DocComment {
  /** Paragraphs before the formula. */
  readonly summary: readonly string[];
  /** The formula as it is written, lines joined; empty where there is none. */
  readonly formula: string;
  /** Paragraphs behind it. */
  readonly notes: readonly string[];
  readonly parameters: readonly { readonly names: readonly string[]; readonly text: string }[];
  readonly example: string;
  /** Parameters of the picture, as they are written: `{ mu: 0, sigma: 1 }, ...`. */
  readonly drawn: string;
  readonly source: string;
  readonly counterparts: Counterparts | undefined;
}

/**
 * The comment right before what a file exports under a name.
 * @throws CredenceError reference/comment
 */
export function docCommentOf(source: string, name: string): DocComment {
  const at = new RegExp(String.raw`\n \*/\nexport (?:const|function) ${name}\b`).exec(source)?.index;
  const begin = at === undefined ? -1 : source.lastIndexOf('/**', at);
  if (at === undefined || begin < 0) {
    throw new CredenceError('reference/comment', `'${name}' has no comment right before it.`, { name });
  }
  const lines = source
    .slice(begin + 3, at)
    .split('\n')
    .map((line) => line.replace(/^ ?\* ?/, '').trimEnd());
  return docComment(lines);
}

function docComment(lines: readonly string[]): DocComment {
  const firstTag = lines.findIndex((line) => line.startsWith('@'));
  const text = paragraphsOf(firstTag < 0 ? lines : lines.slice(0, firstTag));
  const isFormula = (paragraph: readonly string[]) => paragraph[0]?.startsWith('  ') === true;
  const formulaAt = text.findIndex(isFormula);
  const tags = tagsOf(firstTag < 0 ? [] : lines.slice(firstTag));
  const of = (tag: string) => tags.filter((own) => own.tag === tag);
  // What follows the tags behind an empty line speaks of the whole.
  const after = tags.flatMap(({ behind }) => behind);
  const rest = [...text.filter((paragraph) => !isFormula(paragraph)), ...after].map(joined);
  const names = [...text, ...after].map(joined).find((paragraph) => paragraph.includes('PyMC: '));
  return {
    summary: (formulaAt < 0 ? text.slice(0, 1) : text.slice(0, formulaAt)).map(joined),
    formula: formulaAt < 0 ? '' : (text[formulaAt] ?? []).map((line) => line.trim()).join('\n'),
    notes: text
      .slice(formulaAt < 0 ? 1 : formulaAt + 1)
      .map(joined)
      .filter((paragraph) => !paragraph.includes('PyMC: ')),
    parameters: of('param').map(parameterOf),
    example: (of('example')[0]?.lines ?? []).join('\n').trim(),
    drawn: joined(of('drawn')[0]?.lines ?? []),
    source: /(?:^|\s)Source: (.*?)(?= PyMC: |$)/.exec(rest.join(' '))?.[1] ?? '',
    counterparts: names === undefined ? undefined : counterpartsOf(names),
  };
}

function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

function paragraphsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs.filter(({ length }) => length > 0);
}

interface Tag {
  readonly tag: string;
  readonly lines: readonly string[];
  /** Paragraphs behind an empty line. */
  readonly behind: readonly (readonly string[])[];
}

function tagsOf(lines: readonly string[]): readonly Tag[] {
  const tags: { tag: string; lines: string[] }[] = [];
  for (const line of lines) {
    const found = /^@(\w+)\s?(.*)$/.exec(line);
    if (found !== null) tags.push({ tag: found[1] ?? '', lines: [found[2] ?? ''] });
    else tags.at(-1)?.lines.push(line);
  }
  return tags.map(({ tag, lines: all }) => {
    const [own = [], ...behind] = paragraphsOf(all);
    return { tag, lines: own, behind };
  });
}

/** `alpha, beta shapes, > 0; or` */
function parameterOf({ lines }: Tag): DocComment['parameters'][number] {
  const text = joined(lines);
  const [, names = '', rest = ''] = /^((?:\w+, )*[\w.]+)\s+(.*)$/.exec(text) ?? [];
  return { names: names.split(', '), text: rest };
}

/** `PyMC: Gamma; Stan: gamma; NumPyro: Gamma (concentration, rate).` */
function counterpartsOf(text: string): Counterparts | undefined {
  const [, pymc, stan, numpyro] = /PyMC: (.*?); Stan: (.*?); NumPyro: (.*?)\.?$/.exec(text) ?? [];
  if (pymc === undefined || stan === undefined || numpyro === undefined) return undefined;
  return { pymc, stan, numpyro };
}
