"""The components as template tags; every template has them without loading anything.

{% tag "overdue" %} {% tag load.state "import" %}      a status: words and colour of statuses.toml
{% day child.born %} {% day_and_distance due on %}     13 May 2025 (in 5 working days)
{{ value|shown }}                                      any value of components.values
{% data_table table %} {% summary_list rows %} {% task_list tasks %} {% timeline moments %} {% pagination page %}
{% back url "Back to children" %} {% breadcrumbs links %} {% empty "No children" "Nobody is …" %}
{% inset %}…{% endinset %} {% warning %}…{% endwarning %} {% details "Why this day" %}…{% enddetails %}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from sightline.web.components import cells
from sightline.web.components.statuses import status
from sightline.web.components.values import Distance, Link, Moment, Row, Table, Task

register = template.Library()

#: Lines of a text area for which nothing is said, in place of Django's.
USUAL_ROWS, DJANGO_ROWS = "5", "10"

register.filter("shown", cells.shown)


@register.simple_tag
def tag(name: str | Enum, group: str = "standing") -> SafeString:
    """A status in words and colour."""
    return cells.shown(status(name, group))


@register.simple_tag
def day(value: date | None) -> SafeString:
    """A day, as 13 May 2025."""
    return cells.shown(value)


@register.simple_tag
def day_and_distance(value: date | None, on: date) -> SafeString:
    """A day and how far it is: 13 May 2025 (in 5 working days)."""
    return cells.shown(Distance(value, on))


@register.inclusion_tag("components/table.html")
def data_table(table: Table) -> dict[str, Any]:
    """A table that scrolls sideways in a region of its own where the screen is narrow."""
    return {"table": table, "id": f"table-{slugify(table.caption)}"}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Row]) -> dict[str, Any]:
    """Keys and values, with what can be done about each."""
    return {"rows": rows}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Task]) -> dict[str, Any]:
    """Things to do, each with its status."""
    return {"tasks": [(task, f"task-{slugify(task.title)}") for task in tasks]}


@register.inclusion_tag("components/timeline.html")
def timeline(moments: Iterable[Moment], level: int = 3) -> dict[str, Any]:
    """What happened, each with its day; `level` is that of its headings."""
    return {"moments": moments, "heading": f"h{level}"}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the other pages of a list; whatever else the address says is kept."""
    asked = context["request"].GET.copy()
    asked.pop("page", None)
    return {
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "gap": page.paginator.ELLIPSIS,
        "start": f"?{asked.urlencode()}&page=" if asked else "?page=",
    }


@register.simple_tag
def back(url: str, text: str = "Back") -> SafeString:
    """The way back."""
    return format_html('<a class="govuk-back-link" href="{}">{}</a>', url, text)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(links: Iterable[Link]) -> dict[str, Any]:
    """Where this page is, from the first page on."""
    return {"links": links}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", link: Link | None = None) -> dict[str, Any]:
    """What is said where there is nothing: that it is so, why, and what can be done."""
    return {"title": title, "text": text, "link": link}


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Text that stands out."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Something that must not be overlooked."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span>'
        "{}</strong></div>",
        content,
    )


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    """Text that opens when asked for."""
    return format_html(
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        summary,
        content,
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is wrong with a form, each with a link to where it can be put right."""
    return {"problems": list(_problems(form)) if form.is_bound else []}


def _problems(form: Any) -> Iterable[tuple[str, str]]:
    for message in form.non_field_errors():
        yield str(message), ""
    for field in form:
        for message in field.errors:
            yield str(message), first_control(field)


@register.filter
def first_control(field: Any) -> str:
    """The id of the first control of a field: of its first option or box where it has several."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


@register.simple_tag
def control(widget: Mapping[str, Any], *classes: str) -> SafeString:
    """The attributes of a form's control, with the classes of its look."""
    attributes: dict[str, Any] = dict(widget["attrs"])
    attributes.pop("required", None)  # the browser's own bubbles say less than the form does
    said = [*classes, str(attributes.pop("class", ""))]
    if widget.get("type") in ("radio", "checkbox"):
        attributes.pop("aria-invalid", None)  # said by the group, not by each of its options
    elif attributes.get("aria-invalid"):
        said.append(f"{classes[0]}--error")
    return _attributes({"class": " ".join(name for name in said if name), **attributes})


@register.simple_tag
def text_area(widget: Mapping[str, Any]) -> SafeString:
    """The attributes of a text area. Its length is counted beside it and asked for by the form, never cut off."""
    attributes = {**widget["attrs"], "cols": None}
    attributes["rows"] = USUAL_ROWS if attributes["rows"] == DJANGO_ROWS else attributes["rows"]
    if attributes.pop("maxlength", None):
        attributes["aria-describedby"] = (
            f"{attributes.get('aria-describedby', '')} {attributes['id']}-info".strip()
        )
        attributes["class"] = f"govuk-js-character-count {attributes.get('class', '')}".strip()
    return control({"attrs": attributes}, "govuk-textarea")


@register.filter
def optional(field: Any) -> str:
    """Said after the label of a field that may be left empty; not where a form says that all may be."""
    needed = field.field.required or getattr(field.form, "all_optional", False)
    return "" if needed else " (optional)"


def _attributes(attributes: Mapping[str, Any]) -> SafeString:
    told = [(name, value) for name, value in attributes.items() if value is not False and value is not None]
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in told))


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
