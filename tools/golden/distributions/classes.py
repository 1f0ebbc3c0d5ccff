"""Distributions of the number of a class. Run: python tools/golden/distributions/classes.py [names]"""
import sys

from mpmath import erfc, exp, log, mp, mpf, sqrt

from common import DIGITS, Point, run


def classed(parameters, x, shares):
    """@param shares probabilities of all classes, by the parameters"""
    def precisely(f):
        def wide(x, **given):
            # As many more digits as differences of far tails cancel.
            with mp.workdps(4 * DIGITS):
                return f(int(x), shares(**given))
        return wide
    return Point(
        parameters, x, precisely(lambda x, p: log(p[x])), precisely(lambda x, p: sum(p[:x + 1], mpf(0))),
        precisely(lambda x, p: sum(p[x + 1:], mpf(0))), discrete=True)


def categorical(rng):
    weights = [rng.magnitude(-12, 0) if rng.random() < 0.5 else rng.random() for _ in range(5)]
    return classed(dict(p=[weight / sum(weights) for weight in weights]), rng.randrange(5), lambda p: p)


def softmax(logit):
    total = sum(exp(one) for one in logit)
    return [exp(one) / total for one in logit]


def categorical_logit(rng):
    offset = rng.sign() * rng.magnitude(-1, 3)
    logit = [offset + rng.sign() * rng.magnitude(-3, 3) for _ in range(5)]
    return classed(dict(logit=logit), rng.randrange(5), softmax)


def between(cdf, cutpoints, scale=1):
    """Probabilities of what lies between ascending cutpoints, in the upper half from the tails of a symmetric cdf."""
    ends = [mpf('-inf'), *(cutpoint / scale for cutpoint in cutpoints), mpf('inf')]
    return [cdf(b) - cdf(a) if a < 0 else cdf(-a) - cdf(-b) for a, b in zip(ends, ends[1:])]


def cut(rng, count):
    """Cutpoints some close and some far from each other, and a location among them or far off."""
    cutpoints = [rng.sign() * rng.magnitude(-2, 1.5)]
    while len(cutpoints) < count:
        cutpoints.append(cutpoints[-1] + rng.magnitude(-6 if rng.random() < 0.3 else -1, 1))
    eta = rng.uniform(cutpoints[0] - 2, cutpoints[-1] + 2) if rng.random() < 0.6 else rng.sign() * rng.magnitude(0, 2)
    return eta, cutpoints


def logistic(z):
    return 1 / (1 + exp(-z))


def normal(z):
    return erfc(-z / sqrt(2)) / 2


def ordered(cdf, count):
    def case(rng):
        eta, cutpoints = cut(rng, count)
        shares = lambda eta, cutpoints: between(cdf, [cutpoint - eta for cutpoint in cutpoints])
        return classed(dict(eta=eta, cutpoints=cutpoints), rng.randrange(count + 1), shares)
    return case


def orderedProbit_sigma(rng):
    eta, cutpoints = cut(rng, 4)
    shares = lambda eta, cutpoints, sigma: between(normal, [cutpoint - eta for cutpoint in cutpoints], sigma)
    return classed(dict(eta=eta, cutpoints=cutpoints, sigma=rng.magnitude(-1, 2)), rng.randrange(5), shares)


CASES = dict(
    categorical=categorical, categorical_logit=categorical_logit, orderedLogistic=ordered(logistic, 4),
    orderedLogistic_one=ordered(logistic, 1), orderedProbit=ordered(normal, 4), orderedProbit_sigma=orderedProbit_sigma)

if __name__ == '__main__':
    run(CASES, sys.argv[1:])
