"""Polynomial fits and tables of packages/numerics: prints packages/numerics/src/elementary/coefficients.ts.

    python tools/fit/elementary.py > packages/numerics/src/elementary/coefficients.ts

Near-minimax: interpolation at Chebyshev nodes in 60 digits, then rounding to float64 from the highest power down.
"""
from mpmath import mp, mpf, exp, expm1, log, log1p, atan, sin, cos, pi, sqrt, floor, nint, ldexp, frexp, atanh
from fitting import fit, emit, short, banner

mp.dps = 60
print(banner('elementary'))

# exp(r) = 1 + r + r^2 (c0 + c1 r + ...), |r| <= log(2)/128
h = log(2) / 128 * mpf('1.001')
emit('EXP', 'exp(r) = 1 + r + r^2 P(r) on |r| <= log(2)/128',
     fit(lambda r: (exp(r) - 1 - r) / r**2, -h, h, 4))
h = log(2) / 2 * mpf('1.001')
emit('EXPM1', 'expm1(r) = r + r^2/2 + r^3 P(r) on |r| <= log(2)/2',
     fit(lambda r: (exp(r) - 1 - r - r * r / 2) / r**3, -h, h, 9, at_zero=mpf(1) / 6))
s = (sqrt(2) - 1) / (sqrt(2) + 1)
emit('LOG', 'log((1+s)/(1-s)) = 2 s + s z P(z), z = s^2, on |s| <= 3 - 2 sqrt(2)',
     fit(lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z if z > 0 else mpf(2) / 3, mpf(10)**-20, s * s * mpf('1.001'), 7))
emit('EXP_TABLE', '2^(j/64), j = 0..63', [mpf(2)**(mpf(j) / 64) for j in range(64)])
emit('EXP_TABLE_TAIL', '2^(j/64) less its float64 value', [mpf(2)**(mpf(j) / 64) - mpf(float(mpf(2)**(mpf(j) / 64))) for j in range(64)])
for name, value, bits in (('LN2', log(2), 42), ('LN2_64', log(2) / 64, 36)):
    head = short(value, bits)
    emit(name, f'{bits} leading bits of log(2){"/64" if "64" in name else ""}, and the rest', [head, value - head])
