/** Refuses to measure a build whose parts do not belong together. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { repository } from './peers.js';

/** Ends the process when a package was compiled after it was bundled: Node would run the older text. */
export function checkBuild(): void {
  for (const name of ['numerics', 'autodiff', 'samplers', 'dsl']) {
    const dist = resolve(repository, 'packages', name, 'dist');
    const bundle = resolve(dist, 'bundle/index.js');
    const compiled = resolve(dist, 'tsconfig.tsbuildinfo');
    if (existsSync(bundle) && statSync(bundle).mtimeMs >= statSync(compiled).mtimeMs) continue;
    console.error(`packages/${name} was compiled after it was bundled. Run: npx -y pnpm@10 bench:build`);
    process.exit(1);
  }
}
