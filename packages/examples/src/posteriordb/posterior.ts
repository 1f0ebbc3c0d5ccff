/** What a posterior of the data base is here: its model, declared from the data of its file. */
import type { Model } from '@credence/dsl';
import { CredenceError } from '@credence/numerics';

/** Numbers as the file of a posterior has them. */
export type Column = readonly number[];
export type Table = readonly (readonly number[])[];

/** The data of a posterior, by name. @throws CredenceError posteriordb/data */
export interface PosteriorData {
  number(name: string): number;
  column(name: string): Column;
  table(name: string): Table;
}

/** Declares a model. Its variables have the names of the reference quantities. */
export type Declare = (data: PosteriorData) => Model;

/** Reads what a file holds. */
export function posteriorData(name: string, values: Readonly<Record<string, unknown>>): PosteriorData {
  const wrong = (field: string, kind: string): CredenceError =>
    new CredenceError('posteriordb/data', `The data of '${name}' have no ${kind} '${field}'.`, { name, field });
  const isColumn = (value: unknown): value is Column =>
    Array.isArray(value) && value.every((entry) => typeof entry === 'number');
  return {
    number: (field) => {
      const value = values[field];
      if (typeof value !== 'number') throw wrong(field, 'number');
      return value;
    },
    column: (field) => {
      const value = values[field];
      if (!isColumn(value)) throw wrong(field, 'column');
      return value;
    },
    table: (field) => {
      const value = values[field];
      if (!Array.isArray(value) || !value.every(isColumn)) throw wrong(field, 'table');
      return value;
    },
  };
}
