"""The drawn charts of one document, each drawn once for all formats."""

from __future__ import annotations

from functools import cached_property

from sightline.reports.charts import Picture, draw
from sightline.reports.document import Document


class Pictures:
    """Charts by identifier; drawn when first asked for."""

    def __init__(self, document: Document, *, png: bool = True) -> None:
        self._document = document
        self._png = png

    @cached_property
    def _drawn(self) -> dict[str, Picture]:
        return {chart.id: draw(chart, png=self._png) for chart in self._document.charts()}

    def __getitem__(self, chart_id: str) -> Picture:
        return self._drawn[chart_id]
