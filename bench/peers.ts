/** Where the bench finds the peers: data and check points in this repository, C and Stan sources in the folder of peers. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { PeerData } from './models/peerModel.js';

export const repository = findRepository(fileURLToPath(new URL('.', import.meta.url)));

/** Files of one run; not under version control. */
export const outFolder = resolve(repository, 'bench/out');

/** Folder with c/reference.c and models/*.stan; undefined, with a line on stderr, where it is absent. */
export function peersFolder(): string | undefined {
  const folder = resolve(repository, process.env.CREDENCE_PEERS ?? '../shared/peers');
  if (existsSync(resolve(folder, 'c/reference.c'))) return folder;
  console.error(`No peers at ${folder} (set CREDENCE_PEERS): the figures of C and rstan are left out.`);
  return undefined;
}

export interface CheckPoint {
  readonly upars: readonly number[];
  readonly lp_dropconst: number;
  readonly grad: readonly number[];
}

export interface PeerReference {
  readonly grad_check: readonly CheckPoint[];
  readonly hyper_pooled: {
    readonly param: readonly string[];
    readonly mean: readonly number[];
    readonly sd: readonly number[];
    readonly mcse_mean: readonly number[];
    readonly mcse_sd: readonly number[];
  };
}

export const peerData = (stem: string): PeerData => unpack(`data/${stem}`);
export const peerReference = (model: string): PeerReference => unpack(`ref/${model}`);

function unpack<Value>(path: string): Value {
  const file = resolve(repository, 'packages/examples/test/peers', `${path}.json.gz`);
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}

/** The folder that holds pnpm-workspace.yaml: this file runs from bench/ under jest and from bench/dist/ when built. */
function findRepository(from: string): string {
  const parent = resolve(from, '..');
  if (existsSync(resolve(from, 'pnpm-workspace.yaml')) || parent === from) return from;
  return findRepository(parent);
}
