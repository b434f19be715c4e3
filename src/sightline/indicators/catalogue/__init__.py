"""What is counted, and why: every indicator of a 903 return and of the reviewing service's work, each a sentence.

`INDICATORS` holds them by key, in printing order; `GROUPS` by group; `TOTALS` says what adds up to what. Keys
are those of the catalogue of needs; variants ("same word, different measure") share a family and name each other.
"""

from sightline.indicators.catalogue.dimensions import DIMENSIONS, Dimension
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator, Timing
from sightline.indicators.catalogue.listing import GROUPS, INDICATORS, OF_RETURNS
from sightline.indicators.catalogue.totals import TOTALS

__all__ = [
    "DIMENSIONS",
    "GROUPS",
    "INDICATORS",
    "OF_RETURNS",
    "TOTALS",
    "Basis",
    "Dimension",
    "Good",
    "Indicator",
    "Timing",
]
