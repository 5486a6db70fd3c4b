# SPDX-License-Identifier: Apache-2.0
"""Reads a page as a strict reader would, and lists what is wrong with it."""

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})
# Drawings close themselves with "/>".
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


class Page(HTMLParser):
    """Tags, ids and references of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.referred: set[str] = set()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script" and not dict(attrs).get("src"):
            self.faults.append("an inline script")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        else:
            self.open.pop()

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) < len(attrs):
            self.faults.append(f"<{tag}> says an attribute twice")
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        self.faults += [f"<{tag}> has {name}" for name in given if name == "style" or name.startswith("on")]
        for name in REFERENCES:
            self.referred.update((given.get(name) or "").split())

    def everything_wrong(self) -> list[str]:
        """Faults of writing, doubled ids, and references to nothing."""
        doubled = [f"id {name} stands {times} times" for name, times in self.ids.items() if times > 1]
        lost = [f"nothing has the id {name}" for name in sorted(self.referred - set(self.ids))]
        unclosed = [f"<{tag}> stays open" for tag in self.open]
        return self.faults + doubled + lost + unclosed

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """Attributes of every such tag."""
        return [attrs for name, attrs in self.tags if name == tag]
