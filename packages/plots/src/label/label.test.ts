import { labelGraphviz, labelHtml } from '../text/svgText.js';
import { labelText, nameLabel, parseLabel } from './label.js';

test.each([
  ['theta_mu', 'θ_μ'],
  ['theta_sigma', 'θ_σ'],
  ['sigma[Choate]', 'σ_{Choate}'],
  ['mu[3]', 'μ_3'],
  ['beta[0,1]', 'β_{0, 1}'],
  ['mu_1', 'μ_1'],
  ['beta0', 'β_0'],
  ['x^2', 'x^2'],
  ['sigma_y^2', 'σ_y^2'],
  ['log_sigma', 'log σ'],
  ['mu_theta_1', 'μ_{θ, 1}'],
  ['treatment_effect', 'treatment_effect'],
  ['treatment_effect[old, 3]', 'treatment_effect[old, 3]'],
  ['alphabet', 'alphabet'],
  ['x', 'x'],
  ['', ''],
  ['_', '_'],
  ['[', '['],
  ['mu[', 'mu['],
  ['$\\theta_\\mu$ (mm)', 'θ_μ (mm)'],
])('the name %s reads %s', (name, text) => {
  expect(labelText(nameLabel(name))).toBe(text);
});

test.each([
  ['$\\theta_\\mu$', 'θ_μ'],
  ['$\\sigma^2_{y,1}$', 'σ^2_{y, 1}'],
  ['$\\log p(x_i \\mid \\theta)$', 'log p(x_i | θ)'],
  ['$\\hat{R}$', 'R\u0302'],
  ['$10^{-3}$ m', '10^{−3} m'],
  ['$\\mathrm{kg\\,m}^2$', 'kg\\,m^2'],
  ['$\\unknown$', '\\unknown'],
  ['$x_$', 'x'],
  ['${{x$', 'x'],
  ['5 $', '5 $'],
  ['5 \\$', '5 $'],
])('the text %s reads %s', (source, text) => {
  expect(labelText(parseLabel(source))).toBe(text);
});

test('HTML and Graphviz escape what they would take for markup', () => {
  expect(labelHtml(nameLabel('theta_mu'))).toBe('θ<sub>μ</sub>');
  expect(labelHtml(nameLabel('x^2'))).toBe('<i>x</i><sup>2</sup>');
  expect(labelHtml(nameLabel('sigma[a<b & "c"]'))).toBe('σ<sub>a&lt;b &amp; &quot;c&quot;</sub>');
  expect(labelGraphviz(nameLabel('theta_mu'), 10)).toBe('θ<SUB><FONT POINT-SIZE="7.2">μ</FONT></SUB>');
});
