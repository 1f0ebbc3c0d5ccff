/** Greek letters and signs by the names that LaTeX gives them. */

const LOWER =
  'alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω';
const UPPER =
  'Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω';
const SIGNS =
  'cdot · times × pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ~ mid | infty ∞ partial ∂ sum ∑ prod ∏ int ∫ sqrt √ to → rightarrow → leftarrow ← ell ℓ ldots … dots … prime ′ circ ° percent %';
const VARIANTS = 'varepsilon ε vartheta θ varphi φ varsigma ς varrho ρ';

function table(text: string): ReadonlyMap<string, string> {
  const words = text.split(' ');
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < words.length; i += 2) pairs.push([words[i] ?? '', words[i + 1] ?? '']);
  return new Map(pairs);
}

/** `theta` -> θ. */
export const GREEK = table(`${LOWER} ${UPPER}`);

/** Commands of a formula that stand for one sign. */
export const COMMANDS = table(`${LOWER} ${UPPER} ${SIGNS} ${VARIANTS}`);

/** Names of functions: upright, with a space behind. */
export const FUNCTIONS: ReadonlySet<string> = new Set(['log', 'ln', 'exp', 'logit', 'sin', 'cos', 'tan', 'max', 'min']);

/** Accents: characters that sit on the letter before them. */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'],
  ['bar', '\u0304'],
  ['tilde', '\u0303'],
  ['dot', '\u0307'],
]);

/** Whether a letter of a formula is set slanted: Latin ones, so that they are not taken for words. */
export function isSlanted(letter: string): boolean {
  return /^\p{Script=Latin}$/u.test(letter);
}
