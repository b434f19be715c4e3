"""Figures of the work, with the records behind each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from sightline.casework.watch import figures as snapshots
from sightline.casework.watch import tasks
from sightline.casework.watch.queries import figures as queries
from sightline.domain.explain import in_words
from sightline.domain.roles import Act
from sightline.indicators import display
from sightline.indicators.catalogue import GROUPS, INDICATORS, Indicator
from sightline.indicators.figures import Period
from sightline.web.access import page, saw
from sightline.web.components.values import BLANK, Cell, Link, Row, Several, Table
from sightline.web.components.values import Column as Heading
from sightline.web.lists import Column, Filter, Listing
from sightline.web.rendering import render

_HOW = {"yes": "Yes", "no": "No", "unknown": "Cannot be told"}

_PART = Column("Part", lambda row: row.part, key="part")

RECORDS = Listing(
    key="figure-records",
    title="Records behind the figure",
    things=("record", "records"),
    columns=(
        Column("Child", lambda row: Link(row.name, reverse("child", args=[row.child])), key="name"),
        Column("Day", lambda row: row.day, key="day"),
        Column("Met", lambda row: _HOW[_judged(row)], key="met"),
    ),
    filters=(
        Filter("period", "Period", every="The latest year"),
        Filter(
            "met",
            "Met",
            tuple(_HOW.items()),
            keeps=lambda row, value: _judged(row) == value,
        ),
    ),
    notes=("Records that only named people may see are in it only where whoever made the list is named.",),
    empty="No record of a child is behind this figure.",
)


@page(Act.SEE_TRENDS)
def figures(request: Any) -> HttpResponse:
    """Every figure of a period, by group."""
    snapshot = snapshots.latest()
    if snapshot is None:
        return render(request, "pages/figures/none.html", {})
    period = _asked(request, snapshot)
    lines = queries.lines(snapshot, period, seen_by=request.viewer)
    saw(request, "figures", period=_key(period))
    return render(
        request,
        "pages/figures/all.html",
        {
            "snapshot": snapshot,
            "period": _said(period),
            "periods": [(_key(each), _said(each), each == period) for each in snapshot.periods],
            "tables": [_table(group, lines, period) for group in snapshots.SHOWN],
        },
    )


@page(Act.SEE_TRENDS)
def figure(request: Any, key: str) -> HttpResponse:
    """One figure: what it means, what it is made of, and the records behind it."""
    snapshot = snapshots.latest()
    if snapshot is None or key not in {each.key for each in snapshots.shown()}:
        raise Http404
    listing = _listing(INDICATORS[key])
    asked = listing.asked(request, options={"period": [(_key(each), _said(each)) for each in snapshot.periods]})
    named = {_key(each): each for each in snapshot.periods}
    period = named.get(asked.chosen.get("period", ""), snapshot.periods[0])
    (line,) = queries.lines(snapshot, period, seen_by=request.viewer, only=key)
    rows = queries.behind(snapshot, period, key, seen_by=request.viewer)
    saw(request, "figure", figure=key, period=_key(period))
    context = {
        "snapshot": snapshot,
        "indicator": line.indicator,
        "period": _said(period),
        "back": f"{reverse('figures')}?period={_key(period)}",
        "facts": _facts(line),
        "parts": _parts(line),
        "variants": [
            Link(INDICATORS[other].title, _address(other, period))
            for other in line.indicator.variants
            if other in INDICATORS
        ],
    }
    return asked.show(asked.of_rows(rows), "pages/figures/one.html", **context)


@page(Act.SEE_TRENDS)
@require_POST
def make(request: Any) -> HttpResponse:
    """Have the figures made anew, beside the pages."""
    tasks.ask_figures(by=request.viewer)
    messages.success(request, "New figures are being made. This takes a minute or so; open the page again then.")
    return HttpResponseRedirect(reverse("figures"))


def _listing(indicator: Indicator) -> Listing:
    """The list of the records behind an indicator."""
    parts = (_PART,) if indicator.distribution else ()
    return replace(RECORDS, title=indicator.title, columns=(*RECORDS.columns, *parts))


def _asked(request: Any, snapshot: snapshots.Snapshot) -> Period:
    """The period that the address names; the latest year where it names none that there is."""
    named = {_key(each): each for each in snapshot.periods}
    return named.get(request.GET.get("period", ""), snapshot.periods[0])


def _key(period: Period) -> str:
    return f"{period.start}..{period.end}"


def _said(period: Period) -> str:
    return f"{in_words(period.start)} to {in_words(period.end)}"


def _address(key: str, period: Period) -> str:
    return f"{reverse('figure', args=[key])}?period={_key(period)}"


def _table(group: str, lines: list[queries.Line], period: Period) -> Table:
    keys = {each.key for each in GROUPS[group]}
    rows = [
        (
            _named(line, period),
            BLANK if line.parts else display.written(line.whole),
            _made_of(line),
            line.whole.unknown or BLANK,
        )
        for line in lines
        if line.indicator.key in keys
    ]
    numeric = [Heading(title, numeric=True) for title in ("Figure", "Made of", "Cannot be told")]
    return Table(group, ["Indicator", *numeric], rows)


def _named(line: queries.Line, period: Period) -> Cell:
    link = Link(line.indicator.title, _address(line.indicator.key, period))
    return Several([link, f"{line.whole.note.capitalize()}."]) if line.whole.note else link


def _made_of(line: queries.Line) -> Cell:
    if line.parts:
        return f"{_number(line.whole.denominator)} in {len(line.parts)} parts"
    return display.pair(line.whole) or BLANK


def _facts(line: queries.Line) -> list[Row]:
    told, whole = line.indicator, line.whole
    facts = [
        Row("Figure", display.written(whole)) if not line.parts else None,
        Row(told.numerator, _number(whole.numerator)) if whole.numerator is not None else None,
        Row(f"{told.denominator[:1].upper()}{told.denominator[1:]}", _number(whole.denominator))
        if whole.denominator
        else None,
        Row("Cannot be told", whole.unknown) if whole.unknown else None,
        Row("Why there is none", whole.note) if whole.note else None,
        Row("Left out", told.exclusions) if told.exclusions else None,
        Row("Source", told.source),
        Row("Law or guidance", told.reference) if told.reference else None,
        Row("Take care", told.pitfalls) if told.pitfalls else None,
    ]
    return [fact for fact in facts if fact is not None]


def _parts(line: queries.Line) -> Table | None:
    if not line.parts:
        return None
    rows = [(part, _number(figure.numerator), display.written(figure)) for part, figure in line.parts]
    return Table("By part", ("Part", Heading("Number", numeric=True), Heading("Share", numeric=True)), rows)


def _number(value: Fraction | int | None) -> str:
    return "–" if value is None else display.number(value)


def _judged(row: queries.Behind) -> str:
    return "unknown" if row.meets is None else "yes" if row.meets else "no"


urls = [
    path("figures/", figures, name="figures"),
    path("figures/make/", make, name="figures-make"),
    path("figures/<slug:key>/", figure, name="figure"),
]
