# SPDX-License-Identifier: Apache-2.0
"""One linkage in a process of its own, so that its processor time and memory are its own; prints them as JSON.

python -m tests.benchmarks.linking link FILE          records of people, made by the generator
python -m tests.benchmarks.linking febrl FILE         the two files of febrl4 in one
python -m tests.benchmarks.linking build FILE INDEX   an index of them
python -m tests.benchmarks.linking find FILE INDEX    one new record against it, from a cold start and after
"""

import json
import resource
import sys
import time
from collections import Counter

BEGUN = time.process_time(), time.perf_counter()


def main(what, *files):
    """Do one thing and say what it took."""
    said = {"link": linked, "febrl": febrl, "build": built, "find": found}[what](*files)
    said["cpu"] = time.process_time() - BEGUN[0]
    said["gigabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps(said))  # noqa: T201 - the answer of the process


def records(path):
    """The generator's columns under our names, and the entity of each record."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    raw = pq.read_table(path)
    names = {"given": "given", "surname": "family", "suburb": "place", "postcode": "postcode", "street": "street",
             "street_no": "street_no", "dob": "dob", "phone": "phone"}  # fmt: skip
    table = raw.select(list(names)).rename_columns(list(names.values()))
    table = table.append_column("record_id", pc.cast(raw["unique_id"], "string"))
    table = table.append_column("document", pc.binary_join_element_wise("au:id", raw["doc_id"], ":"))
    return table, raw["entity"].to_pylist()


def balance(clusters, entity_of):
    """Pairwise precision, recall and F1 over clusters."""
    pairs = lambda sizes: sum(n * (n - 1) // 2 for n in sizes)  # noqa: E731
    joined = pairs(len(cluster) for cluster in clusters)
    right = sum(pairs(Counter(entity_of[record] for record in cluster).values()) for cluster in clusters)
    true = pairs(Counter(entity_of.values()).values())
    return {"precision": right / joined, "recall": right / true, "f1": 2 * right / (joined + true)}


def linked(path):
    """Link without labels, then score."""
    from quatrefoil.methods.record_linkage import link

    table, entities = records(path)
    answer = link(table)
    took = time.process_time() - BEGUN[0]
    truth = dict(zip(table["record_id"].to_pylist(), entities, strict=True))
    expected = answer.card.picked.f1
    return {**balance(answer.clusters, truth), "threshold": answer.card.threshold, "expected": expected, "took": took}


def febrl(path):
    """Link the two files of febrl4 with each other."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from quatrefoil.methods.record_linkage import link

    raw = pq.read_table(path)
    one, two = (raw.filter(pc.equal(raw["source"], side)).drop_columns(["source"]) for side in ("a", "b"))
    answer = link(one, two)
    right = sum(pair.left.split("-")[1] == pair.right.split("-")[1] for pair in answer.pairs)
    return {"f1": 2 * right / (len(answer.pairs) + one.num_rows), "threshold": answer.card.threshold}


def built(path, target):
    """An index of all records, with a model learnt from a tenth of them."""
    from quatrefoil.methods.record_linkage import index, link

    table, _entities = records(path)
    learnt = link(table.slice(0, table.num_rows // 10)).card.model
    return {"records": index.build(table, learnt, target)}


def found(path, target):
    """The first record with an error in its name, as a new one."""
    from quatrefoil.methods.record_linkage import index

    table, _entities = records(path)
    one = {name: table[name].slice(0, 1).to_pylist() for name in table.column_names}
    one["record_id"], one["family"] = ["new"], [one["family"][0] + "h"]
    begun, clocks = (time.process_time(), time.perf_counter()), []
    with index.opened(target) as opened:
        for _try in range(6):
            start = time.process_time(), time.perf_counter()
            pairs = opened.find(one)
            clocks.append((time.process_time() - start[0], time.perf_counter() - start[1]))
            if _try == 0:
                cold = time.process_time() - begun[0], time.perf_counter() - begun[1]
    warm = sorted(clocks[1:])[2]
    return {"pairs": len(pairs), "cold": cold[0], "cold_clock": cold[1], "warm": warm[0], "warm_clock": warm[1]}


if __name__ == "__main__":
    main(*sys.argv[1:])
