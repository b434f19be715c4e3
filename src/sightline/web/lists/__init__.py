"""Lists that can be filtered, sorted, kept as a link, exported and printed, each from one declaration.

    PEOPLE = Listing(
        key="people", title="People", things=("person", "people"), order="name",
        columns=(
            Column("Name", lambda row: Link(row.name, reverse("person", args=[row.id])), key="name"),
            Column("Since", lambda row: row.since, key="since"),
        ),
        filters=(Filter("role", "Role", ROLES, keeps=lambda row, role: role in row.roles),),
    )

    @page(Act.SEE_PEOPLE)
    def people(request):
        asked = PEOPLE.asked(request)
        return asked.show(asked.of_rows(queries.people(on=today())))      # a list in memory
        # or: asked.show(queries.people(chosen=asked.chosen, order=asked.order))   the database filters and sorts

What `show` is given is any sequence: one that asks the database for its length and for a slice will do. A cell is
any value of `web.components.values`; in an export a link is its text, a date with its distance is the date.

The address says what is shown: choices are codes and row numbers, never a name or an identifier of a child. What
was chosen last is kept in the session and comes back when the list is opened without saying anything; `?all=yes`
clears it.
"""

from sightline.web.lists.asked import Asked
from sightline.web.lists.declared import Column, Filter, Listing

__all__ = ["Asked", "Column", "Filter", "Listing"]
