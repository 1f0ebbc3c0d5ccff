"""Distributions with modified Bessel functions. Run: python tools/golden/distributions/bessel.py [names]"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))
from mpmath import cos, log, mp, mpf, pi, sqrt

from common import Point, run
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
        dict(mu=mu, kappa=kappa), x, lambda x, mu, kappa: kappa * cos(x - mu) - log(2 * pi) - log_bessel(mpf(0), kappa))


def rice_form(x, nu, sigma):
    v = sigma * sigma
    return log(x / v) - (x * x + nu * nu) / (2 * v) + log_bessel(mpf(0), x * nu / v)


def rice_point(rng, most):
    sigma, b = rng.magnitude(-3, 3), rng.magnitude(-3, most) if rng.random() < 0.97 else 0
    kind = rng.random()
    z = b + rng.uniform(-5, 5) if kind < 0.5 else rng.magnitude(-6, 3)
    return sigma, b, sigma * (z if z > 0 else rng.magnitude(-6, 0))


def rice(rng):
    sigma, b, x = rice_point(rng, 6)
    return Point(dict(nu=sigma * b, sigma=sigma), x, rice_form)


def rice_b(rng):
    """x/sigma - b cannot be had to more digits than float64 has of x/sigma, so b is moderate."""
    sigma, b, x = rice_point(rng, 2.5)
    return Point(dict(b=b, sigma=sigma), x, lambda x, b, sigma: rice_form(x, b * sigma, sigma))


if __name__ == '__main__':
    run({case.__name__: case for case in (skellam, vonMises, rice, rice_b)}, sys.argv[1:])
