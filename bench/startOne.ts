/**
 * One process of bench:start: node startOne.js MODEL [PRECEDING]; prints { import_ms, ..., total_ms } of MODEL, compiled after
 * PRECEDING where one is given, else as the first model of the process.
 */
import type { PeerData, PeerModel } from './models/peerModel.js';

export interface Start {
  readonly import_ms: number;
  readonly import_cpu_ms: number;
  readonly declare_ms: number;
  readonly compile_ms: number;
  readonly bind_ms: number;
  readonly gradient_ms: number;
  /** From the declaration to the first gradient. */
  readonly total_ms: number;
  readonly total_cpu_ms: number;
}

const importCpu = cpuMilliseconds();
const importBegin = performance.now();
const { compile } = await import('@credence/dsl');
const import_ms = performance.now() - importBegin;
const import_cpu_ms = cpuMilliseconds() - importCpu;
const { peerModel } = await import('./models/index.js');
const { peerData, peerReference } = await import('./peers.js');

const [name = '', preceding] = process.argv.slice(2);
if (preceding) start(peerModel(preceding));
console.log(JSON.stringify({ import_ms, import_cpu_ms, ...start(peerModel(name)) }));

function start(peer: PeerModel): Omit<Start, 'import_ms' | 'import_cpu_ms'> {
  const data: PeerData = peerData(peer.data);
  const point = Float64Array.from(peerReference(peer.name).grad_check[0]!.upars);
  const gradient = new Float64Array(point.length);
  const beginCpu = cpuMilliseconds();
  const begin = performance.now();
  const model = peer.declare(data);
  const declared = performance.now();
  const compiled = compile(model);
  const ready = performance.now();
  compiled.logDensityAndGradient(point, gradient);
  const end = performance.now();
  const total_cpu_ms = cpuMilliseconds() - beginCpu;
  const bind_ms = 1000 * compiled.bindSeconds;
  return {
    declare_ms: declared - begin,
    compile_ms: ready - declared - bind_ms,
    bind_ms,
    gradient_ms: end - ready,
    total_ms: end - begin,
    total_cpu_ms,
  };
}

/** CPU time of the process, all threads: what a busy machine does not stretch. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
