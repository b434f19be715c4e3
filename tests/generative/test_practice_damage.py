"""Any damage to a good practice file is taken or told, with places; never a crash, and never a word lost."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sightline.domain.practice_files import PracticeError, read, shipped, understand
from sightline.domain.timescales import TIMESCALES, Status
from sightline.indicators.catalogue import INDICATORS

FILES = [file.decode() for file in shipped().values()]
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.integers(), max_size=2)
)


def taken_or_told(file: bytes | str) -> None:
    practice, problems = understand(file, indicators=INDICATORS)
    assert all(problem.place and problem.says and problem.line >= 0 for problem in problems)
    assert practice.word("review")
    laws = {key for key in practice.limits if TIMESCALES[key].status is Status.LAW}
    assert all(practice.limits[key] <= (TIMESCALES[key].limit.amount or 0) for key in laws)
    if problems:
        with pytest.raises(PracticeError):
            read(file, indicators=INDICATORS)


@given(st.sampled_from(FILES), st.data())
def test_any_cut_or_change_of_letters(file: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(file)))
    gone = data.draw(st.integers(0, 30))
    taken_or_told(file[:at] + data.draw(st.text(max_size=5)) + file[at + gone :])


@given(st.sampled_from(FILES), st.data())
def test_any_value_of_another_kind(file: str, data: st.DataObject) -> None:
    lines = [n for n, line in enumerate(file.splitlines()) if " = " in line and not line.startswith("#")]
    n = data.draw(st.sampled_from(lines))
    told = file.splitlines()
    told[n] = f"{told[n].partition(' = ')[0]} = {as_toml(data.draw(VALUES))}"
    taken_or_told("\n".join(told))


@given(st.binary(max_size=200))
@example(b'name = "a"\ntitle = "b"\n[[words]]\n')
@example(b'name = "a"\ntitle = "b"\nsources = 1\nage_bands = { local = [[1]] }\n')
@example(b'name = "a"\ntitle = "b"\nlimits = { cla-review-1 = { working_days = true } }\n')
@example(b'name = "a"\ntitle = "b"\n[caseload]\nlower = nan\n[[target]]\nof = "icpc"\nyear = 2027\nvalue = inf\n')
def test_any_bytes(file: bytes) -> None:
    taken_or_told(file)


@given(st.sampled_from(FILES), st.text(alphabet="abcdefghij_", min_size=4, max_size=9))
def test_a_key_that_nobody_knows_is_always_told(file: str, key: str) -> None:
    told = tomllib.loads(file)
    if key in told:
        return
    problems = understand(f"{key} = 1\n{file}")[1]
    assert any(problem.line == 1 and problem.place == key for problem in problems)


def as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)
