"""What ArviZ says of a NetCDF file of ours, as JSON: python tools/arviz/compare.py FILE COPY

Opens FILE with both engines and as a DataTree, and writes COPY as ArviZ does.
"""
import json
import sys
import warnings

warnings.simplefilter('ignore')
import arviz as az
import numpy as np
import xarray as xr

path, copy = sys.argv[1:]
idata = az.from_netcdf(path)
by_engine = {engine: xr.open_dataset(path, group='posterior', engine=engine) for engine in ('netcdf4', 'h5netcdf')}
same = by_engine['netcdf4'].identical(by_engine['h5netcdf'])
tree = xr.open_datatree(path)


def measures(x):
    low, high = az.hdi(x.ravel(), 0.94)
    return {
        'mean': x.mean(), 'sd': x.std(ddof=1), 'hdi': [low, high],
        'rHat': az.rhat(x), 'essBulk': az.ess(x), 'essTail': az.ess(x, method='tail'), 'mcseMean': az.mcse(x),
    }


summary = {}
for name, variable in idata.posterior.data_vars.items():
    values = variable.values.reshape(*variable.shape[:2], -1)
    labels = [''] if variable.ndim == 2 else [f'[{label}]' for label in variable.coords[variable.dims[2]].values]
    for i, label in enumerate(labels):
        summary[name + label] = measures(values[:, :, i])

loo = az.loo(idata, reff=1.0, pointwise=True)
report = {
    'arviz': az.__version__,
    'enginesAgree': bool(same),
    'groups': list(idata.groups()),
    'tree': list(tree.groups),
    'types': {name: str(v.dtype) for g in idata.groups() for name, v in idata[g].data_vars.items()},
    'schools': [str(s) for s in idata.posterior.school.values],
    'divergences': int(idata.sample_stats.diverging.sum()),
    'summary': summary,
    'loo': {'elpd': loo.elpd_loo, 'p': loo.p_loo, 'se': loo.se, 'k': list(loo.pareto_k.values), 'pointwise': list(loo.loo_i.values)},
}
idata.to_netcdf(copy)
print(json.dumps(report, default=float))
