"""Distributions of whole numbers. Run: python tools/golden/distributions/counts.py [names]"""
import sys

from mpmath import exp, expm1, gammainc, log, log1p, loggamma, mp, mpf

from common import Point, run
from incompleteBeta import above, below


def probability(rng):
    kind = rng.random()
    if kind < 0.3:
        return rng.magnitude(-12, 0) * 0.999
    return 1 - rng.magnitude(-12, -1) if kind < 0.4 else rng.random()


def geometric(rng):
    p = probability(rng)
    x = 1 + rng.count_near(1 / p, 1 / p)
    return Point(
        dict(p=p), x, lambda x, p: log(p) + (x - 1) * log1p(-p),
        lambda x, p: -expm1(x * log1p(-p)), lambda x, p: exp(x * log1p(-p)), discrete=True)


def discreteUniform(rng):
    lower = rng.sign() * round(rng.magnitude(0, 6))
    upper = lower + round(rng.magnitude(0, 6))
    size = lambda lower, upper: upper - lower + 1
    return Point(
        dict(lower=lower, upper=upper), rng.randrange(lower, upper + 1), lambda x, lower, upper: -log(size(lower, upper)),
        lambda x, lower, upper: (x - lower + 1) / size(lower, upper),
        lambda x, lower, upper: (upper - x) / size(lower, upper), discrete=True, whole=('lower', 'upper'))


def discreteWeibull(rng):
    q = rng.random() if rng.random() < 0.6 else 1 - rng.magnitude(-6, -1)
    beta = rng.magnitude(-0.5, 0.5)
    x = int((-log(mpf(rng.random())) / -log(mpf(q))) ** (1 / beta))
    sf = lambda x, q, beta: q ** ((x + 1) ** beta)
    return Point(
        dict(q=q, beta=beta), x, lambda x, q, beta: x ** beta * log(q) + log(-expm1(((x + 1) ** beta - x ** beta) * log(q))),
        lambda x, q, beta: -expm1((x + 1) ** beta * log(q)), sf, discrete=True)


def beta_binomial_moments(n, alpha, beta):
    mean = n * alpha / (alpha + beta)
    return mean, (mean * (1 - alpha / (alpha + beta)) * (alpha + beta + n) / (alpha + beta + 1)) ** 0.5


def beta_binomial_logp(x, n, alpha, beta):
    choose = loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1)
    above = loggamma(x + alpha) + loggamma(n - x + beta) - loggamma(n + alpha + beta)
    return choose + above - loggamma(alpha) - loggamma(beta) + loggamma(alpha + beta)


def betaBinomial(rng):
    n = round(rng.magnitude(0, 9))
    alpha, beta = rng.magnitude(-2, 9), rng.magnitude(-2, 9)
    x = min(n, rng.count_near(*beta_binomial_moments(n, alpha, beta)))
    return Point(dict(n=n, alpha=alpha, beta=beta), x, beta_binomial_logp, discrete=True, whole=('n',))


def betaBinomial_cdf(rng):
    """Fewer trials, over which probabilities can be summed."""
    n = round(rng.magnitude(0, 4))
    alpha, beta = rng.magnitude(-2, 9), rng.magnitude(-2, 9)
    x = rng.randrange(n + 1) if rng.random() < 0.3 else min(n, rng.count_near(*beta_binomial_moments(n, alpha, beta)))

    def below(x, n, alpha, beta):
        term = total = exp(beta_binomial_logp(x, n, alpha, beta))
        for k in range(int(x), 0, -1):
            term *= k * (n - k + beta) / ((n - k + 1) * (k - 1 + alpha))
            total += term
        return total

    return Point(
        dict(n=n, alpha=alpha, beta=beta), x, beta_binomial_logp,
        lambda x, n, alpha, beta: below(x, n, alpha, beta) if x >= 0 else mpf(0),
        lambda x, n, alpha, beta: below(n - x - 1, n, beta, alpha) if x < n else mpf(0), discrete=True, whole=('n',))


def bernoulli(rng):
    return Point(
        dict(p=probability(rng)), rng.randrange(2), lambda x, p: log(p) if x == 1 else log1p(-p),
        lambda x, p: 1 - p if x == 0 else mpf(int(x > 0)), lambda x, p: p if x == 0 else mpf(int(x < 0)), discrete=True)


def bernoulli_logit(rng):
    p = lambda logit: 1 / (1 + exp(-logit))
    return Point(
        dict(logit=rng.sign() * rng.magnitude(-6, 2.5)), rng.randrange(2),
        lambda x, logit: -log1p(exp(-logit if x == 1 else logit)),
        lambda x, logit: p(-logit) if x == 0 else mpf(int(x > 0)),
        lambda x, logit: p(logit) if x == 0 else mpf(int(x < 0)), discrete=True)


def poisson(rng):
    mu = rng.magnitude(-6, 6)
    cdf = lambda x, mu: gammainc(x + 1, mu, regularized=True) if x >= 0 else mpf(0)
    return Point(
        dict(mu=mu), rng.count_near(mu, mu ** 0.5), lambda x, mu: x * log(mu) - mu - loggamma(x + 1),
        cdf, lambda x, mu: gammainc(x + 1, 0, mu, regularized=True), discrete=True)


def counted(parameters, x, logp, cdf=None, sf=None, whole=(), rounded=()):
    at = lambda f, least: None if f is None else lambda x, **given: f(x, **given) if x >= 0 else mpf(least)
    return Point(parameters, x, logp, at(cdf, 0), at(sf, 1), discrete=True, whole=whole, rounded=rounded)


def binomial_tails(share):
    """More than x of n uniform numbers lie below the share; of which there are its value and the rest, by other parameters."""
    def side(f, end):
        def tail(x, n, **given):
            p, rest = share(**given)
            return f(n - x, x + 1, rest, p) if x < n else mpf(end)
        return tail
    return side(below, 1), side(above, 0)


def negative_binomial_tails(forms):
    """@param forms alpha, and the shares of success and failure, by other parameters"""
    def side(f):
        def tail(x, **given):
            alpha, success, failure = forms(**given)
            return f(alpha, x + 1, success, failure)
        return tail
    return side(below), side(above)


def log_choose(n, x):
    return loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1)


def binomial(rng):
    n = round(rng.magnitude(0, 9))
    p = rng.random() if rng.random() < 0.6 else rng.magnitude(-12, -1)
    x = n if rng.random() < 0.1 else min(n, rng.count_near(n * p, (n * p * (1 - p)) ** 0.5))
    return counted(
        dict(n=n, p=p), x, lambda x, n, p: log_choose(n, x) + x * log(p) + (n - x) * log1p(-p),
        *binomial_tails(lambda p: (p, 1 - p)), whole=('n',))


def binomial_logit(rng):
    n, logit = round(rng.magnitude(0, 9)), rng.sign() * rng.magnitude(-3, 1)
    p = float(1 / (1 + exp(-mpf(logit))))
    x = min(n, rng.count_near(n * p, (n * p * (1 - p)) ** 0.5))
    return counted(
        dict(n=n, logit=logit), x,
        lambda x, n, logit: log_choose(n, x) - x * log1p(exp(-logit)) - (n - x) * log1p(exp(logit)),
        *binomial_tails(lambda logit: (1 / (1 + exp(-logit)), 1 / (1 + exp(logit)))), whole=('n',), rounded=('logit',))


def poisson_large(rng):
    mu = rng.magnitude(4, 9)
    return counted(
        dict(mu=mu), rng.count_near(mu, mu ** 0.5), lambda x, mu: x * log(mu) - mu - loggamma(x + 1))


def poisson_log(rng):
    log_mu = rng.uniform(-15, 14)
    mu = float(exp(mpf(log_mu)))
    return counted(
        dict(logMu=log_mu), rng.count_near(mu, mu ** 0.5), lambda x, logMu: x * logMu - exp(logMu) - loggamma(x + 1))


def negative_binomial_logp(x, mu, alpha):
    return (loggamma(x + alpha) - loggamma(alpha) - loggamma(x + 1) + alpha * log(alpha / (alpha + mu))
            + x * log(mu / (alpha + mu)))


def negativeBinomial(rng):
    mu, alpha = rng.magnitude(-3, 9), rng.magnitude(-3, 9)
    return counted(
        dict(mu=mu, alpha=alpha), rng.count_near(mu, (mu + mu * mu / alpha) ** 0.5), negative_binomial_logp,
        *negative_binomial_tails(lambda mu, alpha: (alpha, alpha / (mu + alpha), mu / (mu + alpha))))


def negativeBinomial_log(rng):
    log_mu, alpha = rng.uniform(-7, 18), rng.magnitude(-3, 9)
    mu = float(exp(mpf(log_mu)))
    return counted(
        dict(logMu=log_mu, alpha=alpha), rng.count_near(mu, (mu + mu * mu / alpha) ** 0.5),
        lambda x, logMu, alpha: negative_binomial_logp(x, exp(logMu), alpha),
        *negative_binomial_tails(lambda logMu, alpha: (alpha, alpha / (exp(logMu) + alpha), exp(logMu) / (exp(logMu) + alpha))),
        rounded=('logMu',))


def negativeBinomial_n(rng):
    n, p = rng.magnitude(-2, 9), rng.uniform(0.001, 0.999)
    mean = n * (1 - p) / p
    return counted(
        dict(n=n, p=p), rng.count_near(mean, (mean / p) ** 0.5),
        lambda x, n, p: loggamma(x + n) - loggamma(n) - loggamma(x + 1) + n * log(p) + x * log1p(-p),
        *negative_binomial_tails(lambda n, p: (n, p, 1 - p)))


def diracDelta(rng):
    c = rng.sign() * round(rng.magnitude(0, 9))
    return Point(
        dict(c=c), c, lambda x, c: mpf(0), lambda x, c: mpf(int(x >= c)), lambda x, c: mpf(int(x < c)), discrete=True,
        whole=('c',))


def hypergeometric_logp(x, N, k, n):
    return log_choose(k, x) + log_choose(N - k, n - x) - log_choose(N, n)


def urn(rng, largest):
    N = round(rng.magnitude(0, largest))
    k, n = (round(N * rng.random()) if rng.random() < 0.6 else round(rng.magnitude(-1, mp.log10(N + 1))) for _ in range(2))
    k, n = min(k, N), min(n, N)
    mean = n * k / N
    sd = (mean * (N - k) / N * (N - n) / max(N - 1, 1)) ** 0.5
    x = max(0, n + k - N, min(n, k, rng.count_near(mean, sd)))
    return dict(N=N, k=k, n=n), x


def hypergeometric(rng):
    parameters, x = urn(rng, 9)
    return Point(parameters, x, hypergeometric_logp, discrete=True, whole=('N', 'k', 'n'))


def hypergeometric_cdf(rng):
    """Fewer, over which probabilities can be summed."""
    parameters, x = urn(rng, 4)

    def below(x, N, k, n):
        if x < max(0, n + k - N):
            return mpf(0)
        term = total = exp(hypergeometric_logp(x, N, k, n))
        for i in range(int(x), 0, -1):
            term *= i * (N - k - n + i) / ((k - i + 1) * (n - i + 1))
            total += term
        return total

    return Point(
        parameters, x, hypergeometric_logp,
        below, lambda x, N, k, n: below(n - x - 1, N, N - k, n) if x < min(n, k) else mpf(0), discrete=True,
        whole=('N', 'k', 'n'))


if __name__ == '__main__':
    cases = (geometric, discreteUniform, discreteWeibull, betaBinomial, betaBinomial_cdf, bernoulli, bernoulli_logit, binomial, binomial_logit, poisson,
             poisson_large, poisson_log, hypergeometric, hypergeometric_cdf, diracDelta, negativeBinomial, negativeBinomial_log, negativeBinomial_n)
    run({case.__name__: case for case in cases}, sys.argv[1:])
