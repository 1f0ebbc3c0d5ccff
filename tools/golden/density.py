"""Bandwidths and kernel densities for packages/plots/src/density/*.test.ts, by arviz-stats and SciPy.

Run: python tools/golden/density.py > packages/plots/src/density/golden/density.json
"""
import json

import arviz_stats
import numpy as np
import scipy
from arviz_stats.base import array_stats
from scipy import stats
from scipy.fft import dct
from scipy.optimize import brentq

U = lambda n, step: ((np.arange(n) + 0.5) * step) % 1  # the same in the test
GOLDEN, ROOT = 0.6180339887498949, 0.41421356237309515


def sample(name, n):
    u, v = U(n, GOLDEN), U(n, ROOT)
    normal = stats.norm.ppf(u)
    return {
        "normal": normal,
        "bimodal": normal + np.where(v < 0.4, -6.0, 6.0) / 2,
        "narrow": normal * np.where(v < 0.3, 0.1, 2.0),
    }[name]



def isj(x, cells=2**14):
    """Botev, Grotowski & Kroese (2010), algorithm 1, on a fine grid."""
    margin = (x.max() - x.min()) / 10
    low, high = x.min() - margin, x.max() + margin
    share = np.histogram(x, cells, (low, high))[0] / len(x)
    squares, k = (dct(share)[1:] / 2) ** 2, np.arange(1, cells) ** 2.0
    norm = lambda s, t: 2 * np.pi ** (2 * s) * np.sum(k**s * squares * np.exp(-k * np.pi**2 * t))

    def fixed(t):
        f = norm(7, t)
        for s in range(6, 1, -1):
            odd = np.prod(np.arange(1, 2 * s, 2)) / np.sqrt(2 * np.pi)
            f = norm(s, (2 * (1 + 0.5 ** (s + 0.5)) / 3 * odd / len(x) / f) ** (2 / (3 + 2 * s)))
        return t - (2 * len(x) * np.sqrt(np.pi) * f) ** -0.4

    return np.sqrt(brentq(fixed, 1e-7, 0.1)) * (high - low)


def arviz(x):
    """ArviZ takes its grid half a standard deviation wider on both sides, and its unit from the range of the values alone."""
    return array_stats.get_bw(x, "isj") * (1 + np.std(x) / np.ptp(x))


def silverman(x):
    spread = min(np.std(x, ddof=1), np.subtract(*np.quantile(x, [0.75, 0.25])) / 1.34)
    return 0.9 * spread * len(x) ** -0.2


bandwidths = [
    {"name": name, "size": n, "isj": isj(sample(name, n)), "arviz": arviz(sample(name, n)), "silverman": silverman(sample(name, n))}
    for name in ["normal", "bimodal", "narrow"]
    for n in [300, 4000]
]

x = sample("bimodal", 1000)
kernel = stats.gaussian_kde(x, bw_method=0.3 / np.std(x, ddof=1))
points = [-5.0, -3.0, -2.2, 0.0, 1.1, 3.0, 4.7]
one = {"bandwidth": 0.3, "points": points, "density": kernel(points).tolist()}

a = sample("normal", 2000)
b = 0.7 * a + 0.5 * stats.norm.ppf(U(2000, ROOT))
plane = stats.gaussian_kde(np.stack([a, b]))
places = [[0, 0], [1, 0.7], [-1, 0.3], [2, 1.5], [-2, -2.2], [0.5, -0.9]]
two = {"places": places, "density": [float(plane(p)[0]) for p in places], "factor": plane.factor}

versions = {"arviz_stats": arviz_stats.__version__, "scipy": scipy.__version__, "numpy": np.__version__}
print(json.dumps({"versions": versions, "bandwidths": bandwidths, "one": one, "two": two}, indent=1))
