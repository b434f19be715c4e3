"""Writing a publication: every file of it is made first, then all are put in place, each whole.

A renderer that fails leaves the folder as it was.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from sightline import __version__
from sightline.indicators.figures import Figure
from sightline.reports.document import Document, assemble
from sightline.reports.ledger import Entry, entries
from sightline.reports.pictures import Pictures

FORMATS = ("html", "pdf", "docx", "xlsx")
LEDGER, MANIFEST = "figures.json", "manifest.json"

Renderer = Callable[[Document, Pictures, Sequence[Entry]], bytes]


def publish(
    document: Document,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    figures: Iterable[Figure] = (),
) -> list[Path]:
    """Write the document in each format to `folder`, with its figure ledger and a manifest; give their paths.

    `figures` are listed in the ledger beside those that the document already carries. Raises ValueError for a
    format that does not exist, Unreadable or Untraceable for a document that cannot be published.
    """
    renderers = {name: _renderer(name) for name in formats}
    document = assemble(document)
    ledger = entries(document, figures)
    pictures = Pictures(document, png="docx" in renderers)
    with _no_collecting():
        files = {
            f"{document.name}.{name}": render(document, pictures, ledger) for name, render in renderers.items()
        }
    files[LEDGER] = _json({"figures": [entry.as_record() for entry in ledger]})
    files[MANIFEST] = _manifest(document, files)
    return put_in_place(files, folder)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the garbage collector: a tenth of the time, and what layout makes lives to its end anyway."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _renderer(name: str) -> Renderer:
    """The renderer of a format; its library is loaded only now."""
    if name not in FORMATS:
        raise ValueError(f"no such format: {name}; there are {', '.join(FORMATS)}")
    render: Renderer = import_module(f"sightline.reports.{name}").render
    return render


def _manifest(document: Document, files: dict[str, bytes]) -> bytes:
    return _json(
        {
            "title": document.title,
            "council": document.council,
            "period": document.period,
            "status": document.status,
            "made_by": f"sightline {__version__}",
            "files": [
                {"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()}
                for name, content in files.items()
            ],
        }
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def put_in_place(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write all files beside their places, then move each into its place in one step, the manifest last."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".sightline-", dir=folder) as waiting:
        for name, content in files.items():
            (Path(waiting) / name).write_bytes(content)
        for name in files:
            os.replace(Path(waiting) / name, folder / name)
    return [folder / name for name in files]
