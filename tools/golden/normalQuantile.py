"""Quantiles of the standard normal for packages/samplers/src/diagnostics/normalScores.test.ts: mpmath, 50 digits.

Run: python tools/golden/normalQuantile.py > packages/samplers/src/golden/normalQuantile.json
"""
import json

import mpmath as mp

mp.mp.dps = 50
points = [0.5, 0.4999, 0.3, 0.0750001, 0.0749999, 0.02, 1e-4, 1e-8, 1.4e-11, 1.3e-11, 1e-12, 1e-40, 1e-300]
rows = [[p, float(-mp.sqrt(2) * mp.erfinv(1 - 2 * mp.mpf(p)) if p > 1e-20 else mp.findroot(lambda x: mp.log(mp.ncdf(x)) - mp.log(p), -mp.sqrt(-2 * mp.log(p))))] for p in points]
print(json.dumps({"note": "[p, Phi^-1(p)], mpmath " + mp.__version__ + ", tools/golden/normalQuantile.py", "quantiles": rows}))
