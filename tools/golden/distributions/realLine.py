"""Distributions over all real numbers. Run: python tools/golden/distributions/realLine.py [names]"""
import sys

from mpmath import erfc, log, pi, sqrt

from common import Point, run


def normal(rng):
    mu, sigma, x = rng.real_line()
    z = lambda x, mu, sigma: (x - mu) / sigma
    return Point(
        dict(mu=mu, sigma=sigma), x,
        lambda x, mu, sigma: -z(x, mu, sigma) ** 2 / 2 - log(sigma) - log(2 * pi) / 2,
        lambda x, mu, sigma: erfc(-z(x, mu, sigma) / sqrt(2)) / 2,
        lambda x, mu, sigma: erfc(z(x, mu, sigma) / sqrt(2)) / 2,
    )


if __name__ == '__main__':
    run(dict(normal=normal), sys.argv[1:])
