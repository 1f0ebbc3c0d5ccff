/** Arithmetic on columns of data, element by element, and matrices from columns. */
import { log } from '@credence/numerics';
import type { Column, Table } from '../posterior.js';

export const logOf = (column: Column): Column => column.map(log);
export const times = (a: Column, b: Column): Column => a.map((value, i) => value * (b[i] ?? Number.NaN));
export const plus = (a: Column, b: Column): Column => a.map((value, i) => value + (b[i] ?? Number.NaN));
export const minus = (a: Column, b: Column): Column => a.map((value, i) => value - (b[i] ?? Number.NaN));
export const shifted = (column: Column, by: number): Column => column.map((value) => value - by);

export function meanOf(column: Column): number {
  return column.reduce((sum, value) => sum + value, 0) / column.length;
}

/** Sample standard deviation, with the divisor N - 1. */
export function sdOf(column: Column): number {
  const mean = meanOf(column);
  return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (column.length - 1));
}

/** A matrix of these columns. */
export function matrix(...columns: readonly Column[]): Table {
  const [first = []] = columns;
  return first.map((_, row) => columns.map((column) => column[row] ?? Number.NaN));
}

/** A column of ones, as long as another. */
export function ones(like: Column): Column {
  return like.map(() => 1);
}
