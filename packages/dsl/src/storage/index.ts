/** Files of inference data: NetCDF4, CSV and JSON. */
export { type CsvOptions, fromCsv, readCsv, toCsv, writeCsv } from './csv/csv.js';
export type { CsvReadOptions } from './csv/csvTable.js';
export { fromJson, readJson, toJson, writeJson } from './json/json.js';
export { fromNetcdfBytes, type NetcdfOptions, readNetcdf, toNetcdfBytes, writeNetcdf } from './netcdf/netcdf.js';
export type { ReadOptions } from './netcdf/readGroups.js';
export type { Storable } from './storable.js';
