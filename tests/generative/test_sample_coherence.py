"""The sample's returns hang together: what is true of every council's returns, on several councils."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from sightline.domain.codes import code_set
from sightline.domain.records import TABLES, ColumnType, columns
from sightline.ops import sample

COUNCILS = {
    "a city": {"seed": 1, "looked_after": 300, "years": (2023, 2024, 2025)},
    "long ago": {"seed": 7, "looked_after": 120, "years": (2016, 2017, 2018, 2019)},
    "when codes change": {"seed": 21, "looked_after": 200, "years": (2024, 2025, 2026, 2027)},
    "small": {"seed": 5, "looked_after": 15, "years": (2021, 2022)},
    "busy": {"seed": 2, "looked_after": 60, "years": (2022, 2023), "reviews_per_child": 5},
}
TEMPORARY = {"T0", "T1", "T2", "T3", "T4"}
BREAKS = {"V3", "V4"}
FOSTERED = {"U1", "U2", "U3", "U4", "U5", "U6"}
Returns = dict[int, dict[str, list[Any]]]


@pytest.fixture(scope="module", params=COUNCILS)
def returns(request: pytest.FixtureRequest) -> Returns:
    council = sample.make(**COUNCILS[request.param])
    return {year: council.returned(year) for year in council.years}


def ends(year: int) -> tuple[date, date]:
    return date(year - 1, 4, 1), date(year, 3, 31)


def years_old(born: date, age: int) -> date:
    return date(born.year + age, born.month, born.day)


def of_each_child(rows: list[Any]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.child].append(row)
    return found


def episodes_of(tables: dict[str, list[Any]], *, breaks: bool = False) -> Iterator[tuple[Any, list[Any]]]:
    """Each child with the child's episodes, in order."""
    children = {child.child: child for child in tables["children"]}
    for child, episodes in of_each_child(tables["episodes"]).items():
        if (episodes[0].legal_status in BREAKS) == breaks:
            yield children[child], sorted(episodes, key=lambda episode: episode.started)


def test_everybody_is_in_the_header_once_and_born_on_one_day(returns: Returns) -> None:
    for tables in returns.values():
        born = {child.child: child.born for child in tables["children"]}
        assert len(born) == len(tables["children"])
        for table, rows in tables.items():
            assert {row.child for row in rows} <= born.keys(), table
            if table not in ("children", "episodes"):
                assert all(row.born == born[row.child] for row in rows), table
        for table in ("outcomes", "care_leavers", "adoptions", "previous_permanence", "uasc"):
            assert max(Counter(row.child for row in tables[table]).values(), default=1) == 1, table


def test_every_code_is_one_of_its_year(returns: Returns) -> None:
    for year, tables in returns.items():
        for table, rows in tables.items():
            for column in columns(TABLES[table]):
                if column.type is ColumnType.CODE and rows:
                    assert column.code_set
                    known = {key for key, code in code_set(column.code_set, year).items() if code.in_use(year)}
                    met = {getattr(row, column.name) for row in rows} - {None}
                    if column.name == "reason_ceased":  # by the day an episode ceased, not by collection
                        met -= {"E43", "E44"} if year <= 2018 else set()
                    assert met <= known, (table, column.name, met - known)


def test_files_have_the_years_they_were_asked_in(returns: Returns) -> None:
    for year, tables in returns.items():
        assert bool(tables["social_workers"]) == (year >= 2024)
        assert bool(tables["previous_permanence"]) == (year >= 2017)
        assert year >= 2027 or not tables["liberty_orders"]


def test_episodes_follow_each_other_without_gap_or_overlap(returns: Returns) -> None:
    for year, tables in returns.items():
        first, last = ends(year)
        for child, episodes in episodes_of(tables):
            assert episodes[0].reason_started == "S" or episodes[0].started < first
            for episode in episodes:
                assert child.born <= episode.started <= last
                assert (episode.ceased is None) == (episode.reason_ceased is None)
                assert episode.ceased is None or first <= episode.ceased <= last
                assert episode.ceased is None or episode.started < episode.ceased <= years_old(child.born, 18)
            for before, after in pairwise(episodes):
                assert before.ceased is not None
                if after.reason_started == "S":
                    assert before.reason_ceased != "X1"
                    assert before.ceased < after.started
                else:
                    assert before.reason_ceased == "X1"
                    assert before.ceased == after.started
                    assert before.need == after.need
            assert episodes[-1].reason_ceased != "X1"


def test_the_reason_for_a_new_episode_is_what_changed(returns: Returns) -> None:
    for tables in returns.values():
        for _, episodes in episodes_of(tables):
            for before, after in pairwise(episodes):
                law = before.legal_status != after.legal_status
                moved = place(before) != place(after)
                expected = {"L": (True, False), "P": (False, True), "T": (False, True)}
                if after.reason_started != "S":
                    assert expected.get(after.reason_started, (True, True)) == (law, moved), (before, after)


def place(episode: Any) -> tuple[Any, ...]:
    return episode.placement, episode.provider, episode.placement_postcode, episode.urn


def test_why_a_placement_ended_is_said_when_it_did(returns: Returns) -> None:
    for tables in returns.values():
        for child, episodes in episodes_of(tables):
            for before, after in pairwise([*episodes, None]):
                moves = (
                    after
                    and after.reason_started in "PTBU"
                    and not {before.placement, after.placement} & TEMPORARY
                )
                assert bool(before.reason_moved) == bool(moves), (before, after)
                if before.reason_moved == "CUSTOD":
                    assert after.started >= years_old(child.born, 10)
                    assert after.placement == "R5"
                if after and after.reason_started in "TU":
                    assert before.reason_moved == "PLACE"


def test_temporary_stays_are_short_and_come_back(returns: Returns) -> None:
    longest = {"T0": 42, "T1": 42, "T2": 42, "T3": 21, "T4": 7}
    for tables in returns.values():
        for _, episodes in episodes_of(tables):
            assert episodes[-1].placement not in TEMPORARY or episodes[-1].ceased is None
            away = [n for n, episode in enumerate(episodes) if episode.placement in TEMPORARY]
            assert sum(episodes[n].placement == "T3" for n in away) <= 2
            for n in away:
                assert episodes[n].reason_started == "P"
                until = episodes[n].ceased or episodes[n].started
                assert (until - episodes[n].started).days <= longest[episodes[n].placement]
                if n and n + 1 < len(episodes):
                    assert episodes[n + 1].reason_started == "P"
                    assert place(episodes[n - 1]) == place(episodes[n + 1])


def test_placements_suit_provider_age_and_law(returns: Returns) -> None:
    youngest = {"H5": 16, "K3": 16, "P2": 16, "P3": 14, "R5": 10, "S1": 4}
    for tables in returns.values():
        for child, episodes in episodes_of(tables):
            for episode in episodes:
                kind, provider = episode.placement, episode.provider
                assert episode.started >= years_old(child.born, youngest.get(kind, 0))
                assert (provider is None) == (kind in TEMPORARY or kind[0] == "Z")
                assert (provider == "PR0") == (kind == "P1")
                assert not (provider in ("PR1", "PR2") and kind in ("P1", "R2", "R5"))
                assert not (provider == "PR3" and (kind[0] in "AU" or kind in ("K1", "K2", "P1")))
                assert kind != "P1" or episode.legal_status in ("C1", "C2")
                assert kind not in ("A5", "A6") or episode.legal_status == "E1"
                assert kind not in ("A3", "A5") or episode.reason_started in ("S", "T", "U")
                assert (episode.placement_postcode == episode.home_postcode) == (kind == "P1")


def test_emergency_powers_end_in_time(returns: Returns) -> None:
    longest = {"L1": 3, "L2": 21, "L3": 7, "J2": 21}
    for year, tables in returns.items():
        for child, episodes in episodes_of(tables):
            days: Counter[str] = Counter()
            for episode in episodes:
                if episode.reason_started == "S":
                    days.clear()
                days[episode.legal_status] += ((episode.ceased or ends(year)[1]) - episode.started).days
                assert days[episode.legal_status] <= longest.get(episode.legal_status, 9999)
                assert episode.legal_status[0] != "J" or episode.started >= years_old(child.born, 10)


def test_care_ends_as_age_and_placement_allow(returns: Returns) -> None:
    for tables in returns.values():
        for child, episodes in episodes_of(tables):
            for episode in episodes:
                if episode.reason_ceased in (None, "X1"):
                    continue
                adult = years_old(child.born, 18)
                why = episode.reason_ceased
                assert episode.placement not in TEMPORARY
                assert why != "E17" or episode.ceased >= adult
                assert why not in ("E5", "E6") or episode.ceased >= years_old(child.born, 14)
                assert why != "E7" or episode.ceased >= years_old(child.born, 16)
                assert why not in ("E43", "E45", "E46") or episode.placement in FOSTERED
                assert (why in ("E11", "E12")) <= (episode.placement in ("A3", "A4", "A5", "A6"))
                assert (why in ("E43", "E44")) <= (episode.ceased < date(2018, 4, 1))
                assert (why in ("E45", "E46", "E47", "E48")) <= (episode.ceased >= date(2018, 4, 1))


def test_short_breaks_are_short_and_have_no_reviews(returns: Returns) -> None:
    for tables in returns.values():
        reviewed = {review.child for review in tables["reviews"]}
        for child, episodes in episodes_of(tables, breaks=True):
            assert child.child not in reviewed
            assert child.mother is None
            assert len({episode.legal_status for episode in episodes}) == 1
            assert len({place(episode) for episode in episodes}) == 1
            assert {episode.reason_started for episode in episodes} == {"S"}
            if episodes[0].legal_status == "V3":
                nights = [((episode.ceased or episode.started) - episode.started).days for episode in episodes]
                assert max(nights) <= 17
                assert sum(nights) <= 75
                assert episodes[0].placement_postcode is None


def test_reviews_are_held_in_care_in_the_year_and_coded_by_age(returns: Returns) -> None:
    for year, tables in returns.items():
        first, last = ends(year)
        episodes = of_each_child(tables["episodes"])
        for child, reviews in of_each_child(tables["reviews"]).items():
            assert len({review.held for review in reviews}) == len(reviews)
            for review in reviews:
                assert first <= review.held <= last
                assert any(e.started < review.held < (e.ceased or date.max) or review.held == e.started
                           for e in episodes[child])  # fmt: skip
                assert (review.participation == "PN0") == (review.held < years_old(review.born, 4))


def test_children_are_reviewed_again_and_again(returns: Returns) -> None:
    """Looked after all year: at least one review, for some late, for most two or more."""
    for tables in returns.values():
        held = Counter(review.child for review in tables["reviews"])
        all_year = [outcome.child for outcome in tables["outcomes"]]
        assert all(held[child] for child in all_year)
        assert sum(held[child] >= 2 for child in all_year) > 0.8 * len(all_year)


def test_outcomes_are_of_those_looked_after_all_year_and_fit_their_age(returns: Returns) -> None:
    for year, tables in returns.items():
        first, last = ends(year)
        all_year = {
            child.child
            for child, episodes in episodes_of(tables)
            if episodes[0].started <= first and episodes[-1].ceased is None
            and not any(e.reason_started == "S" and e.started > first for e in episodes)
        }  # fmt: skip
        assert {outcome.child for outcome in tables["outcomes"]} == all_year
        for row in tables["outcomes"]:
            at = [age for age in (4, 5, 10, 17) if years_old(row.born, age) <= last]
            assert (row.convicted is not None) == (10 in at)
            assert (row.health_check is not None) == (5 not in at)
            assert None not in (row.immunisations, row.teeth_check, row.health_assessment, row.substance_misuse)
            assert (row.intervention_received is not None) == (row.substance_misuse == 1)
            assert (row.intervention_offered is not None) == (row.intervention_received == 0)
            asked = 4 in at and years_old(row.born, 17) > first
            assert ((row.sdq_score is None) != (row.sdq_reason is None)) == asked
            assert row.sdq_reason != "SDQ1" or years_old(row.born, 4) > first or 17 in at


def test_care_leavers_have_a_birthday_and_have_left(returns: Returns) -> None:
    for year, tables in returns.items():
        first, last = ends(year)
        in_care = {child.child for child, episodes in episodes_of(tables) if episodes[-1].ceased is None}
        for row in tables["care_leavers"]:
            birthdays = [years_old(row.born, age) for age in range(17, 22)]
            assert any(first <= day <= last for day in birthdays)
            assert row.child not in in_care
            assert (row.in_touch == "YES") == (row.activity != "0") == (row.accommodation != "0")
            assert row.accommodation not in ("S1", "X1")


def test_adoption_keeps_its_order(returns: Returns) -> None:
    for tables in returns.values():
        decisions = {row.child: row for row in tables["adoption_decisions"]}
        adopted = {row.child: row for row in tables["adoptions"]}
        assert len(decisions) == len(tables["adoption_decisions"])
        for child, episodes in episodes_of(tables):
            for_adoption = [e for e in episodes if e.placement[0] == "A" or e.legal_status == "E1"]
            last = episodes[-1]
            assert (last.reason_ceased in ("E11", "E12")) == (child.child in adopted)
            for episode in for_adoption:
                assert decisions[child.child].decided <= episode.started
            if child.child in adopted:
                row, decision = adopted[child.child], decisions[child.child]
                assert decision.ceased is None
                assert row.decided == decision.decided <= row.matched <= last.started
                assert (row.by_foster_carer == "1") == (last.placement in ("A3", "A5"))
                assert (row.adopters == "2") == (row.adopters_sex in ("MM", "FF", "MF"))
            elif for_adoption and last.reason_ceased:
                assert decisions[child.child].ceased


def test_times_missing_lie_within_one_placement(returns: Returns) -> None:
    for year, tables in returns.items():
        episodes = of_each_child(tables["episodes"])
        for child, missing in of_each_child(tables["missing"]).items():
            for before, after in pairwise(sorted(missing, key=lambda row: row.started)):
                assert before.ended < after.started
            for row in missing:
                at = [e for e in episodes[child] if e.started <= row.started < (e.ceased or date.max)]
                assert len(at) == 1 or row.started < ends(year)[0]
                assert row.ended is None or row.ended >= row.started
                for episode in at:
                    assert episode.ceased is None or row.ended <= episode.ceased
                    if row.ended == episode.ceased is not None:
                        assert episode.reason_ceased == "E8"


def test_a_child_in_care_on_31_march_has_social_workers_in_turn(returns: Returns) -> None:
    for year, tables in returns.items():
        if year < 2024:
            continue
        in_care = {child.child for child, episodes in episodes_of(tables) if episodes[-1].ceased is None}
        assert set(of_each_child(tables["social_workers"])) == in_care
        for workers in of_each_child(tables["social_workers"]).values():
            in_order = sorted(workers, key=lambda row: row.started)
            assert in_order[-1].ended is None
            for before, after in pairwise(in_order):
                assert before.ended <= after.started
                assert (after.reason == "FCONTA") == (before.ended < after.started)
            assert all(row.ended is None or row.ended - row.started > timedelta(days=3) for row in workers)


def test_one_years_open_episode_is_the_next_years_first(returns: Returns) -> None:
    becomes = {("H5", "K3"), *(("Z1", f"Z1{n}") for n in range(1, 5))}
    for before, after in pairwise(returns.values()):
        then, now = of_each_child(before["episodes"]), of_each_child(after["episodes"])
        for child, episodes in then.items():
            last = max(episodes, key=lambda episode: episode.started)
            if last.ceased is None:
                first = min(now[child], key=lambda episode: episode.started)
                same = ("started", "reason_started", "legal_status", "need", "provider", "home_postcode", "urn")
                assert [getattr(last, name) for name in same] == [getattr(first, name) for name in same]
                assert last.placement == first.placement or (last.placement, first.placement) in becomes


def test_a_child_stays_the_same_person(returns: Returns) -> None:
    for before, after in pairwise(returns.values()):
        then = {child.child: child for child in before["children"]}
        for child in after["children"]:
            known = then.get(child.child, child)
            assert (child.born, child.ethnicity) == (known.born, known.ethnicity)
            assert known.upn in (child.upn, "UN1")
            assert {known.sex, child.sex} in ({"M"}, {"F"}, {"1"}, {"2"}, {"1", "M"}, {"2", "F"})


def test_pupil_numbers_are_unique(returns: Returns) -> None:
    for tables in returns.values():
        numbers = [child.upn for child in tables["children"] if not child.upn.startswith("UN")]
        assert len(set(numbers)) == len(numbers)
