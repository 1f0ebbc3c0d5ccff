/** Ticks at round numbers, as many as fit beside each other. */
import { pow } from '@credence/numerics';
import type { Label } from '../label/label.js';
import { textWidth } from '../text/measure.js';
import { theme } from '../theme/theme.js';

export interface Tick {
  readonly value: number;
  readonly text: string;
  /** What is written instead of the text. */
  readonly label?: Label;
}

/** Space between two labels of an axis, pixels. */
const GAP = 10;

/** Ticks of a horizontal axis of `pixels`: at most `most`, with labels that do not touch. */
export function horizontalTicks(domain: readonly [number, number], pixels: number, most = 6): readonly Tick[] {
  for (let count = most; count > 1; count--) {
    const ticks = roundTicks(domain, count);
    const scale = pixels / (domain[1] - domain[0]);
    const free = ticks.every((tick, i) => {
      const next = ticks[i + 1];
      if (next === undefined) return true;
      return (next.value - tick.value) * scale >= (widthOf(tick) + widthOf(next)) / 2 + GAP;
    });
    if (free && ticks.length > 0) return ticks;
  }
  return roundTicks(domain, 1).slice(0, 1);
}

/** Ticks of a vertical axis of `pixels`. */
export function verticalTicks(domain: readonly [number, number], pixels: number, most = 5): readonly Tick[] {
  return roundTicks(domain, Math.max(2, Math.min(most, Math.floor(pixels / 28))));
}

function widthOf({ text }: Tick): number {
  return textWidth(text, theme.size.tick);
}

/** Multiples of 1, 2 or 5 times a power of ten within a domain: the step whose number of ticks comes nearest to `count`. */
export function roundTicks([low, high]: readonly [number, number], count: number): readonly Tick[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [{ value: low, text: numberText(low) }];
  const start = Math.floor(Math.log10(span / count)) - 1;
  let best: readonly Tick[] = [];
  for (let exponent = start; exponent <= start + 2; exponent++) {
    for (const factor of [1, 2, 5]) {
      const ticks = multiplesOf(factor, exponent, low, high);
      if (best.length === 0 || Math.abs(ticks.length - count) <= Math.abs(best.length - count)) best = ticks;
    }
  }
  return best;
}

function multiplesOf(factor: number, exponent: number, low: number, high: number): readonly Tick[] {
  // Powers of ten are divided by where they are fractions: 3 / 10 is the nearest number to 0.3, 3 * 0.1 is not.
  const value = (i: number) => (exponent < 0 ? (i * factor) / pow(10, -exponent) : i * factor * pow(10, exponent));
  const step = value(1);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const largest = Math.max(Math.abs(value(first)), Math.abs(value(last)));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const at = value(first + i);
    return { value: at === 0 ? 0 : at, text: tickText(at, exponent, largest) };
  });
}

function tickText(value: number, exponent: number, largest: number): string {
  if (value === 0) return '0';
  if (largest >= 1e6 || largest < 1e-3) {
    const power = Math.floor(Math.log10(largest) + 1e-9);
    return scientific(value / pow(10, power), Math.max(0, power - exponent), power);
  }
  return minus(grouped(value.toFixed(Math.max(0, -exponent))));
}

function scientific(mantissa: number, decimals: number, power: number): string {
  return `${minus(mantissa.toFixed(decimals))}×10${superscript(power)}`;
}

function superscript(value: number): string {
  return [...String(value)].map((digit) => (digit === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit))).join('');
}

/** A hyphen before a number is a minus sign. */
export function minus(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text;
}

/** Whole numbers of five digits and more in groups of three, parted by a thin space. */
export function grouped(text: string): string {
  return text.replace(/\d{5,}(?=\.|$)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, '\u2009'));
}

/** A number with so many significant digits as are worth reading, beside a spread of the same unit if there is one. */
export function numberText(value: number, spread?: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const scale = spread !== undefined && spread > 0 ? spread : Math.abs(value);
  if (value === 0 && !(scale > 0)) return '0';
  const size = Math.max(Math.abs(value), scale);
  if (size >= 1e6 || size < 1e-4) {
    const power = Math.floor(Math.log10(size) + 1e-9);
    const decimals = Math.min(6, Math.max(1, power - Math.floor(Math.log10(scale)) + 1));
    return scientific(value / pow(10, power), decimals, power);
  }
  const decimals = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(scale))));
  return minus(grouped(value.toFixed(spread === undefined ? Math.min(decimals + 1, 8) : decimals)));
}
