"""`sightline sample`: the returns of a council that does not exist."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from sightline.ops.cli import DONE
from sightline.ops.inputs import FIRST_YEAR, LAST_YEAR, Day
from sightline.ops.outputs import whole_folder

if TYPE_CHECKING:
    from sightline.ops.sample.telling import Tonight

MARKER = ".sightline-sample"


class Years(click.ParamType[tuple[int, ...]]):
    """One year or a run of years, by their ends: 2025 or 2023-2025."""

    name = "years"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """The years, in order; a usage error when they are not years that a return exists for."""
        match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", str(value))
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            self.fail(f"is not a run of years from {FIRST_YEAR} to {LAST_YEAR}, such as 2023-2025", param, ctx)
        return tuple(range(first, last + 1))


@click.command("sample")
@click.option("--out", type=click.Path(path_type=Path), help="The folder to make.")
@click.option("--years", type=Years(), default="2023-2025", show_default=True, help="By their ends.")
@click.option(
    "--looked-after",
    type=click.IntRange(1),
    help="Children in care.  [default: 500; with --service and --feed 300]",
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same council.")
@click.option("--mistakes", default=0.0, show_default=True, type=click.FloatRange(0, 0.5), help="Mistakes a row.")
@click.option("--form", type=click.Choice(["csv", "xml"]), default="csv", show_default=True)
@click.option("--feed", type=click.Choice(["ssd"]), help="An extract of the case system in place of returns.")
@click.option("--dialect", type=click.Choice(["plain", "lcs", "mosaic"]), default="plain", show_default=True)
@click.option("--as-at", type=Day(), help="The day of the extract; today, if not given.")
@click.option(
    "--service", is_flag=True, help="Fill the (empty) register of a service that is set up as the sample."
)
@click.option("--children", type=click.IntRange(1), help="On the register in all.  [default: 7 for each in care]")
@click.option(
    "--reviewed-years",
    type=click.IntRange(1, 18),
    default=2,
    show_default=True,
    help="With --service: how long reviews have been held here.",
)
@click.option("--json", "as_json", is_flag=True, help="The accounts of the service for a program.")
def command(**told: Any) -> int:
    """Make the returns of a council that does not exist, one folder a year; or its service, or tonight's extract.

    No person in them exists. With --mistakes, mistakes.json says what was put in wrong and where. With --service
    the register of a service that is set up (SIGHTLINE_SAMPLE=yes) is filled, and the accounts are printed.

    \b
    Example:
      sightline sample --out sample --years 2023-2025 --looked-after 500
      sightline sample --out tonight --feed ssd --as-at 2026-11-20
      SIGHTLINE_SAMPLE=yes sightline sample --service --looked-after 300
    """
    if told["service"]:
        return _service(told)
    if told["out"] is None:
        raise click.UsageError("Give --out, the folder to make; or --service.")
    return _feed(told) if told["feed"] else _returns(told)


def _returns(told: dict[str, Any]) -> int:
    from sightline.ops import sample

    looked_after = told["looked_after"] or 500
    council = sample.make(
        seed=told["seed"], looked_after=looked_after, years=told["years"], mistakes=told["mistakes"]
    )
    with whole_folder(told["out"], marker=MARKER) as folder:
        council.write(folder, form=told["form"])
    click.echo(f"Made the returns of {len(told['years'])} years in {told['out']}.")
    return DONE


def _feed(told: dict[str, Any]) -> int:
    import tempfile

    from sightline.ops.sample import telling
    from sightline.returns.ssd import writing

    as_at = told["as_at"] or datetime.now(ZoneInfo("Europe/London")).date()
    with whole_folder(told["out"], marker=MARKER) as folder, tempfile.TemporaryDirectory() as work:
        lives = telling.write(_tonight(told, as_at), Path(work) / "lives")
        writing.write_csv(lives, folder, as_at, dialect=writing.DIALECTS[told["dialect"]])
    click.echo(f"Made the extract of {as_at:%-d %B %Y} in {told['out']}.")
    return DONE


def _service(told: dict[str, Any]) -> int:
    from sightline.ops.service import begin, refuse_unless_ready

    begin()
    refuse_unless_ready()
    from django.conf import settings

    from sightline.casework.register.sample import NotSample
    from sightline.casework.watch import figures
    from sightline.ops.sample import accounts, service
    from sightline.web.day import now

    at, password = now(), accounts.new_password()  # the case system told of it last night
    try:
        made = service.fill(
            _tonight(told, at.date() - timedelta(days=1)),
            at=at,
            password=password,
            years=told["reviewed_years"],
            say=lambda what: click.echo(f"  {what}", err=True),
        )
    except NotSample as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo("  figures of what was held, decided and recorded", err=True)
    figures.make(on=at.date(), at=at)
    told_of = accounts.keep(settings.DATA, made, password)
    click.echo(told_of if not told["as_json"] else accounts.as_json(made, password))
    return DONE


def _tonight(told: dict[str, Any], on: date) -> Tonight:
    from sightline.ops.sample import telling

    return telling.tonight(
        seed=told["seed"], looked_after=told["looked_after"] or 300, children=told["children"], on=on
    )
