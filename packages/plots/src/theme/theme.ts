/**
 * The one look of all pictures: few inks, thin axes, no grid, on white.
 *
 * The series' colours are told apart by normal, protan, deutan and tritan sight: the least CIEDE2000 difference of any two is
 * above 15 in each (a test computes it), and each has a contrast of at least 2.5 on white. Series differ
 * in dashes as well where lines cross, so they survive a grey print.
 */
export const theme = {
  /** Named before other families: text is measured in this one. */
  fontFamily: "'Credence Sans', 'Source Sans 3', 'Source Sans Pro', 'Noto Sans', 'DejaVu Sans', sans-serif",
  size: { title: 14, label: 12.5, tick: 11, text: 11.5, note: 10 },
  ink: '#1a1a1a',
  axis: '#4d4d4d',
  muted: '#666666',
  faint: '#d0d0d0',
  paper: '#ffffff',
  series: ['#0072b2', '#ee7733', '#332288', '#44aa99', '#884422', '#111111'],
  dashes: ['', '6,3', '2,2', '8,3,2,3', '10,4', '1,3'],
  /** True values and references: the one warm mark of a picture. */
  truth: '#b2182b',
  divergence: '#b2182b',
  line: 1.5,
  hair: 0.75,
} as const;

/** Colour of the i-th series; they repeat after six, with other dashes. */
export function seriesColour(index: number): string {
  return theme.series[index % theme.series.length] ?? theme.ink;
}

/** Dashes of the i-th series. */
export function seriesDash(index: number): string {
  return theme.dashes[(index + Math.floor(index / theme.series.length)) % theme.dashes.length] ?? '';
}
