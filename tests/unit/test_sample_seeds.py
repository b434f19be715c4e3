"""The sample council is the same for the same seed, and a child's life does not depend on anybody else's."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import Any

from sightline.ops import sample

ASK = """
import hashlib
from sightline.ops import sample
rows = sample.make(seed={seed}, looked_after=40, years=(2024, 2025)).returned(2025)
print(hashlib.sha256(repr(rows).encode()).hexdigest())
"""


def by_child(tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for rows in tables.values():
        for row in rows:
            found.setdefault(row.child, []).append(row)
    return found


def in_another_process(seed: int, hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", ASK.format(seed=seed)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_the_same_seed_gives_the_same_rows_in_every_process() -> None:
    here = sample.make(seed=3, looked_after=40, years=(2024, 2025)).returned(2025)
    expected = hashlib.sha256(repr(here).encode()).hexdigest()
    assert in_another_process(3, "0") == in_another_process(3, "12345") == expected


def test_another_seed_gives_another_council() -> None:
    one, other = (sample.make(seed=seed, looked_after=40, years=(2025,)).returned(2025) for seed in (1, 2))
    assert one["episodes"] != other["episodes"]


def test_a_larger_council_has_the_same_children_and_more() -> None:
    small, large = (
        by_child(sample.make(seed=1, looked_after=size, years=(2025,)).returned(2025)) for size in (30, 90)
    )
    assert len(large) > 2 * len(small)
    alike = [child for child in small if large.get(child) == small[child]]
    assert len(alike) == len(small)


def test_a_year_is_told_alike_whichever_other_years_are_asked_for() -> None:
    alone = by_child(sample.make(seed=1, looked_after=60, years=(2025,)).returned(2025))
    with_others = by_child(sample.make(seed=1, looked_after=60, years=(2022, 2023, 2024, 2025)).returned(2025))
    assert alone == with_others


def test_the_size_is_about_what_was_asked_for() -> None:
    for years in ((2018,), (2023, 2024, 2025)):
        episodes = sample.make(seed=4, looked_after=600, years=years).returned(years[-1])["episodes"]
        open_ones = [e for e in episodes if e.ceased is None and e.legal_status not in ("V3", "V4")]
        assert 500 < len(open_ones) < 700


def test_reviews_a_child_can_be_asked_for() -> None:
    tables = sample.make(seed=4, looked_after=300, years=(2025,), reviews_per_child=4).returned(2025)
    assert 3.2 < len(tables["reviews"]) / len(tables["children"]) < 4.8


def test_the_benchmark_has_the_size_it_is_named_for() -> None:
    tables = sample.benchmark().returned(2025)
    assert 2600 < len(tables["children"]) < 2800
    assert 4800 < len(tables["episodes"]) < 5200
    assert 12_000 < len(tables["reviews"]) < 13_200


def test_nobody_here_could_be_anybody() -> None:
    """Postcode areas that are not in use, an authority numbered 000, social workers' numbers of ten digits."""
    tables = sample.make(seed=9, looked_after=60, years=(2025,)).returned(2025)
    postcodes = {code for e in tables["episodes"] for code in (e.home_postcode, e.placement_postcode) if code}
    assert {code[:2] for code in postcodes} <= {"YB", "YC", "YD"}
    assert all(child.upn[1:4] == "000" for child in tables["children"] if not child.upn.startswith("UN"))
    assert all(len(row.worker) == 12 for row in tables["social_workers"])
