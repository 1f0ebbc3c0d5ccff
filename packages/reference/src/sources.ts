/** What has a page: the library's distributions and combinators, with the files that they are defined in. */
import { readdirSync, readFileSync } from 'node:fs';
import {
  type AppliedDistribution,
  bijections,
  distributions,
  hurdle,
  mixture,
  transformed,
  truncated,
  zeroInflated,
} from '@credence/dsl';
import { type DocComment, docCommentOf } from './docComment.js';
import type { AnyDistribution } from './picture.js';

export interface Documented {
  /** Under which it is exported. */
  readonly name: string;
  /** Path of its file in the repository. */
  readonly file: string;
  readonly comment: DocComment;
}

export interface DocumentedDistribution extends Documented {
  readonly distribution: AnyDistribution;
}

export interface DocumentedCombinator extends Documented {
  /** What its picture shows; empty where it has none. */
  readonly shown: readonly { readonly label: string; readonly applied: AppliedDistribution }[];
}

/** @param repository its folder */
export function documentedDistributions(repository: URL): readonly DocumentedDistribution[] {
  const all: Readonly<Record<string, AnyDistribution>> = { ...distributions };
  return Object.entries(all).map(([name, distribution]) => ({
    ...documented(repository, 'distributions', name),
    distribution,
  }));
}

const { gamma, normal, poisson } = distributions;

/** Of each combinator some distributions that it makes. */
const SHOWN: Readonly<Record<string, DocumentedCombinator['shown']>> = {
  truncated: [
    { label: 'normal in [-1, 2]', applied: truncated(normal.dist({ mu: 0, sigma: 1 }), { lower: -1, upper: 2 }) },
    { label: 'gamma above 1', applied: truncated(gamma.dist({ alpha: 2, beta: 1 }), { lower: 1 }) },
  ],
  hurdle: [
    { label: 'Poisson of mean 3, psi 0.6', applied: hurdle(poisson.dist({ mu: 3 }), { psi: 0.6 }) },
    { label: 'the same, psi 0.9', applied: hurdle(poisson.dist({ mu: 3 }), { psi: 0.9 }) },
  ],
  zeroInflated: [
    { label: 'Poisson of mean 4, psi 0.7', applied: zeroInflated(poisson.dist({ mu: 4 }), { psi: 0.7 }) },
    { label: 'the same, psi 0.95', applied: zeroInflated(poisson.dist({ mu: 4 }), { psi: 0.95 }) },
  ],
  mixture: [
    {
      label: 'normal numbers about -1 and 3',
      applied: mixture({ weights: [0.3, 0.7], components: normal.dist({ mu: [-1, 3], sigma: 1 }) }),
    },
    {
      label: 'a wide and a narrow one',
      applied: mixture({ weights: [0.5, 0.5], components: normal.dist({ mu: 0, sigma: [0.5, 2] }) }),
    },
  ],
  transformed: [
    { label: 'exp of a normal number', applied: transformed(normal.dist({ mu: 0, sigma: 0.6 }), bijections.exp) },
    { label: 'its sigmoid', applied: transformed(normal.dist({ mu: 0, sigma: 0.6 }), bijections.sigmoid) },
  ],
  censored: [],
  intervalCensored: [],
  custom: [],
  lkjCholeskyCovariance: [],
};

/** @param repository its folder */
export function documentedCombinators(repository: URL): readonly DocumentedCombinator[] {
  return Object.entries(SHOWN).map(([name, shown]) => ({ ...documented(repository, 'combinators', name), shown }));
}

/** Names of the functions that make distributions of others, by the folder of the combinators. */
export function combinatorNames(repository: URL): readonly string[] {
  const folder = new URL('packages/dsl/src/combinators/', repository);
  const index = readFileSync(new URL('index.ts', folder), 'utf8');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace('.ts', ''))
    .filter((name) => new RegExp(String.raw`export \{[^}]*\b${name}\b[^}]*\} from './${name}\.js'`).test(index));
}

function documented(repository: URL, folder: string, name: string): Documented {
  const file = `packages/dsl/src/${folder}/${name}.ts`;
  return { name, file, comment: docCommentOf(readFileSync(new URL(file, repository), 'utf8'), name) };
}
