"""The command line. Each command is a module of `ops.commands`, loaded only when it is asked for.

Exit codes, which other programs may rely on:

| code | meaning |
|---|---|
| 0 | done; nothing wrong |
| 1 | done; something needs mending (`check`, `read`: findings of severity error, rows sent back) |
| 2 | the command was not understood |
| 3 | the input cannot be read |
| 4 | the output cannot be written |
| 5 | the question cannot be answered (unknown figure, date beyond the calendar, release not safe) |
| 70 | a fault in Sightline |
| 130, 143 | stopped by Ctrl-C, or told to end; nothing was written |
"""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from sightline import __version__

DONE, NEEDS_MENDING, NOT_UNDERSTOOD, CANNOT_READ, CANNOT_WRITE, CANNOT_ANSWER, FAULT = 0, 1, 2, 3, 4, 5, 70

COMMANDS = {
    "read": "Read returns; send back the rows that cannot be read.",
    "check": "Check returns against the department's and our own rules.",
    "clocks": "Work out every review clock, with its reason.",
    "figures": "Work out indicators, and show what stands behind one.",
    "report": "Make the annual report: web page, PDF, Word, spreadsheet.",
    "sample": "Make the returns of a council that does not exist.",
    "doctor": "See whether this machine has what Sightline needs.",
    "setup": "Make the service's database ready, and its first administrator.",
    "serve": "Serve the pages, with a worker beside them.",
    "worker": "Do the jobs that pages asked for, and the work of every day.",
    "daily": "Do the work of a day now: what became due, and the mail of it.",
    "import": "Bring a return or an extract of the case system into the register.",
    "extract": "Write the register as tables, for figures.",
    "backup": "Keep a copy of the database and the data folder in one file.",
    "restore": "Bring such a copy back.",
    "manage": "Django's own commands, for maintainers.",
}


class CommandsOnDemand(click.Group):
    """A group whose commands are imported when used, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = "import_" if cmd_name == "import" else cmd_name  # a word that Python keeps for itself
        command: click.Command = importlib.import_module(f"sightline.ops.commands.{module}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. That the reader of our output has left is no fault of anybody's."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=CommandsOnDemand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sightline")
def cli() -> None:
    """From a council's SSDA903 return to its Independent Reviewing Officer annual report.

    INPUT is a folder, a zip, the department's XML, or several files. Years are named by their end:
    2025 is 1 April 2024 to 31 March 2025. Give several years' returns together to join them.

    \b
    Example:
      sightline sample --out sample
      sightline check sample --year 2025
      sightline report sample --year 2025 --out report
    """


class Stopped:
    """Remembers the signal that stops us: a library that is at work then may raise an error of its own instead."""

    def __init__(self) -> None:
        self.by: int | None = None

    def __call__(self, number: int, _: object) -> None:
        """Stop the work by an exception, so that work folders are removed."""
        self.by = number
        raise KeyboardInterrupt

    def leave(self) -> None:
        """Say that nothing was written, and end with the signal's exit code."""
        click.echo("Stopped. Nothing was written.", err=True)
        sys.exit(128 + (self.by or signal.SIGINT))


def main() -> None:
    """Run the command line; turn every failure into a plain sentence and an exit code."""
    stopped = Stopped()
    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN:  # a shell's background job ignores Ctrl-C
            signal.signal(number, stopped)
    try:
        sys.exit(cli(standalone_mode=False) or DONE)
    except click.exceptions.NoArgsIsHelpError as shown:
        click.echo(shown.format_message())
        sys.exit(NOT_UNDERSTOOD)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        stopped.leave()
    except Exception as failure:  # the last stop: no trace, which could hold a child's values, reaches the screen
        if stopped.by is not None:
            stopped.leave()
        sys.exit(_explain(failure))


def _explain(failure: Exception) -> int:
    for module, name, code in _EXPECTED:
        if _is(failure, module, name):
            click.echo(f"{failure}", err=True)
            return code
    if isinstance(failure, OSError):
        what = failure.strerror or type(failure).__name__
        where = f" ({Path(failure.filename).name})" if isinstance(failure.filename, str) else ""
        room = f" {_ROOM}" if failure.errno in (errno.ENOSPC, errno.EDQUOT) else ""
        click.echo(f"{what}{where}. Nothing was left half written.{room}", err=True)
        return CANNOT_WRITE
    if _is(failure, "duckdb", "IOException"):
        click.echo(f"A temporary file cannot be written or read. Nothing was left half written. {_ROOM}", err=True)
        return CANNOT_WRITE
    return _fault(failure)


_ROOM = "Free some disk, or set TMPDIR to a folder on a disk with more room."


#: Refusals whose message was written for the person at the keyboard.
_EXPECTED = (
    ("sightline.returns.reading", "CannotRead", CANNOT_READ),
    ("sightline.domain.calendar", "BeyondCalendar", CANNOT_ANSWER),
    ("sightline.indicators.evaluate", "UnknownFigure", CANNOT_ANSWER),
    ("sightline.indicators.disclosure", "NotSafe", CANNOT_ANSWER),
    ("sightline.indicators.comparators", "CannotRead", CANNOT_READ),
    ("sightline.ops.outputs", "CannotWrite", CANNOT_WRITE),
)


def _is(failure: Exception, module: str, name: str) -> bool:
    """Is this an exception of a module that was loaded? (One not loaded cannot have raised it.)"""
    kind = getattr(sys.modules.get(module), name, None)
    return isinstance(kind, type) and isinstance(failure, kind)


def _fault(failure: Exception) -> int:
    frame = traceback.extract_tb(failure.__traceback__)[-1]
    if os.environ.get("SIGHTLINE_DEBUG"):
        traceback.print_exception(failure)
    click.echo(
        f"Sightline has a fault ({type(failure).__name__} in {Path(frame.filename).name}, line {frame.lineno}). "
        "Nothing was written. Please report this line; it holds nothing from your files. "
        "Set SIGHTLINE_DEBUG=1 to see the whole trace (it may show values from your files).",
        err=True,
    )
    return FAULT


if __name__ == "__main__":
    main()
