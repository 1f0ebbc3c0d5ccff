"""Nodes and weights of Gauss-Legendre quadrature on [0, 1]: prints packages/numerics/src/special/legendre.ts, or
legendre32.ts for 32 nodes.

    python tools/fit/legendre.py > packages/numerics/src/special/legendre.ts
    python tools/fit/legendre.py 32 > packages/numerics/src/special/legendre32.ts
"""
import sys

from mpmath import cos, mp, mpf, pi

mp.dps = 40
N = int(sys.argv[1]) if len(sys.argv) > 1 else 24
SUFFIX = '' if N == 24 else str(N)


def legendre(r):
    before, value = mpf(1), r
    for k in range(2, N + 1):
        before, value = value, ((2 * k - 1) * r * value - (k - 1) * before) / k
    return value, N * (r * value - before) / (r * r - 1)


nodes, weights = [], []
for k in range(N):
    r = -cos(pi * (k + mpf(3) / 4) / (N + mpf(1) / 2))
    for _ in range(8):
        value, slope = legendre(r)
        r -= value / slope
    nodes.append((1 + r) / 2)
    weights.append(1 / ((1 - r * r) * legendre(r)[1]**2))
print(f'/** Gauss-Legendre quadrature with {N} nodes on [0, 1], written by tools/fit/legendre.py. */\n')
print('// biome-ignore-all lint/correctness/noPrecisionLoss: shortest decimals of float64 values\n')
print("import { laneTable } from '../lanes/laneProgram.js';\n")
for name, values in (('LEGENDRE_NODES', nodes), ('LEGENDRE_WEIGHTS', weights)):
    label = name.lower().split('_')
    print(f"export const {name}{'_' * bool(SUFFIX)}{SUFFIX} = laneTable('{label[0]}{label[1].title()}{SUFFIX}', [{', '.join(repr(float(v)) for v in values)}]);\n")
