"""The door by which everything comes in: a lives folder is compared with the register; nothing changes yet."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from django.db.models import Max, Model

from sightline.casework.register import extract
from sightline.casework.register.happenings import NEWS_AT_MOST, news_days
from sightline.casework.register.importing import comparing, folders
from sightline.casework.register.importing.comparing import Feed
from sightline.casework.register.models import Identifier, Import
from sightline.casework.register.told import TOLD
from sightline.casework.trail.models import Past
from sightline.engine.connect import connect

Scheme = Literal["903", "case"]


def stage_lives(
    load: Import, lives: Path, *, scheme: Scheme, on: date | None = None, loads: dict[int, int] | None = None
) -> dict[str, dict[str, int]]:
    """Compare a lives folder with the register; how many rows of each table have each verdict.

    The tables of `domain.records` (TABLES and REGISTER) are Parquet files in `lives`, with `collections.parquet`;
    one that is missing tells of nothing. `scheme` says which identifiers the column `child` holds. `on` is the day
    of the import (its making, if not given). `loads`, of joined returns, says which import told a collection.
    The changes are written into the import's folder; `counts`, `as_at`, `speaks_of`, `staged` are set and saved.
    """
    kept = _keep(load, lives)
    token = state_of_register()
    spoken = _spoken(kept, set(loads or ()))
    load.speaks_of = [[year, start.isoformat(), end.isoformat()] for year, start, end in spoken]
    load.as_at = max((end for _, _, end in spoken), default=load.as_at)
    feed_on = on or load.made_at.date()
    feed = _feed(load, scheme, feed_on, loads or {})
    load.save(update_fields=["speaks_of", "as_at"])  # what the register holds is compared by the day it is of
    changes = folders.changes(load.pk)
    with tempfile.TemporaryDirectory(prefix=".changes-", dir=changes.parent) as building:
        made = Path(building) / "changes"
        load.counts = comparing.compare(feed, kept, made)
        told = comparing.digest(made)
        shutil.rmtree(changes, ignore_errors=True)
        made.rename(changes)
    load.staged = {"token": token, "digest": told, "scheme": scheme, "on": feed_on.isoformat()}
    load.save(update_fields=["counts", "staged"])
    counts: dict[str, dict[str, int]] = load.counts
    return counts


def state_of_register() -> list[Any]:
    """Grows with every change of the register: what was compared before is still so while it is the same."""
    return [[list(last) for last in sorted(last_rows().items())], extract.loads_standing()]


def last_rows() -> dict[str, int]:
    """The highest number of a row in each table that an import may add to."""
    models: set[type[Model]] = {told.model for told in TOLD.values()} | {Identifier, Past}
    return {
        model._meta.label_lower: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in models
    }


def _keep(load: Import, lives: Path) -> Path:
    kept = folders.folder(load.pk) / "lives"
    if lives.resolve() != kept.resolve():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(lives, kept)
    return kept


def _feed(load: Import, scheme: Scheme, on: date, loads: dict[int, int]) -> Feed:
    as_at = load.as_at or on
    return Feed(load.pk, load.kind, scheme, as_at, _news_since(load, on), loads)


def _news_since(load: Import, on: date) -> date:
    """What happened after this day is news: that of the last weeks, and all since the last load of this kind."""
    since = on - timedelta(days=news_days())
    earlier = Import.objects.filter(kind=load.kind, state=Import.State.LOADED).exclude(pk=load.pk)
    last = earlier.aggregate(last=Max("as_at"))["last"]
    return since if last is None else max(min(since, last), on - timedelta(days=NEWS_AT_MOST))


def _spoken(lives: Path, told_by_others: set[int]) -> list[tuple[int, date, date]]:
    path = lives / "collections.parquet"
    if not path.exists():
        return []
    with connect("duckdb", threads=1) as engine:
        engine.load("collections", path)
        rows = engine.rows("SELECT collection, start_on, end_on FROM collections ORDER BY collection")
    return [(year, start, end) for year, start, end in rows if year not in told_by_others]
