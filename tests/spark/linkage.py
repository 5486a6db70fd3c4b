# SPDX-License-Identifier: Apache-2.0
"""`make test-spark`: the same settings on local Spark give the same clusters as on DuckDB.

Run in an environment of its own, since pyspark is large and needs Java. A model is learnt once on DuckDB; then both score
and cluster with it. Learning on Spark is tried too: it draws other random pairs, so there the clusters may differ in a few.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from quatrefoil.methods.record_linkage import backends, link
from tests.unit.methods.record_linkage.invented import f1, people


@contextmanager
def spark() -> Iterator[backends.Backend]:
    """A local Spark with two workers."""
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    with tempfile.TemporaryDirectory() as folder:
        options = {
            "spark.driver.memory": "2g",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.wholeStage": "false",  # writing code takes longer than running it on so few records
            "spark.jars": similarity_jar_location(),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.warehouse.dir": folder,
            "spark.local.dir": folder,
        }
        building = SparkSession.builder.master("local[2]").appName("quatrefoil")
        for name, value in options.items():
            building = building.config(name, value)
        session = building.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        session.sparkContext.setCheckpointDir(folder)
        try:
            yield backends.spark_backend(session, partitions=1)
        finally:
            session.stop()


def say(words: str) -> None:
    """To who waits."""
    print(words, flush=True)  # noqa: T201 - this is a command


def main() -> int:
    """Say what differs; 0 when nothing does."""
    columns, truth = people(300)
    here = link(columns)
    kept = here.card.model
    assert kept is not None
    begun = time.monotonic()
    with spark() as backend:
        there = link(columns, model=kept, backend=backend)
        say(f"Scored and clustered on Spark in {time.monotonic() - begun:.0f} s.")
        taught = link(columns, backend=backend)
        say(f"Learnt, scored and clustered on Spark in {time.monotonic() - begun:.0f} s altogether.")
    again = link(columns, model=kept)
    apart = max(abs(one.probability - other.probability) for one, other in zip(again.pairs, there.pairs, strict=True))
    differences = {
        "clusters with one model": set(again.clusters) ^ set(there.clusters),
        "probabilities with one model": apart > 1e-9,
        "F1 when each learns for itself": abs(f1(here.clusters, truth)[2] - f1(taught.clusters, truth)[2]) > 0.001,
    }
    for name, difference in differences.items():
        say(f"{name}: {'DIFFERENT ' + str(difference)[:500] if difference else 'the same'}")
    return int(any(differences.values()))


if __name__ == "__main__":
    sys.exit(main())
