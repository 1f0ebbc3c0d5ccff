"""Distributions with modified Bessel functions. Run: python tools/golden/distributions/bessel.py [names]"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))
from mpmath import cos, log, mp, mpf, pi, sqrt

from common import Point, falling_integral, run
from numericsBessel import large_terms, rest


def log_bessel(nu, x):
    """log I_nu(x); of order 0 it is even in x."""
    return rest(nu, abs(x)) + large_terms(nu, abs(x)) if x != 0 else mpf(0)


def skellam(rng):
    mu1, mu2 = rng.magnitude(-4, 9), rng.magnitude(-4, 9)
    if rng.random() < 0.4:
        mu2 = mu1 * rng.magnitude(-1, 1)
    sd = (mu1 + mu2) ** 0.5
    spread = 3 if rng.random() < 0.7 else 40
    x = round(mu1 - mu2 + spread * sd * rng.uniform(-1, 1))
    return Point(
        dict(mu1=mu1, mu2=mu2), x,
        lambda x, mu1, mu2: -mu1 - mu2 + x / 2 * log(mu1 / mu2) + log_bessel(abs(x), 2 * sqrt(mu1 * mu2)), discrete=True)


def vonMises_arc(start, stop, mu, kappa):
    """The probability between two angles: the density falls from every multiple of pi off the mode, or rises."""
    def log_density(t):
        return kappa * (cos(t - mu) - 1)

    turns = range(int(mp.floor((start - mu) / pi)), int(mp.ceil((stop - mu) / pi)) + 1)
    ends = [start, *[mu + k * pi for k in turns if start < mu + k * pi < stop], stop]
    total = mpf(0)
    for low, high in zip(ends, ends[1:]):
        falls = log_density(low) > log_density(high)
        total += falling_integral(log_density, low if falls else high, 1 if falls else -1, high - low)
    return total / (2 * pi * mp.exp(log_bessel(mpf(0), kappa) - kappa))


def vonMises(rng):
    """Directions outside [-pi, pi] are rounded to more than the angles are, and go with moderate concentrations."""
    inside = rng.random() < 0.7
    mu = rng.sign() * (rng.magnitude(-3, 0.4) if inside else rng.magnitude(0.5, 2))
    kappa = rng.magnitude(-6, 9 if inside else 3) if rng.random() < 0.97 else 0
    near = float(mu - 2 * mp.pi * mp.nint(mu / (2 * mp.pi)))
    x = near + rng.sign() * rng.magnitude(-3, 1.5) / max(kappa, 1) ** 0.5
    if abs(x) > 3.14159:
        x = rng.uniform(-3.1415, 3.1415)
    return Point(
        dict(mu=mu, kappa=kappa), x, lambda x, mu, kappa: kappa * cos(x - mu) - log(2 * pi) - log_bessel(mpf(0), kappa),
        lambda x, mu, kappa: vonMises_arc(-pi, x, mu, kappa), lambda x, mu, kappa: vonMises_arc(x, pi, mu, kappa))


def rice_form(x, nu, sigma):
    v = sigma * sigma
    return log(x / v) - (x * x + nu * nu) / (2 * v) + log_bessel(mpf(0), x * nu / v)


def rice_sides(x, nu, sigma):
    """P(X <= x) and P(X > x), from the tail that lies beyond the mode: the log density is concave."""
    def log_density(t):
        return rice_form(t, nu, sigma)

    if log_density(x * (1 + mpf(10) ** -40)) > log_density(x):
        lower = falling_integral(log_density, x, -1, x * (1 - mpf(10) ** -300))
        return lower, 1 - lower
    upper = falling_integral(log_density, x, 1)
    return 1 - upper, upper


def rice_point(rng, most):
    sigma, b = rng.magnitude(-3, 3), rng.magnitude(-3, most) if rng.random() < 0.97 else 0
    kind = rng.random()
    z = b + rng.uniform(-5, 5) if kind < 0.5 else rng.magnitude(-6, 3)
    return sigma, b, sigma * (z if z > 0 else rng.magnitude(-6, 0))


def rice(rng):
    sigma, b, x = rice_point(rng, 6)
    sides = [lambda x, nu, sigma, side=side: rice_sides(x, nu, sigma)[side] for side in (0, 1)]
    return Point(dict(nu=sigma * b, sigma=sigma), x, rice_form, *sides)


def rice_b(rng):
    """x/sigma - b cannot be had to more digits than float64 has of x/sigma, so b is moderate."""
    sigma, b, x = rice_point(rng, 2.5)
    sides = [lambda x, b, sigma, side=side: rice_sides(x, b * sigma, sigma)[side] for side in (0, 1)]
    return Point(dict(b=b, sigma=sigma), x, lambda x, b, sigma: rice_form(x, b * sigma, sigma), *sides)


if __name__ == '__main__':
    run({case.__name__: case for case in (skellam, vonMises, rice, rice_b)}, sys.argv[1:])
