"""What the how-to pages say of practice and the read API is so."""

from __future__ import annotations

import re
from pathlib import Path

from sightline.casework.staff.actions import SCOPES
from sightline.domain.practice_files import read
from sightline.indicators.catalogue import INDICATORS
from sightline.web.api import v1

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def test_the_example_of_a_practice_can_be_taken() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", (HOW_TO / "practice.md").read_text(), flags=re.DOTALL)
    assert read(example, indicators=INDICATORS).word("child_in_care", plural=True) == "cared for children"


def test_every_scope_and_address_of_the_read_api_is_explained() -> None:
    text = (HOW_TO / "read-api.md").read_text()
    addresses = {path.rpartition("/")[2] for path in v1.api.get_openapi_schema()["paths"]}
    told = dict(re.findall(r"^\| `(\w+)` \| `/(\w+)` \|", text, flags=re.MULTILINE))
    assert set(told) == set(SCOPES)
    assert set(told.values()) == addresses
    assert v1.RATE == "300/m"
    assert "300 requests in a minute" in text
