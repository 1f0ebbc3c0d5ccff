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


def triangular(rng):
    """Not next to the ends, where the differences of rounded numbers are taken as they are."""
    lower, width = rng.sign() * rng.magnitude(-3, 3), rng.magnitude(-3, 3)
    upper = lower + width
    c = lower + (upper - lower) * (rng.random() if rng.random() < 0.6 else rng.magnitude(-6, -1))
    x = lower + (upper - lower) * (rng.random() if rng.random() < 0.6 else rng.magnitude(-8, -1))
    left = lambda x, lower, c, upper: (x - lower) / ((upper - lower) * (c - lower))
    right = lambda x, lower, c, upper: (upper - x) / ((upper - lower) * (upper - c))

    def cdf(x, **given):
        if x < given['c']:
            return left(x, **given) * (x - given['lower'])
        return 1 - right(x, **given) * (given['upper'] - x)

    def sf(x, **given):
        if x < given['c']:
            return 1 - left(x, **given) * (x - given['lower'])
        return right(x, **given) * (given['upper'] - x)

    return Point(
        dict(lower=lower, c=c, upper=upper), x,
        lambda x, **given: log(2 * (left(x, **given) if x < given['c'] else right(x, **given))),
        cdf, sf,
    )


CASES = dict(uniform=uniform, triangular=triangular)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
