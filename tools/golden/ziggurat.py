"""Where the tail of the normal ziggurat begins, and the area of its layers: packages/numerics/src/random/ziggurat.ts.

Solves, to 40 digits, that the layers of equal area v = r f(r) + integral of f beyond r close at height f(0) = 1.
Run: python tools/golden/ziggurat.py 512
"""

import sys

from mpmath import erfc, exp, findroot, log, mp, mpf, pi, sqrt

mp.dps = 40
layers = int(sys.argv[1])


def area(r):
    return r * exp(-r * r / 2) + sqrt(pi / 2) * erfc(r / sqrt(2))


def overshoot(r):
    v, x = area(r), r
    for left in range(layers - 2, 0, -1):
        height = v / x + exp(-x * x / 2)
        if height >= 1:
            return height - 1 + left
        x = sqrt(-2 * log(height))
    return v / x + exp(-x * x / 2) - 1


low, high = mpf(3), mpf(5)
for _ in range(60):
    middle = (low + high) / 2
    low, high = (middle, high) if overshoot(middle) > 0 else (low, middle)
r = findroot(overshoot, (low, high))
print("tail", r, repr(float(r)))
print("area", area(r), repr(float(area(r))))
