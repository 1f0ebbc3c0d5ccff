/** Likelihoods in C (bench/c/likelihoods.c): built twice, with everything and with little, and timed as programs of their own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LikelihoodData } from './models/likelihoods.js';
import { outFolder, repository } from './peers.js';
import { pinned } from './pinned.js';

export interface CLikelihood {
  /** Log density and gradient at each point. */
  readonly points: readonly (readonly number[])[];
  /** Nanoseconds per value and gradient (fastest of 15 blocks). */
  readonly ns: number;
}

export interface CLikelihoods {
  /** -O3 -march=native -ffast-math: functions of vectors. */
  readonly fast: () => CLikelihood;
  /** -O2: functions of numbers. */
  readonly scalar: () => CLikelihood;
}

const builds = {
  fast: ['-O3', '-march=native', '-ffast-math'],
  scalar: ['-O2'],
} as const;

const programOf = (build: string) => resolve(outFolder, `likelihoods-${build}`);

/** Builds the C programs, once for all likelihoods; false, with a line on stderr, without gcc. */
export function buildCLikelihoods(): boolean {
  mkdirSync(outFolder, { recursive: true });
  for (const [build, flags] of Object.entries(builds)) {
    const source = resolve(repository, 'bench/c/likelihoods.c');
    const built = spawnSync('gcc', [...flags, '-o', programOf(build), source, '-lmvec', '-lm'], { encoding: 'utf8' });
    if (built.status === 0) continue;
    console.error(`The likelihoods in C could not be built: ${built.error?.message ?? built.stderr}`);
    return false;
  }
  return true;
}

/** One likelihood of the programs that are built. */
export function cLikelihood(
  name: string,
  { z, y, trials }: LikelihoodData,
  points: readonly (readonly number[])[],
): CLikelihoods {
  const flat = resolve(outFolder, `likelihood-${name}.txt`);
  writeFileSync(flat, [z.length, ...z, ...y, ...trials, ...points.flat()].join('\n'));
  const run = (build: keyof typeof builds): CLikelihood => {
    const [command, args] = pinned(programOf(build), [name, flat]);
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The likelihood ${name} in C failed: ${stderr}`);
    return JSON.parse(stdout.replaceAll(/-?(?:nan|inf)/g, 'null'));
  };
  return { fast: () => run('fast'), scalar: () => run('scalar') };
}
