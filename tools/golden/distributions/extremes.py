"""Generalised extreme values. Run: python tools/golden/distributions/extremes.py [names]"""
import sys

from mpmath import exp, expm1, log, log1p, mpf

from common import Point, run
from realLine import one_sided_tail


def place(x, mu, sigma, xi):
    return log1p(xi * (x - mu) / sigma) / xi


def parameters(rng, s):
    """With x at the place s, but not so close to an end that the rounding of (x - mu) / sigma is all that is left."""
    mu, sigma, _ = rng.real_line()
    xi = rng.sign() * min(rng.magnitude(-8, 0.5), 3 / abs(s))
    x = float(mu + sigma * expm1(mpf(xi) * mpf(s)) / mpf(xi))
    return dict(mu=mu, sigma=sigma, xi=xi), x


def generalizedPareto(rng):
    s = rng.magnitude(-6, 0) if rng.random() < 0.4 else rng.magnitude(0, 5.5)
    given, x = parameters(rng, s)
    # Next to the threshold x - mu is what rounding x left.
    return Point(
        given, x if x > given['mu'] else given['mu'] + given['sigma'],
        lambda x, mu, sigma, xi: -log(sigma) - (1 + xi) * place(x, mu, sigma, xi),
        lambda x, mu, sigma, xi: -expm1(-place(x, mu, sigma, xi)),
        lambda x, mu, sigma, xi: exp(-place(x, mu, sigma, xi)),
    )


def generalizedExtremeValue(rng):
    given, x = parameters(rng, one_sided_tail(rng))
    s = place
    return Point(
        given, x,
        lambda x, mu, sigma, xi: -log(sigma) - (1 + xi) * s(x, mu, sigma, xi) - exp(-s(x, mu, sigma, xi)),
        lambda x, mu, sigma, xi: exp(-exp(-s(x, mu, sigma, xi))),
        lambda x, mu, sigma, xi: -expm1(-exp(-s(x, mu, sigma, xi))),
    )


CASES = dict(generalizedPareto=generalizedPareto, generalizedExtremeValue=generalizedExtremeValue)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
