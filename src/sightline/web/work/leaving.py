"""Messages to people: on shared pages."""

from __future__ import annotations

from django.urls import reverse

from sightline.casework.outbox.queries import unread
from sightline.casework.register.scope import children
from sightline.casework.staff.queries import Viewer
from sightline.web.components.values import Cell, Link, Table
from sightline.web.work.parts import Block

KINDS_SHOWN = 4


def today(viewer: Viewer) -> list[Block]:
    """What is new for this person, by kind; nothing where they have read all."""
    waiting = unread(seen_by=viewer, sees=children)
    if not waiting:
        return []
    url = reverse("messages")
    rows: list[list[Cell]] = [[Link(each.title, url), each.latest] for each in waiting[:KINDS_SHOWN]]
    table = Table("New for me", ["What", "The last came"], rows, caption_hidden=True)
    return [Block("New for me", table, sum(each.count for each in waiting), Link("All messages", url))]


tray = asked = service = today
