"""Indicators reckoned a second time: from the record rows, with plain loops and no SQL.

Written apart from the catalogue, from the definitions in words. Each function takes the people that returns
show and a `Scene` (period, history, counting rules) and gives numerator, denominator and unknown; a count has
its numerator for denominator. Review clocks are those of `sightline.domain.clocks`, which the engine's views are
compared with elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import zip_longest

from sightline.domain.calendar import england, months_after
from sightline.domain.care import Life
from sightline.domain.clocks import Clock, Standing, review_clocks
from sightline.domain.practice import HANDBOOK, Counting
from sightline.domain.records import (
    CareLeaver,
    Child,
    EarlyReview,
    Episode,
    LibertyOrder,
    Missing,
    Outcome,
    Review,
    SocialWorker,
    Uasc,
)

Answer = tuple[int, int, int]
FAR = date(9999, 12, 31)
TRACK = ("cla-review-1", "cla-review-2", "cla-review-n")


@dataclass
class Person:
    """All rows of one child."""

    child: Child
    episodes: Sequence[Episode]
    reviews: Sequence[Review] = ()
    early_reviews: Sequence[EarlyReview] = ()
    uasc: Uasc | None = None
    outcomes: dict[int, Outcome] = field(default_factory=dict)  # by collection
    leavers: dict[int, CareLeaver] = field(default_factory=dict)
    missing: Sequence[Missing] = ()
    workers: Sequence[SocialWorker] = ()
    orders: Sequence[LibertyOrder] = ()


@dataclass
class Scene:
    """What is asked: the days, how far the returns reach back, and the counting rules."""

    start: date
    end: date
    history_from: date | None = None
    counting: Counting = HANDBOOK

    def has(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


RECKONED: dict[str, Callable[[list[Person], Scene], Answer]] = {}


def reckons(*keys: str) -> Callable[[Callable[[list[Person], Scene], Answer]], Callable]:
    def note(function: Callable[[list[Person], Scene], Answer]) -> Callable:
        for key in keys:
            RECKONED[key] = function
        return function

    return note


def count(number: int) -> Answer:
    return number, number, 0


# Children in care


def care(person: Person) -> list[Episode]:
    rows = [episode for episode in person.episodes if episode.legal_status not in ("V3", "V4")]
    rows.sort(key=lambda episode: episode.started)
    return rows


def chains(person: Person) -> list[list[Episode]]:
    found: list[list[Episode]] = []
    before: Episode | None = None
    for episode in care(person):
        if before is None or before.ceased != episode.started:
            found.append([])
        found[-1].append(episode)
        before = episode
    return found


def episode_at(person: Person, day: date) -> Episode | None:
    here = None
    for episode in care(person):
        if episode.started <= day < (episode.ceased or FAR):
            here = episode
    return here


def chain_at(person: Person, day: date) -> list[Episode]:
    here = episode_at(person, day)
    for chain in chains(person):
        if here in chain:
            return chain
    return []


def age(person: Person, day: date) -> int:
    born, years = person.child.born, 0
    while (born.year + years + 1, born.month, born.day) <= (day.year, day.month, day.day):
        years += 1
    return years if born <= day else -1


def stock(people: Iterable[Person], day: date) -> Iterator[tuple[Person, Episode]]:
    for person in people:
        here = episode_at(person, day)
        if here is not None:
            yield person, here


def share(judged: Iterable[bool | None]) -> Answer:
    """A share of rows: True meets, False does not, None cannot be judged."""
    met = whole = unknown = 0
    for each in judged:
        if each is None:
            unknown += 1
        else:
            whole += 1
            met += each
    return met, whole, unknown


@reckons("cla-count")
def cla_count(people: list[Person], scene: Scene) -> Answer:
    return count(len(list(stock(people, scene.end))))


@reckons("cla-short-breaks")
def short_breaks(people: list[Person], scene: Scene) -> Answer:
    number = 0
    for person in people:
        for episode in person.episodes:
            if episode.legal_status in ("V3", "V4") and episode.started <= scene.end < (episode.ceased or FAR):
                number += 1
                break
    return count(number)


@reckons("cla-uasc")
def asylum(people: list[Person], scene: Scene) -> Answer:
    number = 0
    for person, _ in stock(people, scene.end):
        if person.uasc and (person.uasc.status_ceased is None or person.uasc.status_ceased > scene.end):
            number += 1
    return count(number)


@reckons("cla-started")
def started(people: list[Person], scene: Scene) -> Answer:
    return count(sum(any(starts_of(person, scene)) for person in people))


@reckons("cla-started-starts")
def starts(people: list[Person], scene: Scene) -> Answer:
    return count(sum(len(list(starts_of(person, scene))) for person in people))


def starts_of(person: Person, scene: Scene) -> Iterator[Episode]:
    for episode in care(person):
        if episode.reason_started == "S" and scene.has(episode.started):
            yield episode


def ends_of(person: Person, scene: Scene) -> list[Episode]:
    left = [one for one in care(person) if scene.has(one.ceased) and one.reason_ceased != "X1"]
    return sorted(left, key=lambda episode: episode.ceased)


@reckons("cla-ceased")
def ceased(people: list[Person], scene: Scene) -> Answer:
    return count(sum(bool(ends_of(person, scene)) for person in people))


@reckons("cla-ceased-ends")
def ends(people: list[Person], scene: Scene) -> Answer:
    return count(sum(len(ends_of(person, scene)) for person in people))


def left_for(people: list[Person], scene: Scene, *reasons: str) -> Answer:
    last = [ends_of(person, scene)[-1] for person in people if ends_of(person, scene)]
    return share(episode.reason_ceased in reasons for episode in last)


@reckons("sgo-adoption-adopted")
def adopted(people: list[Person], scene: Scene) -> Answer:
    return left_for(people, scene, "E11", "E12")


@reckons("sgo-adoption-sgo")
def guardianship(people: list[Person], scene: Scene) -> Answer:
    return left_for(people, scene, "E43", "E44", "E45", "E46", "E47", "E48")


@reckons("cla-remand")
def secure(people: list[Person], scene: Scene) -> Answer:
    number = 0
    for person in people:
        for chain in chains(person):
            remanded = locked = False
            for episode in chain:
                begins = (episode.legal_status == "J1" and not remanded) or (
                    episode.placement == "K1" and not locked
                )
                number += begins and scene.has(episode.started)
                remanded, locked = episode.legal_status == "J1", episode.placement == "K1"
    return count(number)


# Status, placement, stability


def section_20(months: int) -> Callable[[list[Person], Scene], Answer]:
    def judged(people: list[Person], scene: Scene) -> Iterator[bool | None]:
        for person, here in stock(people, scene.end):
            if here.legal_status == "V2":
                yield lasted(chain_at(person, scene.end), here, scene.end, months)

    return lambda people, scene: share(judged(people, scene))


def lasted(chain: list[Episode], here: Episode, end: date, months: int) -> bool | None:
    first = chain.index(here)
    while first > 0 and chain[first - 1].legal_status == "V2":
        first -= 1
    if chain[first].started <= months_after(end, -months):
        return True
    seen_whole = first > 0 or chain[0].reason_started in ("S", "L", "B", "U")
    return False if seen_whole else None


for _months in (6, 12, 24):
    RECKONED[f"s20-duration-{_months}"] = section_20(_months)


def settled(chain: list[Episode], here: Episode) -> str | None:
    """The placement a child is in or will go back to."""
    for episode in reversed(chain[: chain.index(here) + 1]):
        if not episode.placement.startswith("T"):
            return episode.placement
    return None


@reckons("placement-order-unplaced")
def unplaced(people: list[Person], scene: Scene) -> Answer:
    with_order = [(person, here) for person, here in stock(people, scene.end) if here.legal_status == "E1"]
    return share(
        settled(chain_at(person, scene.end), here) not in ("A3", "A4", "A5", "A6") for person, here in with_order
    )


@reckons("orders-outstanding")
def orders_outstanding(people: list[Person], scene: Scene) -> Answer:
    def judged() -> Iterator[bool | None]:
        for person, here in stock(people, scene.end):
            chain = chain_at(person, scene.end)
            if here.legal_status != "C2" or settled(chain, here) != "P1":
                continue
            stay = [each for each in stays(chain) if each[0].started <= scene.end][-1]
            order = status_run(chain, here)
            if max(stay[0].started, order[0].started) <= months_after(scene.end, -12):
                yield True
            elif is_begun(stay[0], chain, ("S", "P", "B")) and is_begun(order[0], chain, ("S", "L", "B", "U")):
                yield False
            else:
                yield None

    return share(judged())


def status_run(chain: list[Episode], here: Episode) -> list[Episode]:
    """The episodes in a row with the legal status of this one, up to it."""
    run: list[Episode] = []
    for episode in chain[: chain.index(here) + 1]:
        run = [*run, episode] if run and run[-1].legal_status == episode.legal_status else [episode]
    return run


def is_begun(first: Episode, chain: list[Episode], reasons: tuple[str, ...]) -> bool:
    """Whether this is where it began: not the first episode seen, or one that says so itself."""
    return first is not chain[0] or first.reason_started in reasons


@reckons("cla-placement-provider")
def own_provision(people: list[Person], scene: Scene) -> Answer:
    return share(here.provider == "PR1" for _, here in stock(people, scene.end))


@reckons("cla-placement-provider-foster")
def own_fostering(people: list[Person], scene: Scene) -> Answer:
    return share(here.provider == "PR1" for _, here in stock(people, scene.end) if here.placement[0] == "U")


@reckons("cla-connected-carers")
def connected(people: list[Person], scene: Scene) -> Answer:
    return share(here.placement in ("U1", "U2", "U3") for _, here in stock(people, scene.end))


@reckons("cla-placed-with-parents")
def with_parents(people: list[Person], scene: Scene) -> Answer:
    return share(here.placement == "P1" for _, here in stock(people, scene.end))


def stays(chain: list[Episode]) -> list[list[Episode]]:
    """A period's placements: runs of episodes with one carer, temporary stays looked through."""
    found: list[list[Episode]] = []
    for place, episode in enumerate(chain):
        if not found or (changes_carer(episode) and not returns(found[-1], chain[place - 1], episode)):
            found.append([])
        found[-1].append(episode)
    return found


def changes_carer(episode: Episode) -> bool:
    return episode.reason_started in ("S", "P", "B") and not episode.placement.startswith("T")


def returns(stay: list[Episode], before: Episode, episode: Episode) -> bool:
    homes = [each for each in stay if not each.placement.startswith("T")]
    if not before.placement.startswith("T") or not homes:
        return False
    return (homes[-1].placement, homes[-1].placement_postcode) == (episode.placement, episode.placement_postcode)


@reckons("cla-3plus-placements")
def three_placements(people: list[Person], scene: Scene) -> Answer:
    def number(person: Person) -> int:
        every = [stay for chain in chains(person) for stay in stays(chain)]
        return sum(stay[0].started <= scene.end and (stay[-1].ceased or FAR) > scene.start for stay in every)

    return share(number(person) >= 3 for person, _ in stock(people, scene.end))


@reckons("cla-2yr-same-placement")
def two_years(people: list[Person], scene: Scene) -> Answer:
    def judged() -> Iterator[bool | None]:
        for person, here in stock(people, scene.end):
            chain = chain_at(person, scene.end)
            if age(person, scene.end) >= 16:
                continue
            if chain[0].started > months_after(scene.end, -30):
                if chain[0].reason_started != "S":
                    yield None
                continue
            yield stayed(chain, here, scene.end)

    return share(judged())


def stayed(chain: list[Episode], here: Episode, end: date) -> bool:
    so_far = [stay for stay in stays(chain) if stay[0].started <= end]
    firsts = so_far[-2:] if settled(chain, here) in ("A3", "A4", "A5", "A6") else so_far[-1:]
    return firsts[0][0].started <= months_after(end, -24)


@reckons("placement-unplanned-ends")
def unplanned(people: list[Person], scene: Scene) -> Answer:
    def judged() -> Iterator[bool | None]:
        for person in people:
            rows = care(person)
            for episode, after in zip_longest(rows, rows[1:]):
                if not scene.has(episode.ceased) or episode.reason_moved == "PLACE":
                    continue
                if episode.reason_moved:
                    yield episode.reason_moved in ("CREQB", "CREQO", "CHILD", "LAREQ", "ALLEG", "STAND", "APPRR")
                elif moves(episode, after):
                    yield None

    return share(judged())


def moves(episode: Episode, after: Episode | None) -> bool:
    if after is None or after.started != episode.ceased or after.reason_started not in ("P", "B"):
        return False
    return episode.placement[0] != "T" and after.placement[0] != "T"


# Reviews


def clocks(person: Person, scene: Scene) -> list[Clock]:
    """The review clocks of looked-after children as they stood on the last day."""
    life = Life.of(person.child, person.episodes, person.reviews, person.early_reviews)
    every = review_clocks(
        life, counting=scene.counting, calendar=england(), on=scene.end, history_from=scene.history_from
    )
    in_care = {chain[0].started for chain in chains(person)}  # the others are clocks of short breaks
    return [clock for clock in every if clock.key != "cla-review-adjourn" and clock.period_started in in_care]


def fell_due(person: Person, scene: Scene) -> Iterator[tuple[Clock, bool | None]]:
    """The clocks that fell due in the period with whether they were met in time; None: may have, not known."""
    for clock in clocks(person, scene):
        if clock.standing is Standing.UNKNOWN:
            if may_have_fallen_due(clock, scene):
                yield clock, None
        elif clock.standing is not Standing.VOID and scene.has(clock.effective_due):
            yield clock, clock.standing is Standing.MET


def may_have_fallen_due(clock: Clock, scene: Scene) -> bool:
    """Three to six months (90 to 184 days) after the review before, or that much into the history."""
    latest = clock.started or max(day for day in (clock.period_started, scene.history_from) if day) or scene.start
    if latest + timedelta(184) < scene.start:
        return False
    if clock.started is None:
        return True
    earliest = clock.started + timedelta(90)
    left_first = clock.review is None and clock.ended is not None and clock.ended <= scene.end
    return earliest <= scene.end and not (left_first and clock.ended <= earliest)


@reckons("reviews-held")
def held(people: list[Person], scene: Scene) -> Answer:
    return count(sum(scene.has(review.held) for person in people for review in person.reviews))


@reckons("reviews-per-child")
def per_child(people: list[Person], scene: Scene) -> Answer:
    numbers = [sum(scene.has(review.held) for review in person.reviews) for person in people]
    return sum(numbers), sum(number > 0 for number in numbers), 0


@reckons("reviews-in-time-review")
def in_time_by_due(people: list[Person], scene: Scene) -> Answer:
    return share(met for person in people for _, met in fell_due(person, scene))


def step(*keys: str, most_days: int | None = None) -> Callable[[list[Person], Scene], Answer]:
    """Reviews of one step. An unknown one is of it only if it could fall due within the history."""

    def may_be(clock: Clock, scene: Scene) -> bool:
        if most_days is None or scene.history_from is None:
            return most_days is None
        return clock.period_started + timedelta(most_days) >= scene.history_from

    def reckon(people: list[Person], scene: Scene) -> Answer:
        due = [pair for person in people for pair in fell_due(person, scene)]
        return share(met for clock, met in due if (may_be(clock, scene) if met is None else clock.key in keys))

    return reckon


for _key, _clock, _most in zip(("first", "second", "later"), TRACK, (34, 34 + 92, None), strict=True):
    RECKONED[f"{_key}-review-in-time"] = step(_clock, most_days=_most)
RECKONED["adoption-review-in-time"] = step(
    "adopt-auth-review-1", "adopt-auth-review-n", "adopt-review-1", "adopt-review-2", "adopt-review-n"
)


@reckons("reviews-in-time-held")
def in_time_by_held(people: list[Person], scene: Scene) -> Answer:
    def judged() -> Iterator[bool | None]:
        for person in people:
            ending = {clock.review.held: clock for clock in clocks(person, scene) if clock.review}
            for review in person.reviews:
                if scene.has(review.held):
                    yield from judge(person, review, ending.get(review.held))

    def judge(person: Person, review: Review, clock: Clock | None) -> Iterator[bool | None]:
        if clock is not None:
            yield None if clock.standing is Standing.UNKNOWN else clock.standing is Standing.MET
        elif (review.completed or review.held) > scene.end and in_some_period(person, review.completed):
            yield None  # adjourned, not yet complete

    return share(judged())


def in_some_period(person: Person, day: date) -> bool:
    return any(chain[0].started <= day <= (chain[-1].ceased or FAR) for chain in chains(person))


@reckons("reviews-in-time-child")
def in_time_by_child(people: list[Person], scene: Scene) -> Answer:
    calendar = england()

    def judged() -> Iterator[bool | None]:
        for person, _ in stock(people, scene.end):
            began = chain_at(person, scene.end)[0].started
            due = [met for _, met in fell_due(person, scene)]
            if not due or calendar.working_days_between(began, scene.end) <= 20:
                continue
            yield None if None in due else False not in due

    return share(judged())


@reckons("reviews-overdue")
def overdue(people: list[Person], scene: Scene) -> Answer:
    def judged() -> Iterator[bool | None]:
        for person, _ in stock(people, scene.end):
            began = chain_at(person, scene.end)[0].started
            for clock in clocks(person, scene):
                if clock.period_started == began and clock.met_on is None:
                    yield None if clock.effective_due is None else clock.effective_due < scene.end
                    break

    return share(judged())


# Participation

VIEWS = ("PN1", "PN2", "PN3", "PN5", "PN6")


def from_four(people: list[Person], scene: Scene) -> list[str]:
    every = [review for person in people for review in person.reviews]
    return [review.participation for review in every if scene.has(review.held) and review.participation != "PN0"]


def of_codes(*codes: str) -> Callable[[list[Person], Scene], Answer]:
    return lambda people, scene: share(code in codes for code in from_four(people, scene))


RECKONED["participation-review"] = of_codes(*VIEWS)
RECKONED["attendance-review"] = of_codes("PN1", "PN2", "PN3", "PN4")
RECKONED["no-voice-reviews"] = of_codes("PN7")
RECKONED["no-voice-reviews-present"] = of_codes("PN4", "PN7")


@reckons("participation-child")
def participation_by_child(people: list[Person], scene: Scene) -> Answer:
    each = [from_four([person], scene) for person in people]
    return share(all(code in VIEWS for code in codes) for codes in each if codes)


# Health, missing, leavers, workers


def outcomes(people: list[Person], scene: Scene) -> Iterator[tuple[Person, Outcome]]:
    for person in people:
        if scene.end.year in person.outcomes:
            yield person, person.outcomes[scene.end.year]


def flagged(field_name: str, youngest: int = 0, oldest: int = 99) -> Callable[[list[Person], Scene], Answer]:
    def reckon(people: list[Person], scene: Scene) -> Answer:
        of_age = [row for person, row in outcomes(people, scene) if youngest <= age(person, scene.end) <= oldest]
        flags = [getattr(row, field_name) for row in of_age]
        return share(None if flag is None else flag == 1 for flag in flags)

    return reckon


RECKONED["health-assessment"] = flagged("health_assessment")
RECKONED["immunisations"] = flagged("immunisations")
RECKONED["dental"] = flagged("teeth_check")
RECKONED["health-development-u5"] = flagged("health_check", oldest=4)
RECKONED["offending"] = flagged("convicted", youngest=10)
RECKONED["substance-misuse"] = flagged("substance_misuse")


@reckons("substance-misuse-intervention")
def intervention(people: list[Person], scene: Scene) -> Answer:
    with_problem = [row for _, row in outcomes(people, scene) if row.substance_misuse == 1]
    return share(
        None if row.intervention_received is None else bool(row.intervention_received) for row in with_problem
    )


def questionnaires(people: list[Person], scene: Scene) -> list[int | None]:
    return [
        row.sdq_score
        for person, row in outcomes(people, scene)
        if age(person, scene.start) >= 4 and age(person, scene.end) < 17
    ]


@reckons("sdq-complete")
def sdq_complete(people: list[Person], scene: Scene) -> Answer:
    return share(score is not None for score in questionnaires(people, scene))


@reckons("sdq-average")
def sdq_average(people: list[Person], scene: Scene) -> Answer:
    scores = [score for score in questionnaires(people, scene) if score is not None]
    return sum(scores), len(scores), 0


def times_missing(people: list[Person], scene: Scene) -> list[int]:
    """Times missing of each child looked after on any day of the period."""
    cared_for = [
        person
        for person in people
        if any(one.started <= scene.end and (one.ceased or FAR) >= scene.start for one in care(person))
    ]
    return [
        sum(
            one.kind == "M" and one.started <= scene.end and (one.ended or FAR) >= scene.start
            for one in person.missing
        )
        for person in cared_for
    ]


@reckons("missing-children")
def missing_children(people: list[Person], scene: Scene) -> Answer:
    return share(number > 0 for number in times_missing(people, scene))


@reckons("missing-children-times")
def missing_times(people: list[Person], scene: Scene) -> Answer:
    numbers = [number for number in times_missing(people, scene) if number]
    return sum(numbers), len(numbers), 0


def leavers(people: list[Person], scene: Scene) -> list[CareLeaver]:
    return [person.leavers[scene.end.year] for person in people if scene.end.year in person.leavers]


@reckons("care-leaver-eet")
def occupied(people: list[Person], scene: Scene) -> Answer:
    return share(row.activity[0] in "FP" for row in leavers(people, scene))


@reckons("care-leaver-suitable")
def suitably_housed(people: list[Person], scene: Scene) -> Answer:
    never = ("S1", "X1")
    return share(
        row.accommodation.endswith("1") and row.accommodation not in never for row in leavers(people, scene)
    )


@reckons("care-leaver-in-touch")
def in_touch(people: list[Person], scene: Scene) -> Answer:
    return share(row.in_touch == "YES" for row in leavers(people, scene))


@reckons("sw-changes")
def worker_changes(people: list[Person], scene: Scene) -> Answer:
    def judged() -> Iterator[bool | None]:
        for person, _ in stock(people, scene.end):
            seen = {
                one.worker
                for one in person.workers
                if one.started <= scene.end and (one.ended or FAR) >= scene.start
            }
            yield len(seen) >= 3 if seen else None

    return share(judged())


@reckons("liberty-orders")
def deprived_of_liberty(people: list[Person], scene: Scene) -> Answer:
    return count(
        sum(
            any(one.started <= scene.end and (one.ended or FAR) >= scene.start for one in person.orders)
            for person in people
        )
    )


# Breakdowns


def stock_by(
    people: list[Person], scene: Scene, category: Callable[[Person, Episode], str | None]
) -> dict[str | None, int]:
    """The stock by a category of each child."""
    found: dict[str | None, int] = {}
    for person, here in stock(people, scene.end):
        label = category(person, here)
        found[label] = found.get(label, 0) + 1
    return found
