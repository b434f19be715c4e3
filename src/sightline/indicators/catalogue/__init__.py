"""What is counted, and why: every indicator that a 903 return can give, each a sentence.

`INDICATORS` holds them by key, in printing order; `GROUPS` by group; `TOTALS` says what adds up to what. Keys
are those of the catalogue of needs; variants ("same word, different measure") share a family and name each other.
"""

from sightline.indicators.catalogue.dimensions import DIMENSIONS, Dimension
from sightline.indicators.catalogue.indicator import Basis, Good, Indicator, Timing
from sightline.indicators.catalogue.listing import GROUPS, INDICATORS
from sightline.indicators.catalogue.totals import TOTALS

__all__ = ["DIMENSIONS", "GROUPS", "INDICATORS", "TOTALS", "Basis", "Dimension", "Good", "Indicator", "Timing"]
