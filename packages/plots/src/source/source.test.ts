import { Model, sample } from '@credence/dsl';
import { plotTrace } from '../plots/trace.js';
import { pictureFaults } from '../testing/pictureFaults.js';
import { selectElements } from './select.js';
import { plotSource } from './source.js';

test('takes a posterior, inference data and one of its groups alike', async () => {
  const model = new Model('schools', { coords: { school: ['Choate', 'Deerfield'] } });
  const mu = model.normal('mu', { mu: 0, sigma: 5 });
  model.normal('theta', { mu, sigma: 1 }, { dims: ['school'] });
  model.normal('eta', { mu: 0, sigma: 1 }, { shape: [2, 2] });
  const posterior = await sample(model, { draws: 30, tune: 50, chains: 2, seed: 1 });
  const inference = posterior.toInferenceData();
  const names = ['mu', 'theta[Choate]', 'theta[Deerfield]', 'eta[0,0]', 'eta[0,1]', 'eta[1,0]', 'eta[1,1]'];
  for (const source of [posterior, inference, inference.group('posterior')]) {
    const { elements } = selectElements(source, {}, 20);
    expect(elements.map(({ name }) => name)).toEqual(names);
    expect(elements[2]!.chains).toEqual(posterior.draws('theta').element(1));
    expect(elements[5]!.chains).toEqual(posterior.draws('eta').element(1, 0));
    expect(selectElements(source, { variables: mu }, 20).elements).toHaveLength(1);
  }
  expect(plotTrace(inference).data.elements[0]!.divergences).toEqual(
    plotTrace(posterior).data.elements[0]!.divergences,
  );
  expect(pictureFaults(plotTrace(posterior).svg)).toEqual([]);
});

test('reads plain arrays of one, two and more axes', () => {
  const source = plotSource(
    {
      a: [1, 2, 3],
      b: [Float64Array.of(1, 2), Float64Array.of(3, 4)],
      c: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
    },
    { dims: { c: ['side'] }, coords: { side: ['left', 'right'] } },
  );
  expect(
    source
      .draws('a')
      .element()
      .map((chain) => Array.from(chain)),
  ).toEqual([[1, 2, 3]]);
  expect(
    source
      .draws('b')
      .element()
      .map((chain) => Array.from(chain)),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(
    source
      .draws('c')
      .element(1)
      .map((chain) => Array.from(chain)),
  ).toEqual([
    [2, 4],
    [6, 8],
  ]);
  expect(selectElements(source, { variables: 'c[right]' }, 5).elements[0]!.name).toBe('c[right]');
});

test('labels of the user win', () => {
  const source = plotSource({
    tau: [1, 2],
    theta: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  });
  const { elements } = selectElements(
    source,
    { labels: { tau: '$\\tau$ (mm)', theta: '$\\theta^*$', 'theta[1]': 'last' } },
    5,
  );
  expect(elements.map(({ label }) => label.map(({ text }) => text).join(''))).toEqual(['τ (mm)', 'θ*0', 'last']);
});
