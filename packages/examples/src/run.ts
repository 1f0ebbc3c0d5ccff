/** Runs an example by its name: node dist/run.js partialPooling */
interface Example {
  main(): Promise<void>;
}

const examples: Readonly<Record<string, () => Promise<Example>>> = {
  partialPooling: () => import('./partialPooling.js'),
  eightSchools: () => import('./eightSchools.js'),
  logisticRegression: () => import('./logisticRegression.js'),
  radon: () => import('./radon.js'),
};

const name = process.argv[2] ?? '';
const load = examples[name];
if (load) {
  await (await load()).main();
} else {
  console.error(`There is no example '${name}'. Examples: ${Object.keys(examples).join(', ')}.`);
  process.exitCode = 1;
}

export {};
