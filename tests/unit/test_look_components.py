"""Components as markup."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from sightline.web.components.cells import shown
from sightline.web.components.statuses import NoSuchStatus, status
from sightline.web.components.values import Column, Distance, Link, Several, Table, Tag
from sightline.web.forms import Form

TODAY = date(2025, 4, 10)


def made(template: str, **values: object) -> str:
    """What a template makes of values."""
    return Template(template).render(Context(values))


@pytest.mark.parametrize(
    ("value", "markup"),
    [
        ("Foster <care>", "Foster &lt;care&gt;"),
        (1234, "1,234"),
        (True, "Yes"),
        (None, '<span class="sl-nothing">Not recorded</span>'),
        ("", '<span class="sl-nothing">Not recorded</span>'),
        (0, "0"),
        (date(2025, 5, 13), '<time datetime="2025-05-13">13 May 2025</time>'),
        (Tag("Overdue", "red"), '<strong class="govuk-tag govuk-tag--red">Overdue</strong>'),
        (Tag("Due", "blue"), '<strong class="govuk-tag">Due</strong>'),
        (Several(["a", "b"]), '<span class="sl-line">a</span><span class="sl-line">b</span>'),
        (Distance(None, TODAY), '<span class="sl-nothing">Not recorded</span>'),
    ],
)
def test_values_as_markup(value: object, markup: str) -> None:
    assert shown(value) == markup


def test_a_link_says_what_it_is_about_to_those_who_hear_it() -> None:
    said = shown(Link("Change", "/a/?b=1&c=2", about="<legal> status"))
    assert 'href="/a/?b=1&amp;c=2"' in said
    assert '<span class="govuk-visually-hidden"> &lt;legal&gt; status</span>' in said


def test_a_status_has_words_and_colour() -> None:
    assert made('{% tag "overdue" %}') == '<strong class="govuk-tag govuk-tag--red">Overdue</strong>'
    assert made('{% tag "loaded" "import" %}') == '<strong class="govuk-tag govuk-tag--green">Loaded</strong>'


def test_a_status_that_is_in_another_group_is_none() -> None:
    with pytest.raises(NoSuchStatus, match=r"'loaded' in \[standing\]"):
        status("loaded")


def test_a_table_has_a_caption_headings_and_a_region() -> None:
    columns = [Column("Child", sort_url="?sort=child", sorted="ascending"), Column("Reviews", numeric=True)]
    page = made("{% data_table table %}", table=Table("Due reviews", columns, [["Child 1", 3]]))
    assert 'role="region" aria-labelledby="table-due-reviews" tabindex="0"' in page
    assert '<th scope="col" class="govuk-table__header" aria-sort="ascending">' in page
    assert '<th scope="row" class="govuk-table__header sl-row-heading">Child 1</th>' in page
    assert '<td class="govuk-table__cell govuk-table__cell--numeric" data-label="Reviews">3</td>' in page


def test_a_table_without_rows_says_so() -> None:
    page = made("{% data_table table %}", table=Table("Due reviews", ["Child"], [], empty="No review is due."))
    assert "No review is due." in page
    assert "<table" not in page


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        made("{% data_table table %}", table=Table("Due reviews", ["Child", "Due"], [["Child 1"]]))


def test_pages_keep_what_the_address_says() -> None:
    request = RequestFactory().get("/", {"standing": "overdue", "page": "2"})
    page = made("{% pagination page %}", request=request, page=Paginator(range(50), 10).page(2))
    assert 'href="?standing=overdue&amp;page=3"' in page
    assert 'aria-label="Page 2" aria-current="page"' in page


def test_one_page_has_no_links_to_others() -> None:
    page = made("{% pagination page %}", request=RequestFactory().get("/"), page=Paginator(range(5), 10).page(1))
    assert page.strip() == ""


def test_blocks_hold_markup() -> None:
    assert made("{% inset %}<b>{{ name }}</b>{% endinset %}", name="<i>") == (
        '<div class="govuk-inset-text"><b>&lt;i&gt;</b></div>'
    )
    assert "Why this day" in made('{% details "Why this day" %}Because.{% enddetails %}')


class Sent(Form):
    name = forms.CharField(label="Name", help_text="As the child says it", max_length=5)
    seen = forms.ChoiceField(label="Seen", choices=[("y", "Yes")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=20, required=False)


class Filters(Sent):
    all_optional = True


def test_errors_lead_to_their_fields() -> None:
    page = str(Sent({}))
    assert '<a href="#id_name">Fill in “Name”</a>' in page
    assert '<a href="#id_seen_0">Choose an answer for “Seen”</a>' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page


def test_a_form_not_yet_sent_has_no_errors() -> None:
    assert "error" not in str(Sent())


def test_what_may_be_left_out_is_marked_unless_all_may() -> None:
    assert "Note (optional)" in str(Sent())
    assert "(optional)" not in str(Filters())


def test_a_long_text_is_counted_and_not_cut_off() -> None:
    page = str(Sent())
    assert 'data-maxlength="20"' in page
    assert ' maxlength="20"' not in page
