/** Files of inference data: NetCDF4, CSV and JSON. */
export { fromNetcdfBytes, type NetcdfOptions, readNetcdf, toNetcdfBytes, writeNetcdf } from './netcdf/netcdf.js';
export type { ReadOptions } from './netcdf/readGroups.js';
export type { Storable } from './storable.js';
