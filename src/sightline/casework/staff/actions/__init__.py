"""What is done about people, their roles and posts, absence, teams, and keys of the read API."""

from sightline.casework.staff.actions.absence import add_cover, back, end_cover, record_absence
from sightline.casework.staff.actions.entrance import first_link, reset_second_factor, unlocked
from sightline.casework.staff.actions.keys import SCOPES, NewKey, make_key, revoke_key
from sightline.casework.staff.actions.people import (
    add_person,
    correct_person,
    known_worker,
    known_workers,
    leave,
    let_sign_in,
)
from sightline.casework.staff.actions.periods import end_role, give_role
from sightline.casework.staff.actions.posts import add_post, end_post
from sightline.casework.staff.actions.teams import add_team, close_team, correct_team
from sightline.casework.staff.doing import NotPermitted

__all__ = [
    "SCOPES",
    "NewKey",
    "NotPermitted",
    "add_cover",
    "add_person",
    "add_post",
    "add_team",
    "back",
    "close_team",
    "correct_person",
    "correct_team",
    "end_cover",
    "end_post",
    "end_role",
    "first_link",
    "give_role",
    "known_worker",
    "known_workers",
    "leave",
    "let_sign_in",
    "make_key",
    "record_absence",
    "reset_second_factor",
    "revoke_key",
    "unlocked",
]
