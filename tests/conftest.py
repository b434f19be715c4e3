"""Fixtures for every test: the engines present, and tables from rows."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from sightline.engine.connect import NAMES, Engine, available, connect
from sightline.engine.tables import write_tables

settings.register_profile("everyday", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everyday")


#: Journeys on either database; of the others the integration tests ask the same of each.
_ON_BOTH = {"test_import_journeys.py", "test_forms_kept_journeys.py"}
_OF_THE_DATABASE = {"db", "transactional_db", "django_db_setup", "site_template"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask the service's database, so that they can be run on another one too.

    Most journeys are of what is seen, whatever the database.
    """
    for item in items:
        if item.path.parent.name == "journeys" and item.path.name not in _ON_BOTH:
            item.add_marker("looks")
        asks = _OF_THE_DATABASE.intersection(getattr(item, "fixturenames", ()))
        if asks or item.get_closest_marker("django_db"):
            item.add_marker("database")


class OneSpark(LoadScopeScheduling):
    """Tests of Spark go to one worker: it starts once, and tables that many of them share are made once.

    By their names: pytest 9.2 no longer takes the group that xdist 3.8 adds to them.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "spark" if "spark" in nodeid.rpartition("::")[2] else nodeid


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneSpark:
    return OneSpark(config, log)


@pytest.fixture(scope="session")
def duckdb_engine() -> Iterator[Engine]:
    with connect("duckdb", threads=2) as engine:
        yield engine


@pytest.fixture(scope="session")
def spark_engine() -> Iterator[Engine]:
    """One Spark for the whole run: it takes some seconds to start."""
    if "spark" not in available():
        pytest.skip("Spark is not installed here")
    with connect("spark", threads=2) as engine:
        yield engine


@pytest.fixture(
    params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)],
    ids=NAMES,
)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn. Tables of other tests may still be there; load or define what you need."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    return engine


@pytest.fixture
def lives_folder(tmp_path: Path) -> Callable[[Mapping[str, Iterable[Any]]], Path]:
    """A function that writes tables (table name -> records, or tuples with provenance) as a lives folder."""
    return lambda tables: write_tables(tmp_path / "lives", tables)


@pytest.fixture(scope="session")
def lives() -> ModuleType:
    """The module tests/generative/lives.py: random coherent lives."""
    if "lives" not in sys.modules:
        spec = importlib.util.spec_from_file_location("lives", Path(__file__).parent / "generative" / "lives.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["lives"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["lives"])
    return sys.modules["lives"]


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table and no row, which running sites begin with a copy of."""
    from running_site import make_template

    return make_template(tmp_path_factory.mktemp("site-template"))
