"""The Standard Safeguarding Dataset: an extract of a case system as CSV files, to lives as on a day.

    files → returns.prepared (even text) → staging (values, codes by spelling) → work/returned/<table>.parquet
          → lives (one SQL file a record) → work/lives/<record>.parquet

`fields.csv` says of every field of the dataset what it becomes here, or why it is not used.
"""

from sightline.returns.sources import CannotRead
from sightline.returns.ssd.lives import to_lives
from sightline.returns.ssd.reading import DatasetReading, read
from sightline.returns.ssd.spellings import Mapping, NoMapping

__all__ = ["CannotRead", "DatasetReading", "Mapping", "NoMapping", "read", "to_lives"]
