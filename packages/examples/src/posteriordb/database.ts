/** The folder of the data base: which posteriors it has, their data, and what reference draws said. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CredenceError, closest } from '@credence/numerics';
import { type PosteriorData, posteriorData } from './posterior.js';

/** One reference quantity; Monte Carlo standard errors begin with mcse. */
export type ReferenceQuantity = Readonly<Record<string, number>>;

export interface Reference {
  /** `draws`, or `summary` where only some of the numbers come from draws. */
  readonly kind: string;
  readonly parameters: Readonly<Record<string, ReferenceQuantity>>;
}

const FILES = ['data.json', 'reference.json'] as const;

/** The folder by the environment variable POSTERIORDB, or beside the repository. */
export function databaseFolder(): string {
  const repository = fileURLToPath(new URL('../../../../', import.meta.url));
  return process.env.POSTERIORDB ?? resolve(repository, '../shared/posteriordb');
}

/** Why there are no posteriors in a folder, with what to do; undefined where there are some. */
export function absence(folder: string): string | undefined {
  if (posteriorNames(folder).length > 0) return undefined;
  return `There are no posteriors in ${folder}. Get posteriordb (https://github.com/stan-dev/posteriordb), lay each posterior out as <name>/data.json and <name>/reference.json with summaries of its reference draws, and name the folder by POSTERIORDB.`;
}

export function posteriorNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => FILES.every((file) => existsSync(join(folder, name, file))))
    .sort();
}

/**
 * Full names of posteriors from full names, or names of their models; all where none are given.
 * @throws CredenceError posteriordb/unknown
 */
export function chosenNames(folder: string, wanted: readonly string[]): readonly string[] {
  const known = posteriorNames(folder);
  if (wanted.length === 0) return known;
  return wanted.flatMap((name) => {
    const found = known.filter((own) => own === name || modelOf(own) === name);
    if (found.length > 0) return found;
    const guess = closest(name, [...known, ...known.map(modelOf)]);
    throw new CredenceError(
      'posteriordb/unknown',
      `There is no posterior '${name}'. ${guess === undefined ? `There are ${known.join(', ')}.` : `Did you mean '${guess}'?`}`,
      { name, known },
    );
  });
}

/** `garch-garch11`: data, and the model behind them. */
export function modelOf(posterior: string): string {
  return posterior.slice(posterior.indexOf('-') + 1);
}

export function readData(folder: string, posterior: string): PosteriorData {
  return posteriorData(posterior, readJson(folder, posterior, 'data.json'));
}

/** @throws CredenceError posteriordb/reference */
export function readReference(folder: string, posterior: string): Reference {
  const { kind, parameters } = readJson(folder, posterior, 'reference.json');
  if (typeof kind === 'string' && isParameters(parameters)) return { kind, parameters };
  throw new CredenceError('posteriordb/reference', `reference.json of '${posterior}' has no summaries of parameters.`, {
    posterior,
  });
}

function isParameters(value: unknown): value is Reference['parameters'] {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((own: unknown) => typeof own === 'object' && own !== null && 'mean' in own);
}

function readJson(folder: string, posterior: string, file: (typeof FILES)[number]): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(readFileSync(join(folder, posterior, file), 'utf8'));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
