"""Exact values of modified Bessel functions for packages/numerics, by mpmath.

    python tools/golden/numericsBessel.py [name ...]   # writes packages/numerics/src/golden/bessel.json (or only the names)

The generator, the columns and the storage are those of numerics.py. mpmath's besseli is slow where order or argument are large:
from sqrt(nu^2 + x^2) = 1000 on the uniform expansion is summed to 40 terms, which `check` compares with besseli there.
Derivatives by the order are central differences at 90 digits.
"""
import base64
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '../fit'))
from mpmath import mp, mpf

from bessel import debye
from numerics import Generator, TARGET, encode, listed

mp.dps = 90
FAR = 1000
DEBYE = [[(c.numerator, c.denominator) for c in row] for row in debye(40)]


def expansion(nu, x):
    """log I_nu(x) - s + nu asinh(nu/x) by the uniform expansion."""
    s = mp.hypot(nu, x)
    total = mpf(0)
    for k, row in enumerate(DEBYE):
        total += sum(mpf(top) / bottom * (nu / s) ** (j - k) for j, (top, bottom) in enumerate(row) if top != 0) / s**k
    return mp.log(total) - mp.log(2 * mp.pi * s) / 2


def large_terms(nu, x):
    return mp.hypot(nu, x) - nu * mp.asinh(nu / x)


def rest(nu, x):
    if mp.hypot(nu, x) >= FAR:
        return expansion(nu, x)
    return mp.log(mp.besseli(nu, x)) - large_terms(nu, x)


def ratio(nu, x):
    if mp.hypot(nu, x) >= FAR:
        return mp.exp(expansion(nu + 1, x) + large_terms(nu + 1, x) - expansion(nu, x) - large_terms(nu, x))
    return mp.besseli(nu + 1, x) / mp.besseli(nu, x)


def slope(nu, x):
    return ratio(nu, x) - x / (mp.hypot(nu, x) + nu)


def order_slope(nu, x):
    step = nu * mpf(10) ** -30
    return (rest(nu + step, x) - rest(nu - step, x)) / (2 * step)


def check():
    for nu, x in [(0, 1000), (300, 1100), (1200, 3), (700, 800), (1000, 1)]:
        nu, x = mpf(nu), mpf(x)
        exact = mp.log(mp.besseli(nu, x)) - large_terms(nu, x)
        assert abs(expansion(nu, x) / exact - 1) < mpf(10) ** -50, (nu, x)


# Order 0, orders and arguments of like size, of any size, and around the circle where the way of computing changes.
size = ['binary', -10, 30, 1]
points = [[40, ['uniform', 0, 0], ['binary', -30, 40, 1]], [60, size, ['factor', -2, 2]], [60, ['uniform', 0, 25], ['uniform', 0, 30]],
          [40, size, size], [30, ['binary', -60, 5, 1], ['binary', -60, 5, 1]], [30, ['uniform', 0, 32], ['uniform', 20, 32]],
          listed(0) + [['list', 1e-300]], [4, ['list', 0, 31.999999, 0, 1e9], ['list', 32, 0.001, 31.99999999, 1e9]]]
orders = [block for block in points if block[1] != ['uniform', 0, 0] and block[1][0] != 'list']
moderate = [[60, ['binary', -10, 10, 1], ['factor', -2, 4]], [60, ['uniform', 0, 25], ['uniform', 0, 30]],
            [40, ['uniform', 0, 0], ['binary', -30, 40, 1]], [40, ['binary', -20, 10, 1], ['binary', -20, 10, 1]]]

FUNCTIONS = {
    'logBesselI': (lambda nu, x: rest(nu, x) + large_terms(nu, x), moderate),
    'logBesselIRest': (rest, points),
    'logBesselIRestSlope': (slope, points),
    'logBesselIRestOrderSlope': (order_slope, orders),
    'besselIRatio': (ratio, points),
}


if __name__ == '__main__':
    check()
    path = os.path.join(TARGET, 'bessel.json')
    out = json.load(open(path)) if os.path.exists(path) else {}
    for index, (key, (f, blocks)) in enumerate(FUNCTIONS.items()):
        if len(sys.argv) > 1 and key not in sys.argv[1:]:
            continue
        seed = 4000 + index
        packed = b''.join(encode(f(*[mpf(v) for v in row])) for row in Generator(seed).rows(blocks))
        out[key] = {'seed': seed, 'inputs': blocks, 'values': base64.b64encode(packed).decode()}
        print(key, len(packed) // 9, flush=True)
    with open(path, 'w') as file:
        json.dump({key: out[key] for key in FUNCTIONS if key in out}, file, separators=(',', ':'))
        file.write('\n')
