"""What is published: values first (`document`), then pages, PDF, Word and spreadsheet from the same values.

`annual.build` and `pack.build` make a `Document` from figures; `publish` writes it. Nothing here counts
anything: every number comes from a `Figure` and carries its identifier into each format.
"""

from sightline.reports.publishing import FORMATS, publish

__all__ = ["FORMATS", "publish"]
