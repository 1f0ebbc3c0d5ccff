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


def interpolated(rng):
    """Lines through five points."""
    places = [rng.sign() * rng.magnitude(-2, 2)]
    while len(places) < 5:
        places.append(places[-1] + rng.magnitude(-1, 1))
    densities = [rng.magnitude(-3, 3) for _ in places]
    i = rng.randrange(4)
    x = places[i] + (places[i + 1] - places[i]) * rng.uniform(0.001, 0.999)

    def total(xPoints, pdfPoints):
        return sum(piece(j, xPoints, pdfPoints) for j in range(4))

    def piece(j, xPoints, pdfPoints):
        return (pdfPoints[j] + pdfPoints[j + 1]) / 2 * (xPoints[j + 1] - xPoints[j])

    def density(x, xPoints, pdfPoints):
        share = (x - xPoints[i]) / (xPoints[i + 1] - xPoints[i])
        return pdfPoints[i] * (1 - share) + pdfPoints[i + 1] * share

    def cdf(x, xPoints, pdfPoints):
        own = (x - xPoints[i]) * (pdfPoints[i] + density(x, xPoints, pdfPoints)) / 2
        return (sum(piece(j, xPoints, pdfPoints) for j in range(i)) + own) / total(xPoints, pdfPoints)

    return Point(
        dict(xPoints=places, pdfPoints=densities), x,
        lambda x, **given: log(density(x, **given) / total(**given)), cdf, lambda x, **given: 1 - cdf(x, **given))


CASES = dict(uniform=uniform, triangular=triangular, interpolated=interpolated)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
