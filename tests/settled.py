"""What is noted of decisions, reckoned anew from their rows."""

from __future__ import annotations

from sightline.casework.meetings.models import Decision
from sightline.casework.meetings.progress import unkept


def decisions_agree() -> dict[str, bool]:
    """What is noted of each decision, by what it says; and that agrees with the rows."""
    rows = Decision.objects.select_related("again")
    followed = {row.again_id for row in rows if row.again_id and row.state not in ("draft", "withdrawn")}
    for row in rows:
        over = row.state == "withdrawn" or row.result in ("done", "superseded") or row.pk in followed
        assert row.unsettled != over, row.pk
    assert set(unkept(Decision.objects.all())) == {row for row in rows if row.unsettled and row.state != "draft"}
    return {f"{row.what} {row.matter_id}": row.unsettled for row in rows}
