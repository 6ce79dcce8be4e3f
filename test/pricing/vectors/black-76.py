"""Makes black-76.csv: Black-76 prices and sensitivities at 50 digits, in a way that shares nothing with pricing/.

Prices come from the closed form in mpmath, of which every fiftieth is checked against numerical integration of the payoff over the
lognormal density. Sensitivities are numerical derivatives of that price, not formulas. Inputs are the exact values of doubles.

    pip install mpmath==1.3.0 && python3 test/pricing/vectors/black-76.py > test/pricing/vectors/black-76.csv
"""

import random

import mpmath as mp

mp.mp.dps = 50
DRAWS = random.Random(76)


def price(call, forward, strike, volatility, years, discount):
    deviation = volatility * mp.sqrt(years)
    d1 = mp.log(forward / strike) / deviation + deviation / 2
    d2 = d1 - deviation
    if call:
        return discount * (forward * mp.ncdf(d1) - strike * mp.ncdf(d2))
    return discount * (strike * mp.ncdf(-d2) - forward * mp.ncdf(-d1))


def integrated(call, forward, strike, volatility, years, discount):
    deviation = volatility * mp.sqrt(years)
    edge = (mp.log(strike / forward) + deviation**2 / 2) / deviation

    def payoff(z):
        end = forward * mp.exp(deviation * z - deviation**2 / 2)
        return (end - strike if call else strike - end) * mp.npdf(z)

    far = [edge + step for step in range(0, 31, 2)] if call else [edge - step for step in range(30, -1, -2)]
    return discount * mp.quad(payoff, far)


def derivative(function, at, order=1):
    """Central differences at 50 digits; the step leaves about 30 digits of the result."""
    step = at * mp.mpf(10) ** -10
    if order == 2:
        return (function(at + step) - 2 * function(at) + function(at - step)) / step**2
    return (function(at + step) - function(at - step)) / (2 * step)


def draw():
    call = DRAWS.random() < 0.5
    forward = 10 ** DRAWS.uniform(-2, 5)
    volatility = 10 ** DRAWS.uniform(-1.3, 0.5)
    years = 10 ** DRAWS.uniform(-4, 0.7)
    deviation = volatility * years**0.5
    strike = forward * 2.718281828459045 ** (DRAWS.uniform(-6, 6) * deviation)
    discount = DRAWS.uniform(0.8, 1.02)
    return call, forward, strike, volatility, years, discount


def text(value):
    return mp.nstr(value, 20, min_fixed=0, max_fixed=0)


print("right,forward,strike,volatility,years,discount,price,delta,gamma,vega,theta")
for index in range(1200):
    call, *numbers = draw()
    forward, strike, volatility, years, discount = map(mp.mpf, numbers)
    value = price(call, forward, strike, volatility, years, discount)
    if index % 50 == 0:
        check = integrated(call, forward, strike, volatility, years, discount)
        assert abs(check / value - 1) < mp.mpf(10) ** -15, (index, value, check)
    rate = -mp.log(discount) / years
    slope = derivative(lambda f: price(call, f, strike, volatility, years, discount), forward)
    bend = derivative(lambda f: price(call, f, strike, volatility, years, discount), forward, 2)
    vega = derivative(lambda v: price(call, forward, strike, v, years, discount), volatility)
    theta = -derivative(lambda t: price(call, forward, strike, volatility, t, mp.exp(-rate * t)), years)
    results = [value, slope * forward, bend * (forward / 100) ** 2 / 2, vega / 100, theta / 365]
    print(",".join(["call" if call else "put", *map(repr, numbers), *map(text, results)]))
