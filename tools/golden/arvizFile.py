"""NetCDF files as ArviZ writes them: python tools/golden/arvizFile.py packages/dsl/src/storage/golden

With arviz 0.23.4, xarray 2026.9.0, h5netcdf 1.8.2, netCDF4 1.7.5.
"""
import sys
import warnings

warnings.simplefilter('ignore')
import arviz as az
import numpy as np
import xarray as xr

folder = sys.argv[1]
i = np.arange(20.0).reshape(2, 10)
schools = ['Choate', 'Ünïcode', 'C']


def data(**constant):
    idata = az.from_dict(
        posterior={'mu': i / 10, 'theta': i[:, :, None] / 10 + np.arange(3) * 2, 'k': i.astype(int) - 5},
        sample_stats={'diverging': i % 7 == 0, 'small': (i / 10).astype('float32')},
        observed_data={'y': np.arange(3.0)},
        constant_data=constant,
        coords={'school': schools},
        dims={'theta': ['school'], 'y': ['school']},
    )
    idata.posterior.attrs['tuning_steps'] = 1000
    idata.posterior.attrs['created_at'] = '2026-11-25T00:00:00+00:00'
    return idata


idata = data(packed=np.array([10, 10.5, np.nan]))
idata.constant_data['packed'].encoding = {'dtype': 'int16', 'scale_factor': 0.5, 'add_offset': 10.0, '_FillValue': -1}
for engine in ['h5netcdf', 'netcdf4']:
    idata.to_netcdf(f'{folder}/arviz-{engine}.nc', engine=engine)
data(label=np.array(['a', 'b']), x=np.arange(2.0)).to_netcdf(f'{folder}/arviz-text.nc', engine='h5netcdf')
