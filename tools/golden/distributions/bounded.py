"""Distributions between two bounds. Run: python tools/golden/distributions/bounded.py [names]"""
import sys

from mpmath import log

from common import Point, run


def uniform(rng):
    lower = rng.sign() * rng.magnitude(-3, 3)
    upper = lower + rng.magnitude(-3, 3)
    return Point(
        dict(lower=lower, upper=upper), rng.uniform(lower, upper),
        lambda x, lower, upper: -log(upper - lower),
        lambda x, lower, upper: (x - lower) / (upper - lower),
        lambda x, lower, upper: (upper - x) / (upper - lower),
    )


CASES = dict(uniform=uniform)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
