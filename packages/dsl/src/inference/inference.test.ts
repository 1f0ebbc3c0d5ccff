/** Labelled arrays, datasets and inference data: selection, thinning, putting together, tables, and what is refused. */
import { concat, Dataset, InferenceData, LabelledArray, traceToDataFrame } from './index.js';
import { layOut } from './storage.js';

const SCHOOLS = ['Choate', 'Deerfield', 'Phillips'];

/** chain, draw, school: 100 chain + 10 draw + school, in columns as a sampler leaves it. */
function inColumns(chains = 2, draws = 4, offset = 0): LabelledArray {
  return new LabelledArray({
    name: 'theta',
    dims: ['chain', 'draw', 'school'],
    shape: [chains, draws, 3],
    coords: { school: SCHOOLS },
    column: (school) =>
      Array.from({ length: chains }, (_, chain) =>
        Float64Array.from({ length: draws }, (_, draw) => offset + 100 * chain + 10 * draw + school),
      ),
  });
}

/** The same in one flat array, as it comes from a file. */
function inOneArray(): LabelledArray {
  const { name, dims, shape, coords, values } = inColumns();
  return new LabelledArray({ name, dims, shape, coords, values: values.slice() });
}

const mu = (chains = 2, draws = 4) =>
  new LabelledArray({
    name: 'mu',
    dims: ['chain', 'draw'],
    shape: [chains, draws],
    values: Float64Array.from({ length: chains * draws }, (_, i) => i / 4),
  });

const observed = () =>
  new LabelledArray({
    name: 'y',
    dims: ['school'],
    shape: [3],
    coords: { school: SCHOOLS },
    values: Float64Array.of(28, 8, -3),
  });

const idata = () =>
  new InferenceData({
    posterior: new Dataset([mu(), inColumns()]),
    prior: new Dataset([mu(1, 5)]),
    observed_data: new Dataset([observed()]),
  });

describe.each([
  ['columns', inColumns],
  ['one array', inOneArray],
])('a labelled array in %s', (_, make) => {
  test('has its values row-major, by columns and in chunks', () => {
    const theta = make();
    expect([...theta.values.subarray(0, 7)]).toEqual([0, 1, 2, 10, 11, 12, 20]);
    expect(theta.values[23]).toBe(132);
    expect([...theta.columns()].map(({ name }) => name)).toEqual([
      'theta[Choate]',
      'theta[Deerfield]',
      'theta[Phillips]',
    ]);
    expect(theta.column(2).map((chain) => [...chain])).toEqual([
      [2, 12, 22, 32],
      [102, 112, 122, 132],
    ]);
    expect([...theta.rows(3, 6)]).toEqual([30, 31, 32, 100, 101, 102, 110, 111, 112]);
    expect(theta.rows(0, 8)).toEqual(theta.values);
  });

  test('is selected by labels and by indices', () => {
    const theta = make();
    const choate = theta.sel({ school: 'Choate', chain: [1, 0] });
    expect(choate.dims).toEqual(['chain', 'draw']);
    expect(choate.coords).toEqual({ chain: [1, 0], draw: [0, 1, 2, 3] });
    expect([...choate.values]).toEqual([100, 110, 120, 130, 0, 10, 20, 30]);
    const part = theta.sel({ school: { from: 'Deerfield' }, draw: { from: 1, to: 2 }, chain: 1 });
    expect(part.dims).toEqual(['draw', 'school']);
    expect([...part.values]).toEqual([111, 112, 121, 122]);
    expect([...part.column(1)[0]!]).toEqual([112, 122]);
    const last = theta.isel({ draw: -1, school: [2, 0] });
    expect(last.coords.school).toEqual(['Phillips', 'Choate']);
    expect([...last.values]).toEqual([32, 30, 132, 130]);
    expect([...theta.isel({ draw: { from: -3, step: 2 }, chain: 0, school: 1 }).values]).toEqual([11, 31]);
    expect(theta.isel({ draw: { from: 3, to: 1 } }).shape).toEqual([2, 0, 3]);
    const thin = theta.thin(3);
    expect(thin.coords.draw).toEqual([0, 3]);
    expect(thin.column(0).map((chain) => [...chain])).toEqual([
      [0, 30],
      [100, 130],
    ]);
    expect(thin.sel({ draw: 3 }).elementName(1)).toBe('theta[Deerfield]');
    expect(thin.isel({ school: [1] }).elementName(0)).toBe('theta[Deerfield]');
  });
});

test('columns of arrays in any order of dimensions', () => {
  const odd = new LabelledArray({
    name: 'z',
    dims: ['k', 'draw', 'chain'],
    shape: [2, 3, 2],
    values: Float64Array.from({ length: 12 }, (_, i) => i),
  });
  expect(odd.elementDims).toEqual(['k']);
  expect(odd.column(1).map((chain) => [...chain])).toEqual([
    [6, 8, 10],
    [7, 9, 11],
  ]);
});

test('values that are computed are computed once, when they are asked for', () => {
  let asked = 0;
  const lazy = new LabelledArray({
    name: 'lazy',
    dims: ['draw'],
    shape: [3],
    values: () => {
      asked += 1;
      return Float64Array.of(1, 2, 3);
    },
  });
  const part = new Dataset([lazy]).isel({ draw: [2, 0] });
  expect(asked).toBe(0);
  expect([...part.variable('lazy').values, ...lazy.values, ...lazy.values]).toEqual([3, 1, 1, 2, 3, 1, 2, 3]);
  expect(asked).toBe(1);
});

test('wide arrays are laid out tile by tile', () => {
  const elements = 37;
  const columns = Array.from({ length: elements }, (_, e) => [Float64Array.of(e, e + 100, e + 200)]);
  const out = new Float64Array(2 * elements);
  layOut((element) => columns[element]!, elements, 0, 1, 3, out);
  expect([...out]).toEqual([1, 2].flatMap((draw) => Array.from({ length: elements }, (_, e) => e + 100 * draw)));
});

test('inference data: selection reaches every group that has the dimension, prior draws only when named', () => {
  const data = idata();
  const part = data.sel({ school: 'Choate', chain: [1] });
  expect(part.group('posterior').sizes).toEqual({ chain: 1, draw: 4 });
  expect([...part.group('observed_data').variable('y').values]).toEqual([28]);
  expect(part.group('prior').sizes).toEqual({ chain: 1, draw: 5 });
  expect(data.sel({ chain: 0 }, { groups: ['prior'] }).group('prior').sizes).toEqual({ draw: 5 });
  expect(data.thin(2).group('posterior').sizes).toEqual({ chain: 2, draw: 2, school: 3 });
  expect(data.thin(2).group('prior').sizes).toEqual({ chain: 1, draw: 5 });
  expect(data.only(['prior']).groups).toEqual(['prior']);
  expect(data.isel({ school: 0 }).group('posterior').variable('theta').dims).toEqual(['chain', 'draw']);
  expect(data.with({ prior: new Dataset([mu(1, 7)]) }).group('prior').sizes).toEqual({ chain: 1, draw: 7 });
  expect(String(data)).toBe(
    [
      'InferenceData',
      '  posterior (chain: 2, draw: 4, school: 3): mu, theta',
      '  prior (chain: 1, draw: 5): mu',
      '  observed_data (school: 3): y',
    ].join('\n'),
  );
});

test('chains are put beside chains, draws behind draws', () => {
  const both = concat([inColumns(), inColumns(1, 4, 1000)], 'chain');
  expect(both.coords.chain).toEqual([0, 1, 2]);
  expect(both.column(1).map(([first]) => first)).toEqual([1, 101, 1001]);
  expect(both.values[24]).toBe(1000);
  const longer = concat([inColumns(), inColumns(2, 1, 1000)], 'draw');
  expect(longer.coords.draw).toEqual([0, 1, 2, 3, 4]);
  expect(longer.column(2).map((chain) => [...chain])).toEqual([
    [2, 12, 22, 32, 1002],
    [102, 112, 122, 132, 1102],
  ]);
  const whole = concat(
    [idata().sel({ chain: [0] }), idata().sel({ chain: [1] })].map((part) => part.only(['posterior', 'observed_data'])),
    'chain',
  );
  expect(whole.group('posterior').variable('theta').values).toEqual(inColumns().values);
  expect(whole.group('posterior').coords.chain).toEqual([0, 1]);
  expect([...whole.group('observed_data').variable('y').values]).toEqual([28, 8, -3]);
  const schools = concat(
    [inOneArray().sel({ school: ['Choate'] }), inOneArray().sel({ school: ['Phillips'] })],
    'school',
  );
  expect(schools.coords.school).toEqual(['Choate', 'Phillips']);
  expect([...schools.values.subarray(0, 4)]).toEqual([0, 2, 10, 12]);
});

test('a summary of any data with draws, with or without chains', () => {
  const draws = Float64Array.from({ length: 200 }, (_, i) => ((i * 7919) % 1009) / 1009);
  const x = new LabelledArray({ name: 'x', dims: ['chain', 'draw'], shape: [2, 100], values: draws });
  const data = new InferenceData({ posterior: new Dataset([x]) });
  const summary = data.summary({ quantiles: [0.5] });
  expect(summary.rows).toHaveLength(1);
  expect(summary.row('x')?.mean).toBeCloseTo(draws.reduce((sum, value) => sum + value, 0) / 200, 14);
  expect(summary.row('x')?.quantiles).toEqual([summary.row('x')?.median]);
  expect(data.group('posterior').summary().toString()).toBe(summary.toString());
  const single = data.isel({ chain: 0 }).summary().row('x');
  expect(single?.mean).toBeCloseTo(draws.subarray(0, 100).reduce((sum, value) => sum + value, 0) / 100, 14);
  expect(single?.rHat).toBeGreaterThan(0.9);
});

test('what has no diagnostics says why, and is no crash', () => {
  const column = (name: string, chains: number, draws: number, value: (i: number) => number) =>
    new LabelledArray({
      name,
      dims: ['chain', 'draw'],
      shape: [chains, draws],
      values: Float64Array.from({ length: chains * draws }, (_, i) => value(i)),
    });
  const row = (array: LabelledArray) => new Dataset([array]).summary().rows[0]!;
  const withNaN = row(column('a', 2, 50, (i) => (i === 3 ? Number.NaN : i % 7)));
  expect([withNaN.mean, withNaN.rHat]).toEqual([Number.NaN, Number.NaN]);
  expect(withNaN.missing).toBe('some draws are NaN or infinite');
  const constant = row(column('b', 4, 50, () => 2));
  expect([constant.mean, constant.sd, constant.rHat]).toEqual([2, 0, Number.NaN]);
  expect(constant.missing).toBe('all draws (or all indicators of the quantile) are equal');
  const three = row(column('c', 4, 3, (i) => i));
  expect([three.mean, three.essBulk]).toEqual([5.5, Number.NaN]);
  expect(three.missing).toBe('fewer than 12 draws a chain');
  for (const none of [row(column('d', 0, 0, () => 0)), row(column('d', 2, 0, () => 0))]) {
    expect([none.mean, none.rHat]).toEqual([Number.NaN, Number.NaN]);
    expect(none.missing).toBe('fewer than 12 draws a chain');
  }
  const text = new Dataset(
    [column('b', 4, 50, () => 2), column('c', 4, 3, (i) => i)].map((one, i) =>
      one.with({ name: `v${i}` }).isel({ draw: { to: 3 } }),
    ),
  )
    .summary()
    .toString();
  expect(text).toContain('NaN: fewer than 12 draws a chain: v0, v1');
});

test('a table of draws', () => {
  const frame = traceToDataFrame(idata());
  expect(frame.columns).toEqual(['chain', 'draw', 'mu', 'theta[Choate]', 'theta[Deerfield]', 'theta[Phillips]']);
  expect(frame.length).toBe(8);
  expect([...frame.column('theta[Phillips]')]).toEqual([2, 12, 22, 32, 102, 112, 122, 132]);
  expect([...frame.column('chain')]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect([...frame.rows()][5]).toEqual({
    chain: 1,
    draw: 1,
    mu: 1.25,
    'theta[Choate]': 110,
    'theta[Deerfield]': 111,
    'theta[Phillips]': 112,
  });
  expect(traceToDataFrame(idata(), { group: 'prior', variables: ['mu'] }).length).toBe(5);
  expect(String(frame)).toBe(
    'DataFrame of 8 rows and 6 columns: chain, draw, mu, theta[Choate], theta[Deerfield], theta[Phillips]',
  );
  expect(() => frame.column('theta[Choat]')).toThrow(
    "There is no column 'theta[Choat]'. Did you mean 'theta[Choate]'? [inference/column]",
  );
  expect(() => traceToDataFrame(idata(), { group: 'observed_data' })).toThrow(
    "traceToDataFrame: 'y' holds no draws: it has the dimensions [school], and no 'draw' among them. [inference/not-sampled]",
  );
});

test.each<[string, () => unknown, string]>([
  [
    'dim',
    () => inColumns().sel({ scool: 'Choate' }),
    "sel: 'theta' has no dimension 'scool'. Did you mean 'school'? [inference/dim]",
  ],
  [
    'dim of a dataset',
    () => new Dataset([mu()]).isel({ x: 0 }),
    "isel: the dataset has no dimension 'x'. It has chain, draw. [inference/dim]",
  ],
  [
    'dim of all',
    () => idata().sel({ schol: 'Choate' }),
    "sel: the inference data has no dimension 'schol'. Did you mean 'school'? [inference/dim]",
  ],
  [
    'label',
    () => idata().sel({ school: 'Choat' }),
    "sel: 'school' has no label 'Choat'. Did you mean 'Choate'? [inference/label]",
  ],
  [
    'number for text',
    () => mu().sel({ chain: '1' }),
    "sel: 'chain' has no label '1'. Did you mean 1? [inference/label]",
  ],
  [
    'far label',
    () => inColumns().sel({ school: ['X'] }),
    "sel: 'school' has no label 'X'. Labels: Choate, Deerfield, Phillips. [inference/label]",
  ],
  ['NaN', () => mu().sel({ chain: Number.NaN }), "sel: 'chain' has no label NaN. Labels: 0, 1. [inference/label]"],
  [
    'index',
    () => mu().isel({ draw: 4 }),
    "isel: 4 is no index along 'draw', which has 4 positions. Count from 0, or from the end with -1. [inference/index]",
  ],
  [
    'fraction',
    () => mu().isel({ draw: [0, 0.5] }),
    "isel: 0.5 is no index along 'draw', which has 4 positions. Count from 0, or from the end with -1. [inference/index]",
  ],
  [
    'step',
    () => mu().isel({ draw: { step: 0 } }),
    "isel: the step along 'draw' must be a whole number > 0, not 0. [inference/index]",
  ],
  [
    'thin',
    () => idata().thin(1.5),
    'thin(n) keeps every n-th draw: n must be a whole number > 0, not 1.5. [inference/thin]',
  ],
  [
    'choice',
    () => mu().isel({ draw: JSON.parse('{ "start": 3 }') }),
    "isel: for 'draw' give an index, a list of indices, or { from, to, step }, not a value of type object. [inference/choice]",
  ],
  [
    'choice of labels',
    () => mu().sel({ draw: JSON.parse('true') }),
    "sel: for 'draw' give a label, a list of labels, or { from, to }, not true. [inference/choice]",
  ],
  [
    'group',
    () => idata().group('posteror'),
    "There is no group 'posteror' in this inference data. Did you mean 'posterior'? [inference/group]",
  ],
  [
    'variable',
    () => idata().summary({ variables: ['thet'] }),
    "There is no variable 'thet' in this dataset. Did you mean 'theta'? [inference/variable]",
  ],
  [
    'no draws',
    () => idata().summary({ group: 'observed_data' }),
    "'y' holds no draws: it has the dimensions [school], and no 'draw' among them. [inference/not-sampled]",
  ],
  [
    'size',
    () => new LabelledArray({ name: 'a', dims: ['x'], shape: [2], values: new Float64Array(3) }),
    "'a' of shape [2] holds 2 values, and 3 are given. [inference/shape]",
  ],
  [
    'dims',
    () => new LabelledArray({ name: 'a', dims: ['x', 'x'], shape: [2, 2], values: new Float64Array(4) }),
    "'a' has the dimensions [x, x] and the shape [2, 2]. Give every dimension a name of its own and a size, a whole number. [inference/shape]",
  ],
  [
    'columns',
    () => new LabelledArray({ name: 'a', dims: ['draw'], shape: [2], column: () => [] }),
    "'a' is given by columns of draws, so its dimensions begin with chain, draw, not [draw]. [inference/shape]",
  ],
  [
    'labels',
    () => new LabelledArray({ name: 'a', dims: ['x'], shape: [2], coords: { x: ['u'] }, values: new Float64Array(2) }),
    "'a' has 2 positions along 'x', and 1 labels are given for them. [inference/coords]",
  ],
  ['twice', () => new Dataset([mu(), mu()]), "A dataset cannot hold two variables 'mu'. [inference/duplicate]"],
  [
    'other labels',
    () => new Dataset([mu(), inColumns(2, 3)]),
    "'mu' and 'theta' have different labels along 'draw' (4 and 3 of them). Dimensions of one name in a dataset have the same labels. [inference/coords]",
  ],
  ['nothing', () => concat([], 'chain'), "concat along 'chain': nothing was given to put together. [inference/concat]"],
  [
    'no such dim',
    () => concat([mu(), mu()], 'school'),
    "concat along 'school': 'mu' has no dimension 'school'. [inference/concat]",
  ],
  [
    'sizes',
    () => concat([mu(2, 4), mu(2, 5)], 'chain'),
    "concat along 'chain': 'mu' has 4 and 5 positions along 'draw'. [inference/concat]",
  ],
  [
    'same label',
    () => concat([inColumns(), inColumns()], 'school'),
    "concat along 'school': 'school' would have the label 'Choate' twice. [inference/concat]",
  ],
  [
    'variables',
    () => concat([new Dataset([mu()]), new Dataset([inColumns()])], 'chain'),
    "concat along 'chain': not all have the same variables: 'mu' is missing in one. [inference/concat]",
  ],
  [
    'data',
    () =>
      concat(
        [
          idata(),
          idata().with({
            observed_data: new Dataset([
              observed()
                .with({})
                .isel({ school: [0, 2, 1] })
                .with({ coords: { school: SCHOOLS } }),
            ]),
          }),
        ],
        'chain',
      ),
    "concat along 'chain': 'y' has no dimension 'chain' and other values in one than in another. [inference/concat]",
  ],
])('refused: %s', (_, act, text) => {
  expect(act).toThrow(text);
});
