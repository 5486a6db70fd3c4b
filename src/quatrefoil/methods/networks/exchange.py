# SPDX-License-Identifier: Apache-2.0
"""A network as GraphML, for other programs."""

import io
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from quatrefoil.methods.networks.analysis import Analysis

NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_graphml(found: "Analysis") -> bytes:
    """GraphML: nodes with everything found about them, one directed edge for each link with type, date and record_id.

    Signs that XML cannot hold become the replacement sign. Links of a node with itself are in it.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for place, node in enumerate(found.nodes):
        words = {"label": _xml(node.id), "component": node.component, "core": node.core, "community": node.community}
        graph.add_node(f"n{place}", **words, stability=node.stability, x=node.x, y=node.y)
    for link in found.network.links:
        ends = (f"n{found.network.number[link.source]}", f"n{found.network.number[link.target]}")
        graph.add_edge(*ends, type=_xml(link.type), date=link.date, record_id=_xml(link.record))
    out = io.BytesIO()
    _write(networkx, graph, out)
    return out.getvalue()


def _write(networkx: Any, graph: Any, out: io.BytesIO) -> None:
    networkx.write_graphml_xml(graph, out, encoding="utf-8", named_key_ids=True)


def _xml(words: str) -> str:
    return NOT_XML.sub("\ufffd", words)
