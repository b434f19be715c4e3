"""The accounts of the demonstration: one a role, one password, printed and kept beside the database."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sightline.ops.sample.service import Account

FILE = "sample-accounts.txt"


def new_password() -> str:
    """A password that can be typed from a screen."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def keep(data: Path, accounts: Sequence[Account], password: str) -> str:
    """Write the table of accounts beside the database, for its owner alone to read. Gives the table."""
    shown = table(accounts, password)
    with open(os.open(data / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(shown + "\n")
    return shown


def table(accounts: Sequence[Account], password: str) -> str:
    """The accounts as lines: role, address, name."""
    rows = [(each.role.label, each.email, each.name) for each in accounts]
    widths = [max(len(row[place]) for row in rows) for place in range(2)]
    lines = [f"{role:<{widths[0]}}  {email:<{widths[1]}}  {name}" for role, email, name in rows]
    return "\n".join([*lines, "", f"The password of each: {password}"])


def as_json(accounts: Sequence[Account], password: str) -> str:
    """The same for a program."""
    told = [{"role": each.role.value, "name": each.name, "email": each.email} for each in accounts]
    return json.dumps({"password": password, "accounts": told})
