/**
 * One process of bench:start: node startOne.js MODEL [PRECEDING]; prints { import_ms, ..., total_ms } of MODEL, compiled after
 * PRECEDING where one is given, else as the first model of the process.
 */
import type { PeerData, PeerModel } from './models/peerModel.js';

export interface Start {
  readonly import_ms: number;
  readonly declare_ms: number;
  readonly compile_ms: number;
  readonly bind_ms: number;
  readonly gradient_ms: number;
  /** From the declaration to the first gradient. */
  readonly total_ms: number;
}

const importBegin = performance.now();
await import('@credence/dsl');
const import_ms = performance.now() - importBegin;
const { peerModel } = await import('./models/index.js');
const { peerData, peerReference } = await import('./peers.js');
const { stages } = await import('./densities.js');

const [name = '', preceding] = process.argv.slice(2);
if (preceding) await start(peerModel(preceding));
console.log(JSON.stringify({ import_ms, ...(await start(peerModel(name))) }));

async function start(peer: PeerModel): Promise<Omit<Start, 'import_ms'>> {
  const data: PeerData = peerData(peer.data);
  const point = Float64Array.from(peerReference(peer.name).grad_check[0]!.upars);
  const gradient = new Float64Array(point.length);
  const begin = performance.now();
  const model = peer.declare(data);
  const declared = performance.now();
  const { bind, compiled } = await stages(model);
  const density = bind();
  const bound = performance.now();
  density.logDensityAndGradient(point, gradient);
  const end = performance.now();
  return {
    declare_ms: declared - begin,
    compile_ms: compiled - declared,
    bind_ms: bound - compiled,
    gradient_ms: end - bound,
    total_ms: end - begin,
  };
}
