/** Our side of bench:nuts for one model, in a process of its own: node nutsOne.js MODEL declared|rewritten SEED...; prints one JSON line. */
import { sample } from '@credence/dsl';
import { cpuSeconds } from './measure.js';
import { peerModel } from './models/index.js';
import type { NutsRun } from './nuts.js';
import { peerData } from './peers.js';

const [name = '', form = '', ...seeds] = process.argv.slice(2);
const peer = peerModel(name);
const data = peerData(peer.data);

const rewrites = form === 'rewritten';
const runs: NutsRun[] = [];
for (const seed of seeds.map(Number)) {
  const model = peer.declare(data);
  const before = cpuSeconds();
  const posterior = await sample(model, { draws: 1000, tune: 1000, chains: 4, seed, progress: false, rewrites });
  const drawn = cpuSeconds();
  // What was not sampled is drawn when it is first read.
  for (const variable of posterior.variables) void posterior.draws(variable).values;
  const restoring = rewrites ? cpuSeconds() - drawn : 0;
  const cpuTotal = cpuSeconds() - before;
  const { rows } = posterior.summary();
  runs.push({
    seed,
    leapfrogs: posterior.run.chains.reduce(
      (sum, { warmup, sampling }) => sum + (warmup?.leapfrogs ?? 0) + (sampling?.leapfrogs ?? 0),
      0,
    ),
    cpu_s: posterior.seconds.warmup + posterior.seconds.draws + restoring,
    cpu_total_s: cpuTotal,
    min_ess_bulk: Math.min(...rows.map((row) => row.essBulk)),
    max_rhat: Math.max(...rows.map((row) => row.rHat)),
    divergences: posterior.divergences,
  });
}
console.log(JSON.stringify({ model: name, runs }));
