export { rankAmong } from './rankAmong.js';
export { type RankShape, rankShape } from './rankShape.js';
export { type RankTest, testRanks } from './rankTest.js';
export { type RankBand, RankUniformity } from './rankUniformity.js';
