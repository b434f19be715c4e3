"""What somebody asks of a list, and the answer: a page, a file, a page to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect

from sightline.web.access import saw
from sightline.web.components import values
from sightline.web.day import now
from sightline.web.lists import exporting
from sightline.web.lists.declared import Column, Filter, Listing, Options
from sightline.web.lists.plain import sortable
from sightline.web.rendering import render

CLEAR = "all"


@dataclass(frozen=True)
class Choice:
    """A filter as the form shows it."""

    filter: Filter
    options: Options
    value: str

    @property
    def label(self) -> str:
        """What was chosen, in words."""
        return dict(self.options).get(self.value, "")


@dataclass(frozen=True)
class Chip:
    """Something chosen, and the address of the list without it."""

    title: str
    label: str
    without: str


@dataclass(frozen=True)
class Asked:
    """A list as somebody asked for it. `chosen` has the filters by key, `order` the key sorted by."""

    listing: Listing
    request: Any
    choices: Sequence[Choice]
    order: str
    elsewhere: str = ""  # where the list is as it was kept

    @classmethod
    def of(cls, listing: Listing, request: Any, options: Mapping[str, Options]) -> Asked:
        """Read the address, or what was kept where it says nothing."""
        said = request.GET if _says_something(listing, request.GET) else cls._opening(listing, request)
        choices = [_choice(each, options.get(each.key, each.options), said) for each in listing.filters]
        order = said.get("order", "")
        asked = cls(listing, request, choices, order if order in listing.orders else listing.order)
        if _says_something(listing, request.GET):
            asked._keep()
            return asked
        return cls(listing, request, choices, asked.order, elsewhere=asked._kept())

    @staticmethod
    def _opening(listing: Listing, request: Any) -> Mapping[str, str]:
        """What is chosen where nothing was, here or before."""
        return {} if listing.key in request.session.get("lists", {}) else listing.at_first

    @property
    def chosen(self) -> dict[str, str]:
        """The values chosen, by the key of the filter; what was left open is not in it."""
        return {choice.filter.key: choice.value for choice in self.choices if choice.value}

    def of_rows(self, rows: Iterable[Any]) -> list[Any]:
        """Rows in memory, those kept, in the order asked for."""
        kept = [row for row in rows if all(_keeps(choice, row) for choice in self.choices)]
        column = next((c for c in self.listing.columns if c.key and c.key == self.order.lstrip("-")), None)
        if column is None:
            return kept
        return sorted(kept, key=lambda row: sortable(_sorted_by(column, row)), reverse=self.order.startswith("-"))

    def show(self, rows: Sequence[Any], template: str = "lists/list.html", **context: Any) -> HttpResponse:
        """The answer: the page asked for, or with `?format=` the whole list as csv, xlsx or a page to print."""
        if self.elsewhere:
            return HttpResponseRedirect(self.elsewhere)
        form = self.request.GET.get("format", "")
        if form in exporting.FORMATS:
            return self._export(rows, form)
        if form == "print":
            self._saw(len(rows), "printed", form)
            return render(self.request, "lists/print.html", {**self._said(rows), "at": now(), **context})
        page = Paginator(rows, self.listing.page_length).get_page(self.request.GET.get("page"))
        return render(self.request, template, {**self._said(page.object_list, len(rows)), "page": page, **context})

    def address(self, **other: str) -> str:
        """The address of this list as asked for, with something otherwise; an empty value is left out."""
        said = {**self.chosen, "order": self.order if self.order != self.listing.order else "", **other}
        query = {key: value for key, value in said.items() if value}
        return f"{self.request.path}?{urlencode(query or {CLEAR: 'yes'})}"

    @property
    def chips(self) -> list[Chip]:
        """What was chosen, each with the address of the list without it."""
        return [
            Chip(choice.filter.title, choice.label, self.address(**{choice.filter.key: ""}))
            for choice in self.choices
            if choice.value
        ]

    @property
    def clear(self) -> str:
        """The address of the whole list."""
        return f"{self.request.path}?{CLEAR}=yes"

    def _said(self, rows: Iterable[Any], total: int | None = None) -> dict[str, Any]:
        shown = list(rows)
        return {
            "asked": self,
            "listing": self.listing,
            "table": self._table(shown),
            "counted": self._counted(len(shown) if total is None else total),
            "exports": [("CSV", self.address(format="csv")), ("Excel", self.address(format="xlsx"))],
            "print": self.address(format="print"),
        }

    def _counted(self, number: int) -> str:
        return f"{number:,} {self.listing.things[number != 1]}"

    def _table(self, rows: Sequence[Any]) -> values.Table:
        columns = [column for column in self.listing.columns if column.where != "export"]
        return values.Table(
            caption=self.listing.title,
            columns=[self._heading(column) for column in columns],
            rows=[[column.value(row) for column in columns] for row in rows],
            empty=f"No {self.listing.things[1]} match what you chose." if self.chosen else self.listing.empty,
            caption_hidden=True,
        )

    def _heading(self, column: Column) -> values.Column:
        if not column.key:
            return values.Column(column.title, numeric=column.numeric)
        up, down = self.order == column.key, self.order == f"-{column.key}"
        url = self.address(order=f"-{column.key}" if up else column.key)
        return values.Column(
            column.title, column.numeric, url, "ascending" if up else "descending" if down else ""
        )

    def _export(self, rows: Sequence[Any], form: str) -> HttpResponse:
        whole = rows[:]
        self._saw(len(whole), "exported", form)
        said = [(choice.filter.title, choice.label) for choice in self.choices if choice.value]
        return exporting.answer(self.listing, whole, form, said=said, at=now(), by=self.request.viewer.name)

    def _saw(self, rows: int, action: str, form: str) -> None:
        saw(
            self.request, "list", None, action=action,
            list=self.listing.key, rows=rows, format=form, filters=sorted(self.chosen),
        )  # fmt: skip

    def _keep(self) -> None:
        kept = self.request.session.get("lists", {})
        said = self.chosen | ({"order": self.order} if self.order != self.listing.order else {})
        if kept.get(self.listing.key) != said:
            self.request.session["lists"] = {**kept, self.listing.key: said}

    def _kept(self) -> str:
        said = self.request.session.get("lists", {}).get(self.listing.key)
        return f"{self.request.path}?{urlencode(said)}" if said else ""


def _choice(each: Filter, options: Options, said: Mapping[str, str]) -> Choice:
    value = said.get(each.key, "")
    return Choice(each, options, value if value in dict(options) else "")


def _says_something(listing: Listing, said: Mapping[str, str]) -> bool:
    return any(key in said for key in (CLEAR, "order", *(each.key for each in listing.filters)))


def _keeps(choice: Choice, row: Any) -> bool:
    return not choice.value or choice.filter.keeps is None or choice.filter.keeps(row, choice.value)


def _sorted_by(column: Column, row: Any) -> Any:
    return column.by(row) if column.by else column.value(row)
