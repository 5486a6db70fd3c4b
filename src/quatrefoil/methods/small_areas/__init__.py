# SPDX-License-Identifier: Apache-2.0
"""Small areas: survey means (Fay-Herriot) and rates (gamma-Poisson) that borrow strength from the other areas."""

from quatrefoil.methods.small_areas.areas import BadAreas
from quatrefoil.methods.small_areas.means import AreaMean, AreaMeans, fay_herriot
from quatrefoil.methods.small_areas.rates import AreaRate, AreaRates, shrunken_rates

__all__ = ["AreaMean", "AreaMeans", "AreaRate", "AreaRates", "BadAreas", "fay_herriot", "shrunken_rates"]
