"""What may be drift: each flag by a tiny life, with a near miss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sightline.domain.care import Life
from sightline.domain.drift import Flag, Footprint, Promise, Spell, Told, drift, kinds, pairs, thresholds
from sightline.domain.drift_rules import RULES
from sightline.domain.duties import Duty
from sightline.domain.practice_files import handbook
from sightline.domain.records import Child, Episode, Review
from sightline.domain.standing import Standing

CAME = date(2025, 1, 6)
ON = date(2026, 1, 6)
CHILD = Child("C1", "F", date(2015, 5, 2), "WBRI")


def care(legal: str = "C2", placement: str = "U6", started: date = CAME, why: str = "S") -> Episode:
    return Episode("C1", started, why, legal, "N1", placement, provider="PR1")


def closed(episode: Episode, on: date) -> Episode:
    return replace(episode, ceased=on, reason_ceased="X1")


def told(*episodes: Episode, reviews: tuple[date, ...] = (), **more: object) -> Told:
    held = [Review("C1", CHILD.born, day, "PN1") for day in reviews]
    rows = {("episodes", each.started): n for n, each in enumerate(episodes, 1)}
    life = Life.of(CHILD, episodes or [care()], held)
    usual = {"footprint": Footprint(ON, "contacts"), **more}
    return Told(life=life, rows=rows, **usual)  # type: ignore[arg-type]


def flags(child: Told, on: date = ON, **thresholds_here: int) -> dict[str, Flag]:
    keys = {key.replace("_", "-"): amount for key, amount in thresholds_here.items()}
    practice = replace(handbook(), title="Ours", drift=keys)
    return {flag.key: flag for flag in drift(child, practice=practice, on=on).flags}


def permanence(*codes: str, started: date = CAME, ended: date | None = None) -> Spell:
    return Spell(7, codes, started, ended, "permanence_plans", "Adoption")


class TestDecisions:
    def test_overdue_from_the_day_after(self) -> None:
        child = told(promises=[Promise(3, date(2026, 1, 5), what="See the dentist")])
        flag = flags(child)["decisions-overdue"]
        assert flag.since == ON
        assert [(fact.label, fact.table, fact.row) for fact in flag.facts] == [("See the dentist", "decisions", 3)]
        assert "decisions-overdue" not in flags(child, on=date(2026, 1, 5))

    def test_what_is_said_of_it_on_lists_has_no_typed_word(self) -> None:
        child = told(promises=[Promise(3, date(2026, 1, 5), what="See Ada"), Promise(4, date(2026, 1, 2))])
        assert flags(child)["decisions-overdue"].says == "A decision was to be done by 2 January 2026, and 1 more"

    def test_one_without_a_day_is_not_overdue(self) -> None:
        assert "decisions-overdue" not in flags(told(promises=[Promise(3, None)]))

    def test_another_that_falls_due_is_a_new_fact(self) -> None:
        both = told(promises=[Promise(3, date(2025, 12, 1)), Promise(4, date(2026, 1, 5))])
        before, after = (flags(both, on=day)["decisions-overdue"] for day in (date(2026, 1, 5), ON))
        assert before.facts_hash != after.facts_hash
        assert before.since == after.since

    def test_set_again_twice(self) -> None:
        days = (date(2025, 6, 1), date(2025, 9, 1))
        flag = flags(told(promises=[Promise(3, date(2026, 3, 1), days, again=2)]))["decision-set-again"]
        assert flag.since == days[0]
        assert "First promised for 1 June 2025" in flag.says

    def test_set_again_once_is_none(self) -> None:
        once = told(promises=[Promise(3, date(2026, 3, 1), (date(2025, 6, 1),), again=1)])
        assert "decision-set-again" not in flags(once)
        assert "decision-set-again" in flags(once, decision_set_again_times=1)


class TestPlanOfPermanence:
    TWO = (date(2025, 2, 3), date(2025, 5, 2))

    def test_missing_since_the_second_review(self) -> None:
        flag = flags(told(reviews=self.TWO))["plan-missing"]
        assert flag.since == self.TWO[1]
        assert [fact.value for fact in flag.facts] == [self.TWO[1]]

    def test_not_asked_for_at_the_first(self) -> None:
        assert "plan-missing" not in flags(told(reviews=self.TWO[:1]))

    def test_there_is_one(self) -> None:
        assert "plan-missing" not in flags(told(reviews=self.TWO, plans=[permanence("ADOPTION")]))

    def test_a_care_plan_is_no_plan_of_permanence(self) -> None:
        plan = Spell(7, ("OTHERPLN",), CAME)
        assert "plan-missing" in flags(told(reviews=self.TWO, plans=[plan]))

    def test_one_that_ended_leaves_it_missing_since_then(self) -> None:
        ended = permanence("ADOPTION", ended=date(2025, 8, 1))
        assert flags(told(reviews=self.TWO, plans=[ended]))["plan-missing"].since == date(2025, 8, 1)

    def test_reviews_of_an_earlier_time_in_care_do_not_count(self) -> None:
        before = replace(care(started=date(2020, 1, 6)), ceased=date(2020, 9, 1), reason_ceased="E4A")
        child = told(before, care(), reviews=(date(2020, 2, 3), date(2020, 5, 4), date(2025, 2, 3)))
        assert "plan-missing" not in flags(child)


class TestLegalStatus:
    def test_placement_order_not_placed_after_nine_months(self) -> None:
        child = told(care("E1", started=date(2025, 4, 6)))
        assert flags(child)["placement-order-not-placed"].since == ON
        assert "placement-order-not-placed" not in flags(child, on=date(2026, 1, 5))

    def test_placed_for_adoption_is_none(self) -> None:
        order = closed(care("E1", started=date(2025, 1, 6)), date(2025, 12, 1))
        assert "placement-order-not-placed" not in flags(told(order, care("E1", "A5", date(2025, 12, 1), "P")))

    def test_the_order_is_counted_over_a_move(self) -> None:
        order = closed(care("E1", started=date(2025, 1, 6)), date(2025, 12, 1))
        flag = flags(told(order, care("E1", "U4", date(2025, 12, 1), "P")))["placement-order-not-placed"]
        assert flag.facts[0].row == 1

    def test_a_care_order_at_home_for_a_year(self) -> None:
        assert flags(told(care("C2", "P1")))["care-order-at-home"].since == ON
        assert "care-order-at-home" not in flags(told(care("C2", "P1", date(2025, 1, 7))))

    def test_an_interim_order_at_home_is_another_thing(self) -> None:
        assert "care-order-at-home" not in flags(told(care("C1", "P1")))

    def test_section_20_for_a_year(self) -> None:
        assert flags(told(care("V2")))["section-20"].since == ON
        assert "section-20" not in flags(told(care("V2", started=date(2025, 1, 7))))

    def test_short_breaks_are_not_section_20(self) -> None:
        assert flags(told(care("V4"))) == {}


class TestPlacements:
    def moves(self, *days: date) -> Told:
        starts = [CAME, *days]
        ends = [*days, None]
        spells = [
            replace(
                care("C2", started=day, why="S" if day == CAME else "P"), ceased=end, placement_postcode=f"M{n}"
            )
            for n, (day, end) in enumerate(zip(starts, ends, strict=True))
        ]
        return told(*spells)

    def test_three_in_twelve_months(self) -> None:
        child = self.moves(date(2025, 3, 1), date(2025, 9, 1))
        flag = flags(child)["three-placements"]
        assert flag.since == date(2025, 9, 1)
        assert [fact.row for fact in flag.facts] == [1, 2, 3]

    def test_two_are_none(self) -> None:
        assert "three-placements" not in flags(self.moves(date(2025, 9, 1)))

    def test_the_first_ended_more_than_a_year_ago(self) -> None:
        child = self.moves(date(2025, 3, 1), date(2025, 9, 1))
        assert "three-placements" in flags(child, on=date(2026, 2, 28))
        assert "three-placements" not in flags(child, on=date(2026, 3, 1))

    def test_the_same_facts_while_the_year_moves_on(self) -> None:
        child = self.moves(date(2025, 3, 1), date(2025, 9, 1), date(2025, 12, 1))
        hashes = {flags(child, on=day)["three-placements"].facts_hash for day in (ON, date(2026, 8, 1))}
        assert len(hashes) == 1

    def test_a_practice_may_say_another_number(self) -> None:
        flag = flags(self.moves(date(2025, 9, 1)), placements=2)["three-placements"]
        assert flag.thresholds[0].source == "A setting of Ours."


class TestPlanAndStatus:
    def test_home_and_a_placement_order(self) -> None:
        flag = flags(told(care("E1"), plans=[permanence("RETURN", started=date(2025, 6, 1))]))["plan-and-status"]
        assert flag.since == date(2025, 6, 1)
        assert {fact.table for fact in flag.facts} == {"permanence_plans", "episodes"}

    def test_home_and_a_care_order_go_together(self) -> None:
        assert "plan-and-status" not in flags(told(care("C2"), plans=[permanence("RETURN")]))

    def test_the_second_of_a_twin_track_plan_counts(self) -> None:
        assert "plan-and-status" in flags(told(care("E1"), plans=[permanence("ADOPTION", "RETURN")]))

    def test_adoption_without_an_order_after_six_months(self) -> None:
        child = told(care("C2"), plans=[permanence("ADOPTION", started=date(2025, 7, 6))])
        assert flags(child)["plan-and-status"].since == ON
        assert "plan-and-status" not in flags(child, on=date(2026, 1, 5))

    def test_adoption_by_agreement_is_placed(self) -> None:
        assert "plan-and-status" not in flags(told(care("V2", "A3"), plans=[permanence("ADOPTION")]))

    def test_long_term_fostering_under_an_interim_order(self) -> None:
        assert "plan-and-status" in flags(told(care("C1"), plans=[permanence("LTFOSTER")]))
        assert "plan-and-status" not in flags(told(care("C2"), plans=[permanence("LTFOSTER")]))

    def test_home_within_a_month_and_a_month_late(self) -> None:
        child = told(care("C2"), plans=[Spell(5, ("RETURN1M",), date(2025, 11, 6))])
        assert flags(child)["plan-and-status"].since == ON
        assert "plan-and-status" not in flags(child, on=date(2026, 1, 5))

    def test_a_plan_that_ended_says_nothing(self) -> None:
        ended = permanence("RETURN", ended=date(2025, 12, 1))
        assert "plan-and-status" not in flags(told(care("E1"), plans=[ended]))


class TestBetweenReviews:
    def test_no_footprint_for_more_than_ninety_days(self) -> None:
        last = Footprint(date(2025, 10, 7), "contacts")
        assert flags(told(footprint=last))["no-footprint"].since == ON
        assert "no-footprint" not in flags(told(footprint=last), on=date(2026, 1, 5))

    def test_none_at_all_is_counted_from_coming_into_care(self) -> None:
        assert flags(told(footprint=None))["no-footprint"].since == date(2025, 4, 7)

    def test_overdue_by_kind(self) -> None:
        due = [
            Duty("dental", date(2026, 1, 5), Standing.OVERDUE, None, "why"),
            Duty("pep-1", date(2026, 1, 6), Standing.DUE, None, "why"),
            Duty("visit-other", date(2026, 1, 1), Standing.OVERDUE, None, "why"),
            Duty("sdq", None, Standing.UNKNOWN, None, "why"),
        ]
        found = flags(told(duties=due))
        assert {"health-overdue", "visits-overdue"} <= found.keys()
        assert "education-overdue" not in found
        assert "education-overdue" in flags(told(duties=due), on=date(2026, 1, 7))

    def test_a_practice_may_wait(self) -> None:
        due = [Duty("dental", date(2026, 1, 5), Standing.OVERDUE, None, "why")]
        assert "health-overdue" not in flags(told(duties=due), health_overdue_days=14)


class TestSamePlan:
    THREE = (date(2025, 2, 3), date(2025, 5, 2), date(2025, 10, 31))

    def test_over_three_reviews_and_nothing_done(self) -> None:
        child = told(reviews=self.THREE, plans=[permanence("LTFOSTER")], last_decided=self.THREE[2])
        flag = flags(child)["plan-unchanged"]
        assert flag.since == self.THREE[2]
        assert len(flag.facts) == 4

    def test_over_two_is_none(self) -> None:
        child = told(reviews=self.THREE[:2], plans=[permanence("LTFOSTER")], last_decided=self.THREE[1])
        assert "plan-unchanged" not in flags(child)

    def test_something_was_done(self) -> None:
        done = {"last_decided": self.THREE[2], "last_done": self.THREE[1]}
        assert "plan-unchanged" not in flags(told(reviews=self.THREE, plans=[permanence("LTFOSTER")], **done))

    def test_nothing_is_known_of_decisions(self) -> None:
        assert "plan-unchanged" not in flags(told(reviews=self.THREE, plans=[permanence("LTFOSTER")]))

    def test_a_plan_that_changed_begins_anew(self) -> None:
        plan = permanence("LTFOSTER", started=date(2025, 4, 1))
        assert "plan-unchanged" not in flags(told(reviews=self.THREE, plans=[plan], last_decided=self.THREE[2]))


def test_who_is_not_in_care_has_none() -> None:
    left = replace(care("V2"), ceased=date(2026, 1, 2), reason_ceased="E4A")
    assert flags(told(left, promises=[Promise(3, CAME)], footprint=None)) == {}


def test_the_words_are_there_for_every_rule_and_threshold() -> None:
    assert [kind.key for kind in kinds()] == list(RULES)
    assert {kind.threshold for kind in kinds()} - {""} <= thresholds().keys()
    assert {pair.threshold for pair in pairs()} - {""} <= thresholds().keys()
    assert all(threshold.source for threshold in thresholds().values())
