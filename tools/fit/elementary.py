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

q = (pi / 4 * mpf('1.0001'))**2
small = mpf(10)**-20
emit('SIN', 'sin(r) = r + r z P(z), z = r^2, on |r| <= pi/4',
     fit(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, small, q, 7))
emit('COS', 'cos(r) = 1 - z/2 + z^2 P(z), z = r^2, on |r| <= pi/4',
     fit(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, small, q, 7))
emit('ATAN', 'atan(u) = u + u z P(z), z = u^2, on |u| <= 1/31',
     fit(lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, small, mpf(1) / 31**2, 5))
emit('ATAN_TABLE', 'atan(j/16), j = 0..16', [atan(mpf(j) / 16) for j in range(17)])
emit('ATAN_TABLE_TAIL', 'atan(j/16) less its float64 value', [atan(mpf(j) / 16) - mpf(float(atan(mpf(j) / 16))) for j in range(17)])
emit('PI_OVER_2', 'pi/2 and what its float64 value leaves out', [pi / 2, pi / 2 - mpf(float(pi / 2))])
parts, rest = [], pi / 2
for _ in range(3):
    parts.append(floor(rest * 2**(33 * (len(parts) + 1) - 1)) / mpf(2)**(33 * (len(parts) + 1) - 1))
    rest -= parts[-1]
emit('PI_OVER_2_PARTS', 'pi/2 in three parts of 33 bits and a rest', parts + [rest])
with mp.workdps(420):
    two_over_pi = 2 / pi
    digits = []
    for _ in range(52):
        two_over_pi *= 2**24
        digits.append(floor(two_over_pi))
        two_over_pi -= digits[-1]
emit('TWO_OVER_PI', '2/pi in base 2^24: digits after the point, behind 4 zeros', [0] * 4 + digits)
h = mpf('1.01') / 180
emit('POW_LOG', 'log(1+f) = f - f^2/2 + f^3 P(f), |f| <= 1/180',
     fit(lambda f: (log1p(f) - f + f * f / 2) / f**3, -h, h, 7, at_zero=mpf(1) / 3))
head = [nint(log(mpf(j) / 128) * 2**42) / mpf(2)**42 for j in range(90, 183)]
emit('LOG_TABLE', 'log(j/128) to a multiple of 2^-42, j = 90..182', head)
emit('LOG_TABLE_TAIL', 'log(j/128) less the above', [log(mpf(j) / 128) - head[j - 90] for j in range(90, 183)])
