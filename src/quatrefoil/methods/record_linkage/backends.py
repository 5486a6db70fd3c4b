# SPDX-License-Identifier: Apache-2.0
"""Where the pairs are made and scored: DuckDB in this process, or Spark by one setting."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.record_linkage.errors import BadRecords

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from splink.internals.database_api import DatabaseAPI
    from splink.internals.splink_dataframe import SplinkDataFrame

MEMORY: Final = "2GB"  # that DuckDB may hold before it writes to disk


@dataclass(frozen=True, slots=True)
class Backend:
    """A place where Splink works. name: duckdb or spark; api: Splink's door to it."""

    name: str
    api: "DatabaseAPI[Any]"

    def register(self, table: "pa.Table", name: str) -> "SplinkDataFrame":
        """Bring a table there."""
        given: Any = table
        if self.name == "duckdb":
            self.lend(f"{name}_given", table)
            self.execute(f"create or replace table {name} as select * from {name}_given")  # noqa: S608 - names are ours
            self.give_back(f"{name}_given")
            given = name
        return self.api.register(given)

    @property
    def _connection(self) -> "duckdb.DuckDBPyConnection":
        made: duckdb.DuckDBPyConnection = self.api._con  # type: ignore[attr-defined]  # noqa: SLF001 - it was given
        return made

    def execute(self, sql: str, values: Sequence[str] = ()) -> None:
        """Do something, with values for its question marks (DuckDB only)."""
        self._connection.execute(sql, list(values))

    def rows(self, sql: str) -> list[Any]:
        """Ask for rows (DuckDB only)."""
        return self._connection.execute(sql).fetchall()

    def lend(self, name: str, table: "pa.Table") -> None:
        """Let a table be read by this name, without a copy (DuckDB only)."""
        self._connection.register(name, table)

    def give_back(self, name: str) -> None:
        """Forget a table that was lent (DuckDB only)."""
        self._connection.unregister(name)


def needs_splink() -> None:
    """Raise BadRecords when the extra is not installed. Splink's own words about its work stay out of standard error."""
    logging.getLogger("splink").addHandler(logging.NullHandler())
    try:
        import duckdb  # noqa: F401
        import splink  # noqa: F401
    except ImportError:
        raise BadRecords("The extra 'linkage' is needed to link records: pip install 'quatrefoil[linkage]'") from None


@contextmanager
def duckdb_backend(*, memory: str = MEMORY) -> Iterator[Backend]:
    """DuckDB in this process, in memory; no extension is fetched.

    What does not fit lies in a folder that only this user may read, for as long as it works.
    """
    needs_splink()
    import duckdb
    from splink import DuckDBAPI

    with TemporaryDirectory(prefix="quatrefoil-link-") as folder, duckdb.connect() as connection:
        for setting in (
            f"memory_limit = '{memory}'",
            f"temp_directory = '{folder}'",
            "preserve_insertion_order = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
        ):
            connection.execute(f"set {setting}")
        with suppress(duckdb.InvalidInputException):  # a notebook without widgets has no bar, and may not be told so
            connection.execute("set enable_progress_bar = false")
        yield Backend("duckdb", DuckDBAPI(connection))


def spark_backend(session: Any, *, partitions: int | None = None) -> Backend:
    """Spark, by a session of yours: `spark.jars` must hold `splink.backends.spark.similarity_jar_location()`.

    partitions: of what is made on the way; None takes what suits the session.
    """
    from splink import SparkAPI

    return Backend(
        "spark",
        SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=session, break_lineage_method="parquet", num_partitions_on_repartition=partitions
        ),
    )
