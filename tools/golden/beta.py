"""Cdf and quantiles of the Beta distribution for packages/samplers/src/diagnostics/beta.test.ts.

mpmath 50 digits. Run: python tools/golden/beta.py > packages/samplers/src/golden/beta.json
"""
import json

import mpmath as mp
import scipy.special

mp.mp.dps = 50


def cdf(x, a, b):
    return mp.betainc(a, b, 0, x, regularized=True)


def quantile(p, a, b):
    """Newton's method from SciPy's quantile."""
    x = mp.mpf(scipy.special.betaincinv(float(a), float(b), float(p)))
    for _ in range(4):
        density = mp.exp((a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x)) / mp.beta(a, b)
        x -= (cdf(x, a, b) - p) / density
    return x


rows = []
for a, b in [(1, 1), (1.5, 1), (1, 40.25), (2.5, 7.25), (38.7, 349.2), (201, 201), (812.5, 91.5), (4001, 4001), (100.5, 9000.25)]:
    for p in [0.01, 0.1586553, 0.5, 0.8413447, 0.999]:
        x = quantile(mp.mpf(p), a, b)
        rows.append([p, a, b, float(x)])
print(json.dumps({"note": "Beta quantiles [probability, a, b, x]; mpmath " + mp.__version__ + ", tools/golden/beta.py", "quantiles": rows}, indent=1))
