"""`sightline doctor`: has this machine what Sightline needs?"""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

import click

from sightline.ops.cli import DONE, NEEDS_MENDING
from sightline.ops.inputs import json_option, print_json_rows
from sightline.ops.trail_check import check_trail, head_of_chain

CALENDAR_NEEDED = timedelta(days=183)
DISK_NEEDED = 2 * 1024**3


@dataclass(frozen=True)
class Examined:
    """One thing looked at: how it stands, and what to do when it is not well."""

    what: str
    well: bool
    found: str
    mend: str = ""
    needed: bool = True


@click.command("doctor")
@click.option("--trail", is_flag=True, help="Go through the whole trail: was anything altered or removed?")
@click.option(
    "--expect",
    metavar="PLACE:HASH",
    callback=head_of_chain,
    help="With --trail: the end of the chain as it was written down.",
)
@json_option
def command(trail: bool, expect: tuple[int, str] | None, as_json: bool) -> int:
    """See whether this machine has what Sightline needs, and say how to mend what is missing.

    \b
    Example:
      sightline doctor
      sightline doctor --trail
    """
    if trail or expect:
        return check_trail(expected=expect, as_json=as_json)
    results = [result for examine in _EXAMINATIONS for result in examine()]
    if as_json:
        print_json_rows(
            {"what": r.what, "well": r.well, "needed": r.needed, "found": r.found, "mend": r.mend} for r in results
        )
    else:
        for result in results:
            mark = "well   " if result.well else ("MISSING" if result.needed else "absent ")
            click.echo(f"{mark}  {result.what}: {result.found}" + ("" if result.well else f". {result.mend}"))
    return DONE if all(result.well or not result.needed for result in results) else NEEDS_MENDING


def _python() -> Iterator[Examined]:
    version = platform.python_version()
    yield Examined("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or later.")


def _packages() -> Iterator[Examined]:
    for name in ("duckdb", "lxml", "matplotlib", "python-docx", "scipy", "weasyprint", "xlsxwriter"):
        try:
            yield Examined(name, True, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Examined(name, False, "not installed", "Run script/update.")


def _text_layout() -> Iterator[Examined]:
    what = "Text layout for PDF (Pango)"
    try:
        import weasyprint  # noqa: F401 - loading it loads the system's libraries
    except (ImportError, OSError) as problem:
        yield Examined(what, False, type(problem).__name__, "Install libpango-1.0-0 and libpangoft2-1.0-0.")
    else:
        yield Examined(what, True, "loads")


def _fonts() -> Iterator[Examined]:
    from matplotlib import font_manager

    names = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in ("Arial", "Liberation Sans", "Helvetica") if name in names), None)
    yield Examined(
        "A font with the widths of Arial", found is not None, found or "none", "Install fonts-liberation2."
    )


def _calendar() -> Iterator[Examined]:
    from sightline.domain.calendar import england

    last = england().last
    today = date.today()  # noqa: DTZ011 - the council's own day
    yield Examined(
        "Bank holidays for the next six months",
        last >= today + CALENDAR_NEEDED,
        f"listed to {last.isoformat()}",
        "Add the published bank holidays to domain/data/bank_holidays.toml.",
    )


def _disk() -> Iterator[Examined]:
    folder = Path(tempfile.gettempdir())
    free = shutil.disk_usage(folder).free
    yield Examined(
        "Room for temporary files",
        free >= DISK_NEEDED,
        f"{free / 1024**3:.1f} GiB free",
        "Free some disk, or set TMPDIR.",
    )


def _spark() -> Iterator[Examined]:
    java = shutil.which("java")
    yield Examined(
        "Java, for Spark (regions and the nation only)", java is not None, java or "none",
        "Install openjdk-17-jre-headless if you need Spark.", needed=False,
    )  # fmt: skip


def _service() -> Iterator[Examined]:
    """The service, where one has been set up here: an analyst's machine has none."""
    from sightline.ops.service_examined import examined, is_set_up

    if is_set_up():
        yield from (Examined(*each) for each in examined())
    else:
        yield Examined(
            "The service", False, "not set up here", "Run sightline setup if you need it.", needed=False
        )


_EXAMINATIONS: tuple[Callable[[], Iterator[Examined]], ...] = (
    _python, _packages, _text_layout, _fonts, _calendar, _disk, _spark, _service,
)  # fmt: skip
