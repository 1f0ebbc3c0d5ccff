/**
 * One Jest run over all packages, on the TypeScript sources. Types are checked before it, by `tsc -p tsconfig.test.json`:
 * ts-jest does not raise them for ES modules. CREDENCE_LONG=1 adds the suites that take minutes.
 */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/packages'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@credence/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@credence/([^/]+)/(.+)$': '<rootDir>/packages/$1/src/$2/index.ts',
    '^#document$': '<rootDir>/packages/plots/src/figure/document.node.ts',
    '^#png$': '<rootDir>/packages/plots/src/output/png.node.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.jest.json', diagnostics: false }],
  },
  modulePathIgnorePatterns: ['/dist/'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  maxWorkers: 2,
  testTimeout: process.env.CREDENCE_LONG === '1' ? 600_000 : 30_000,
};
