"""Values as markup. Made in code, not in templates: a page has hundreds of cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sightline.web.components.saying import day_in_words, distance_in_words
from sightline.web.components.statuses import Tag
from sightline.web.components.values import Distance, Link, Pick, Several

NOTHING = format_html('<span class="sl-nothing">{}</span>', "Not recorded")


@singledispatch
def shown(value: Any) -> SafeString:
    """A value as it stands in a cell or a line; text is escaped."""
    return format_html("{}", value)


@shown.register
def _text(value: str) -> SafeString:
    return format_html("{}", value) if value else NOTHING


@shown.register(type(None))
def _nothing(value: None) -> SafeString:
    return NOTHING


@shown.register
def _yes(value: bool) -> SafeString:
    return format_html("{}", "Yes" if value else "No")


@shown.register(int)
@shown.register(float)
def _number(value: float) -> SafeString:
    return format_html("{}", f"{value:,}")


@shown.register
def _decimal(value: Decimal) -> SafeString:
    whole, point, rest = f"{value:,}".partition(".")
    return format_html("{}", f"{whole}{point}{rest.rstrip('0') or '0'}" if point else whole)  # 0.600: 0.6


@shown.register
def _day(value: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_in_words(value))


@shown.register
def _moment(value: datetime) -> SafeString:
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_in_words(local))


@shown.register
def _link(value: Link) -> SafeString:
    about = format_html('<span class="govuk-visually-hidden"> {}</span>', value.about) if value.about else ""
    return format_html('<a class="govuk-link" href="{}">{}{}</a>', value.url, value.text, about)


@shown.register
def _tag(value: Tag) -> SafeString:
    colour = "" if value.colour == "blue" else f" govuk-tag--{value.colour}"
    return format_html('<strong class="govuk-tag{}">{}</strong>', colour, value.label)


@shown.register
def _distance(value: Distance) -> SafeString:
    if value.day is None:
        return NOTHING
    away = distance_in_words(value.day, value.on)
    return format_html('{} <span class="sl-distance">({})</span>', _day(value.day), away)


@shown.register
def _pick(value: Pick) -> SafeString:
    return format_html(
        '<span class="govuk-checkboxes govuk-checkboxes--small sl-pick"><span class="govuk-checkboxes__item">'
        '<input class="govuk-checkboxes__input" type="checkbox" id="{0}-{1}" name="{0}" value="{1}">'
        '<label class="govuk-label govuk-checkboxes__label" for="{0}-{1}">'
        '<span class="govuk-visually-hidden">Choose {2}</span></label></span></span>',
        value.name,
        value.value,
        value.about,
    )


@shown.register
def _several(value: Several) -> SafeString:
    return format_html_join("", '<span class="sl-line">{}</span>', ((shown(part),) for part in value.parts))
