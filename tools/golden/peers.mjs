// Copies what the tests and the bench need of the peer models (data; log density and gradient at three points; posterior
// means and sds) from the folder of peers into packages/examples/test/peers, gzipped.
//   CREDENCE_PEERS=../shared/peers node tools/golden/peers.mjs
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = new URL('../../', import.meta.url);
const peers = process.env.CREDENCE_PEERS ?? fileURLToPath(new URL('../shared/peers', root));
const target = fileURLToPath(new URL('packages/examples/test/peers/', root));

const read = (path) => JSON.parse(readFileSync(`${peers}/${path}`, 'utf8'));
const write = (path, value) => writeFileSync(`${target}${path}.json.gz`, gzipSync(JSON.stringify(value), { level: 9 }));

mkdirSync(`${target}data`, { recursive: true });
mkdirSync(`${target}ref`, { recursive: true });
for (const file of readdirSync(`${peers}/data`)) {
  const stem = file.replace(/\.json$/, '');
  if (!stem.endsWith('_truth')) write(`data/${stem}`, read(`data/${file}`));
}
for (const file of readdirSync(`${peers}/ref`)) {
  const { grad_check, hyper_pooled } = read(`ref/${file}`);
  write(`ref/${file.replace(/\.json$/, '')}`, { grad_check, hyper_pooled });
}
