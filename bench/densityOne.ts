/** One model of bench:density, in a process of its own: node densityOne.js MODEL COPIES c|no-c ROUNDS; prints one JSON line. */
import { buildCReference } from './cReference.js';
import { inMemory, tfjsDensity, wasmDensity } from './densities.js';
import { checksum, measure, type Timing, warmUp } from './measure.js';
import { peerModel } from './models/index.js';
import { field, type PeerData } from './models/peerModel.js';
import { peerData, peerReference } from './peers.js';

export interface DensityRow {
  readonly model: string;
  /** Observations. */
  readonly n: number;
  /** Over the data, as the others. */
  readonly wasm_ns: number;
  /** Compiled with `fastMath`, as the C is with -ffast-math. */
  readonly wasm_fast_ns: number;
  readonly c_ns: number | null;
  readonly js_ns: number;
  /** As compiled by default, with sums over data from what is worked out once. */
  readonly statistics_ns: number;
  readonly tfjs_ns: number | null;
  /** wasm_ns / c_ns */
  readonly ratio_c: number | null;
  /** wasm_fast_ns / c_ns */
  readonly ratio_c_fast: number | null;
}

const [name = '', copiesText = '1', withC, roundsText = '1'] = process.argv.slice(2);
const copies = Number(copiesText);
const rounds = Number(roundsText);
const peer = peerModel(name);
const data = repeated(peerData(peer.data), copies);
const point = repeatedPoint(peerReference(name).grad_check[0]!.upars, copies);

const c = withC === 'c' ? buildCReference() : undefined;
/** The C and the JavaScript go over the data, so what is compared with them does too. */
const plain = { sufficientStatistics: false };
const contestants = [
  wasmDensity(peer.declare(data), { rewrites: plain }),
  wasmDensity(peer.declare(data), { rewrites: plain, fastMath: true }),
  peer.javascript(data),
  wasmDensity(peer.declare(data)),
].map((density) => inMemory(density, point));
const timings: Timing[] = contestants.map((call) => warmUp(call, { seconds: rounds > 1 ? 0.5 : 0.1 }));
let cFastest = Number.POSITIVE_INFINITY;
for (let round = 0; round < rounds; round++) {
  if (c) cFastest = Math.min(cFastest, c.nanoseconds(peer.sameAs ?? name, { copies }));
  contestants.forEach((call, k) => {
    timings[k] = measure(call, timings[k]!, { blocks: 8 });
  });
}
const [wasm = Number.NaN, wasmFast = Number.NaN, javascript = Number.NaN, statistics = Number.NaN] = timings.map(
  ({ nanoseconds }) => nanoseconds,
);
const overC = (nanoseconds: number) => (c ? Number((nanoseconds / cFastest).toFixed(3)) : null);

const tfjs = await tfjsDensity(peer.declare(data));
let tfjsTiming: Timing | undefined;
if (tfjs) {
  const call = inMemory(tfjs, point);
  tfjsTiming = measure(call, warmUp(call, { seconds: 0.2 }), { blocks: 5 });
}

const row: DensityRow = {
  model: name,
  n: data.N ?? field(data, 'J'),
  wasm_ns: round(wasm),
  wasm_fast_ns: round(wasmFast),
  c_ns: c ? round(cFastest) : null,
  js_ns: round(javascript),
  statistics_ns: round(statistics),
  tfjs_ns: tfjsTiming ? round(tfjsTiming.nanoseconds) : null,
  ratio_c: overC(wasm),
  ratio_c_fast: overC(wasmFast),
};
if (Number.isNaN(checksum())) console.error(`${name}: a log density is not a number.`);
console.log(JSON.stringify(row));

function round(nanoseconds: number): number {
  return Number(nanoseconds.toFixed(1));
}

/** As reference.c repeats the toy's data. */
function repeated(original: PeerData, times: number): PeerData {
  if (times === 1) return original;
  const x = field(original, 'x');
  return { N: x.length * times, x: Array.from({ length: times }, () => x).flat() };
}

/** As reference.c repeats the toy's point: two hyperparameters, then the N others over and over. */
function repeatedPoint(upars: readonly number[], times: number): Float64Array {
  const others = upars.slice(2);
  return Float64Array.from([...upars.slice(0, 2), ...Array.from({ length: times }, () => others).flat()]);
}
