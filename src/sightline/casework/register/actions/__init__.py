"""What people do to the register: enter, correct and take away what is told of a child."""

from __future__ import annotations

from sightline.casework.register.actions.children import LikelySame, add_child, correct_child
from sightline.casework.register.actions.families import part, together
from sightline.casework.register.actions.moving import leave_care, move_on
from sightline.casework.register.actions.numbers import give_number, take_number
from sightline.casework.register.actions.rows import NoSuchRow, add, correct, take_away
from sightline.casework.register.actions.workers import WORKERS, name_worker
from sightline.casework.register.checks import NotRight
from sightline.casework.staff.doing import NotPermitted
from sightline.casework.trail.actions import Changed

__all__ = [
    "WORKERS",
    "Changed",
    "LikelySame",
    "NoSuchRow",
    "NotPermitted",
    "NotRight",
    "add",
    "add_child",
    "correct",
    "correct_child",
    "give_number",
    "leave_care",
    "move_on",
    "name_worker",
    "part",
    "take_away",
    "take_number",
    "together",
]
