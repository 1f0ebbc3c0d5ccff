import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summaryTable } from '../output/html.js';
import { plotPosterior } from '../plots/posterior.js';
import { exampleDraws } from '../testing/exampleDraws.js';
import { writePlot } from './writePlot.js';
import { writeReport } from './writeReport.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credence-report-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plot = plotPosterior(exampleDraws(100), { variables: 'mu', title: 'Posterior of $\\mu$' });

test('a report is one file that asks the network for nothing; pictures lie beside it', async () => {
  const row = {
    name: 'theta_mu',
    mean: -1.23456,
    sd: 0.1,
    hdi: { lower: -1.4, upper: -1 },
    mcseMean: 0.002,
    essBulk: 400,
    essTail: 500,
    rHat: Number.NaN,
  };
  const table = { columns: ['a & b', 'value'], rows: [['<x>', 1.5]] };
  const written = await writeReport(
    {
      title: 'Schools',
      sections: [
        { title: 'Result', text: 'A $\\theta_\\mu$ < 5 & more', tables: [summaryTable([row]), table], plots: [plot] },
      ],
    },
    join(folder, 'out'),
    { scale: 1 },
  );
  const html = await readFile(written.report, 'utf8');
  expect(html).toContain('<p>A θ<sub>μ</sub> &lt; 5 &amp; more</p>');
  expect(html).toContain('<td>θ<sub>μ</sub></td><td class="number">−1.235</td>');
  expect(html).toContain('<td>&lt;x&gt;</td>');
  expect(html.match(/(?:src|href)="(?!#)|url\((?!data:|#)|@import/g)).toBeNull();
  expect(html.match(/@font-face/g)).toHaveLength(3);
  expect(await readdir(join(folder, 'out/figures'))).toEqual(['01-posterior-of-μ.png', '01-posterior-of-μ.svg']);
});

test('a failed write leaves nothing under the name', async () => {
  await expect(writePlot(plot, join(folder, 'missing/plot.svg'))).rejects.toThrow(/ENOENT/);
  await expect(writePlot(plot, join(folder, 'plot.gif'))).rejects.toThrow(
    expect.objectContaining({ code: 'plots/file-name', message: expect.stringMatching(/ends in .svg or .png/) }),
  );
  await expect(stat(join(folder, 'plot.gif'))).rejects.toThrow(/ENOENT/);
});
