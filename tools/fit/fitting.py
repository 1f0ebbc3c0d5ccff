"""Shared by the scripts that fit coefficients for packages/numerics."""
from mpmath import mp, mpf, cos, pi, matrix, lu_solve, nint, frexp, ldexp


def fit(f, low, high, terms, at_zero=None):
    """Coefficients c[0..terms) of the polynomial that interpolates f at Chebyshev nodes of [low, high]."""
    low, high = mpf(low), mpf(high)
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * k + 1) / (2 * terms)) for k in range(terms)]
    with mp.workdps(mp.dps + 40):
        a = matrix(terms, terms)
        b = matrix(terms, 1)
        for i, x in enumerate(nodes):
            p = mpf(1)
            for j in range(terms):
                a[i, j] = p
                p *= x
            b[i] = at_zero if at_zero is not None and abs(x) < mpf(10)**-20 else f(x)
        c = lu_solve(a, b)
    return [c[i] for i in range(terms)]


def worst(f, c, low, high, points=400):
    """Largest |f - polynomial(float64 coefficients)| over the interval."""
    error = mpf(0)
    for k in range(points + 1):
        x = mpf(low) + (mpf(high) - mpf(low)) * (k + mpf('0.37')) / (points + 1)
        p = mpf(0)
        for v in reversed(c):
            p = p * x + mpf(float(v))
        error = max(error, abs(p - f(x)))
    return error


def short(value, bits):
    """value rounded to `bits` significant bits."""
    m, e = frexp(value)
    return ldexp(nint(m * 2**bits), e - bits)


def emit(name, comment, values):
    body = ', '.join(repr(float(v)) for v in values)
    print(f'/** {comment}. */\nexport const {name}: readonly number[] = [{body}];\n')


def banner(part):
    return (f'/** Coefficients and tables of the {part} functions, written by tools/fit/{part}.py. */\n\n'
            '// biome-ignore-all lint/correctness/noPrecisionLoss: shortest decimals of float64 values\n'
            '// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: written by a script\n')
