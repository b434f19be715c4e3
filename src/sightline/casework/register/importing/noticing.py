"""What a feed makes known that somebody should hear of: what has happened in the lives after, and not before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sightline.casework.register.told import TOLD
from sightline.engine.connect import Engine

if TYPE_CHECKING:
    from sightline.casework.register.importing.comparing import Feed

#: What can be noticed, as `Notice.kind` has it.
KINDS = (
    "came_into_care",
    "left_care",
    "placement_changed",
    "legal_status_changed",
    "social_worker_changed",
    "care_plan_changed",
    "went_missing",
    "came_back",
)

_TABLES = ("episodes", "missing", "social_workers", "involvements", "care_plans")


def write(engine: Engine, feed: Feed, path: Path) -> None:
    """Write who, kind, happened_on, before and after: once a happening, of the time that is news."""
    for table in _TABLES:
        _define_lives(engine, table)
    for state in ("before", "after"):
        engine.define(f"happened_{state}", HAPPENED.replace("{state}", state))
    engine.write_parquet(
        "SELECT who, kind, happened_on, any_value(was) AS was, any_value(now) AS now FROM happened_after "
        "WHERE happened_on > :since AND happened_on <= :as_at "
        "AND (who, kind, happened_on) NOT IN (SELECT (who, kind, happened_on) FROM happened_before) "
        "GROUP BY who, kind, happened_on ORDER BY who, happened_on, kind",
        path,
        since=feed.since,
        as_at=feed.as_at,
    )


def _define_lives(engine: Engine, table: str) -> None:
    """`before_<table>` and `after_<table>`: what the register holds, and what it would hold."""
    names = [f'"{name}"' for name in TOLD[table].names]
    held = f"SELECT '#' || child_id AS who, {', '.join(names)}, row_id FROM held_{table}"
    engine.define(f"before_{table}", held)
    keys = {f'"{key}"' for key in TOLD[table].keys}
    taken = "verdict IN ('added', 'changed', 'retold', 'known')"
    chosen = ", ".join(
        name if name in keys else f'CASE WHEN {taken} THEN {name} ELSE "was_{name.strip(chr(34))}" END AS {name}'
        for name in names
    )
    engine.define(
        f"after_{table}",
        f"SELECT who, {chosen}, row_id FROM compared_{table} "
        f"WHERE {taken} OR (verdict <> 'gone' AND version IS NOT NULL) "
        f"UNION ALL SELECT * FROM before_{table} "
        f"WHERE row_id NOT IN (SELECT row_id FROM compared_{table} WHERE row_id IS NOT NULL)",
    )


#: What has happened in the lives of a state; `register.happenings` has the same rules for one child.
#: Short breaks are not being in care. An end without a reason is one that no return told of.
HAPPENED = """
WITH ordered AS (
    SELECT *,
        lag(ceased) OVER episodes AS before_ceased,
        lag(started) OVER episodes IS NULL AS is_first,
        lag(legal_status) OVER episodes AS before_status,
        lag(placement) OVER episodes AS before_placement,
        lead(started) OVER episodes AS next_started
    FROM {state}_episodes
    WHERE COALESCE(legal_status, '') NOT IN ('V3', 'V4')
    WINDOW episodes AS (PARTITION BY who ORDER BY started)
),

spells AS (
    SELECT who, started, worker FROM {state}_social_workers
    UNION
    SELECT who, started, worker FROM {state}_involvements WHERE role = 'social_worker'
),

workers AS (
    SELECT *, lag(worker) OVER (PARTITION BY who ORDER BY started, worker) AS before_worker FROM spells
),

plans AS (
    SELECT *, lag(plan) OVER (PARTITION BY who ORDER BY started) AS before_plan FROM {state}_care_plans
)

SELECT who, 'came_into_care' AS kind, started AS happened_on, '' AS was, legal_status AS now
FROM ordered WHERE is_first OR started > before_ceased
UNION ALL
SELECT who, 'left_care', ceased, legal_status, reason_ceased
FROM ordered WHERE reason_ceased <> 'X1' AND (next_started IS NULL OR next_started > ceased)
UNION ALL
SELECT who, 'placement_changed', started, before_placement, placement
FROM ordered WHERE started <= before_ceased AND (reason_started IN ('P', 'B') OR placement <> before_placement)
UNION ALL
SELECT who, 'legal_status_changed', started, before_status, legal_status
FROM ordered WHERE started <= before_ceased AND legal_status <> before_status
UNION ALL
SELECT who, 'social_worker_changed', started, before_worker, worker
FROM workers WHERE worker <> before_worker
UNION ALL
SELECT who, 'care_plan_changed', started, before_plan, plan
FROM plans WHERE plan <> before_plan
UNION ALL
SELECT who, 'went_missing', started, '', kind FROM {state}_missing
UNION ALL
SELECT who, 'came_back', ended, '', kind FROM {state}_missing WHERE ended IS NOT NULL
"""
