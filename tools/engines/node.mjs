// One engine's part of test:engines: node node.mjs WORKERS; prints { engine, hash }.
import { drawsHash } from '../../packages/examples/dist/reproducibility/drawsHash.js';

const hash = await drawsHash({ workers: Number(process.argv[2]) });
console.log(JSON.stringify({ engine: `Node ${process.versions.node}`, hash }));
