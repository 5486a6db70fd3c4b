# SPDX-License-Identifier: Apache-2.0
"""Writes into the documentation what the code's own tables say, between `<!-- from the code: NAME -->` and `<!-- end -->`.

`python tools/diagrams.py` writes; `--check` changes nothing and ends with 1 when a page says something else than the code.
"""

import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"(<!-- from the code: (?P<name>[a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)

Cells = Iterable[object]


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check name those that would change."""
    sys.path.insert(0, str(ROOT / "src"))
    set_up()
    changed = dict(changes())
    for path, text in changed.items():
        print(
            f"{path.relative_to(ROOT)} {'is behind the code: run `make diagrams`' if '--check' in arguments else 'written'}"
        )
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    return 1 if changed and "--check" in arguments else 0


def set_up() -> None:
    """Load the apps, which declare their tables when they start. No database is opened."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quatrefoil.config.settings")
    if not apps.ready:
        django.setup()


def changes(folder: Path = DOCS) -> Iterator[tuple[Path, str]]:
    """Pages whose blocks differ from the code, with the text that they should have."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        new = filled(text)
        if new != text:
            yield path, new


def filled(text: str) -> str:
    """The text with every block written again; KeyError for a block that nobody draws."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{drawn(found['name'])}\n\n{found[3]}", text)


def drawn(name: str) -> str:
    """One block, in English."""
    from django.utils import translation

    with translation.override("en"):
        return "\n".join(BLOCKS[name]())


def table(heads: Cells, rows: Iterable[Cells]) -> Iterator[str]:
    """A Markdown table."""
    named = [str(head) for head in heads]
    yield _row(named)
    yield _row("---" for _head in named)
    yield from (_row(row) for row in rows)


def _row(cells: Cells) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def mermaid(drawing: str) -> Iterator[str]:
    """A Mermaid drawing as a block of code."""
    yield from ("```mermaid", drawing, "```")


def code(text: object) -> str:
    """A word as code; nothing for nothing."""
    return "" if text is None or text == "" else f"`{text}`"


def floors() -> Iterator[str]:
    """The floors, from the import contracts that fail the build."""
    layers = _contract("floors")["layers"]
    lines = ["flowchart TB"]
    for number, layer in enumerate(layers):
        names = [name.strip() for name in re.split(r"[|:]", layer)]
        lines.append(f'    subgraph floor{number}[" "]')
        lines += [f"        {name}" for name in names]
        lines.append("    end")
    lines += [f"    floor{number} --> floor{number + 1}" for number in range(len(layers) - 1)]
    return mermaid("\n".join(lines))


def rooms() -> Iterator[str]:
    """The rooms of the ground floor in the order in which they may import each other, lowest first."""
    names = list(reversed(_contract("rooms")["layers"]))
    return table(("room", "what it is", "tables"), ((code(name), _said(name), _count(name)) for name in names))


def _contract(identity: str) -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return next(each for each in project["tool"]["importlinter"]["contracts"] if each["id"] == identity)


def _said(room: str) -> str:
    return (import_module(f"quatrefoil.foundation.{room}").__doc__ or "").strip().partition("\n")[0]


def _count(room: str) -> int:
    from django.apps import apps

    return sum(model.__module__.startswith(f"quatrefoil.foundation.{room}.") for model in apps.get_models())


def machines() -> Iterator[str]:
    """Every workflow that is declared as a table."""
    from quatrefoil.foundation.workflow.machine import MACHINES, diagram

    for name, machine in sorted(MACHINES.items()):
        yield f"**{name}**\n"
        yield from mermaid(diagram(machine))
        yield ""


def disclosure() -> Iterator[str]:
    """The states of a disclosure."""
    from quatrefoil.foundation.sharing.diagram import states_as_mermaid

    return mermaid(states_as_mermaid())


def roles() -> Iterator[str]:
    """The roles in their own words."""
    from quatrefoil.foundation.identity.roles import ROLES

    rows = (
        (role.label, code(key), role.description, "yes" if role.sees_people else "no") for key, role in ROLES.items()
    )
    return table(("role", "key", "what for", "sees people"), rows)


def parts() -> Iterator[str]:
    """Roles against kinds of part: what of a file that they reach."""
    from quatrefoil.foundation.identity.roles import ALL_PARTS, ROLES

    return _matrix("part", sorted(ALL_PARTS), lambda part, role: part in role.parts, ROLES)


def rights() -> Iterator[str]:
    """Roles against rights: which acts."""
    from quatrefoil.foundation.identity.roles import ROLES

    every = sorted(frozenset[str]().union(*(role.rights for role in ROLES.values())))
    return _matrix("right", every, lambda right, role: right in role.rights, ROLES)


def _matrix(head: str, names: list[str], has: Callable[[str, Any], bool], of: dict[str, Any]) -> Iterator[str]:
    rows = ([code(name), *("x" if has(name, role) else "" for role in of.values())] for name in names)
    return table((head, *(key.replace("_", " ") for key in of)), rows)


def guarded() -> Iterator[str]:
    """Tables under row-level security: whose rows are seen through which column and part."""
    from quatrefoil.foundation.access.row_security import guard_of, guarded_models

    found = sorted(guard_of(model) for model in guarded_models())
    return table(("table", "column", "part"), ((code(name), code(column), code(part)) for name, column, part in found))


def append_only() -> Iterator[str]:
    """Tables that only grow."""
    from quatrefoil.foundation.audit.append_only import append_only_tables

    return (f"* {code(name)}" for name in sorted(append_only_tables()))


def public_grants() -> Iterator[str]:
    """Everything that the role of the public process may do, as the owner grants it."""
    from quatrefoil.foundation.access.row_security import PUBLIC_GRANTS

    yield "```sql"
    yield from (f"{statement};" for statement in PUBLIC_GRANTS if statement.startswith("GRANT"))
    yield "```"


def facts() -> Iterator[str]:
    """Kinds of fact."""
    from quatrefoil.foundation.facts.kinds import KINDS

    rows = (
        (code(k.code), k.label, k.unit, code(k.event), "people, each once" if k.counts_people else "every entry")
        for _code, k in sorted(KINDS.items())
    )
    return table(("fact", "label", "unit", "read from", "counts"), rows)


def clocks() -> Iterator[str]:
    """Clocks as declared; a jurisdiction may set others."""
    from quatrefoil.foundation.workflow.clocks import KINDS

    rows = (
        (
            code(k.code),
            k.label,
            f"{k.amount} {k.unit.replace('_', ' ')}",
            k.most_steps if k.escalate else "tells nobody",
        )
        for _code, k in sorted(KINDS.items())
    )
    return table(("clock", "label", "length", "steps of escalation"), rows)


def requests() -> Iterator[str]:
    """Kinds of question."""
    from quatrefoil.foundation.requests.kinds import KINDS

    rows = (
        (
            code(k.code),
            k.label,
            ", ".join(map(code, k.answers)),
            code(k.right_to_answer),
            "no" if k.not_by_asker else "yes",
        )
        for _code, k in sorted(KINDS.items())
    )
    return table(("kind", "label", "answers", "right to answer", "may the asker answer"), rows)


def ticks() -> Iterator[str]:
    """Regular tasks with everything that they may do and read."""
    from quatrefoil.foundation.jobs.ticks import TICKS

    rows = (
        (code(t.name), _when(t), ", ".join(map(code, sorted(t.rights))), ", ".join(map(code, sorted(t.everywhere))))
        for _name, t in sorted(TICKS.items())
    )
    return table(("task", "when", "rights", "sees everywhere"), rows)


def _when(tick: Any) -> str:
    if tick.at_hour is not None:
        return f"daily after {tick.at_hour}:00"
    minutes = tick.every.total_seconds() / 60
    return f"every {minutes:g} min"


def jobs() -> Iterator[str]:
    """Kinds of background work that a person may ask for."""
    from quatrefoil.foundation.jobs.kinds import KINDS

    rows = ((code(k.key), k.label, code(k.right) or "anybody at work") for _key, k in sorted(KINDS.items()))
    return table(("job", "label", "right"), rows)


def routers() -> Iterator[str]:
    """Routers of the API that this version has, and those whose rooms have none yet."""
    from quatrefoil.config.api import ROUTERS, api

    paths = api.get_openapi_schema()["paths"]
    rows = (
        (code(f"/api/{key}/"), sum(_operations(paths, key)), "" if find_spec(module) else "not yet")
        for key, module in ROUTERS.items()
    )
    return table(("address", "operations", ""), rows)


def _operations(paths: dict[str, Any], key: str) -> Iterator[int]:
    return (len(found) for path, found in paths.items() if path.startswith(f"/api/{key}/") or path == f"/api/{key}")


def commands() -> Iterator[str]:
    """The commands of the platform."""
    from quatrefoil.cli import PLATFORM

    return table(("command", "what it does"), ((code(f"quatrefoil {name}"), text) for name, text in PLATFORM.items()))


def settings() -> Iterator[str]:
    """Every setting of an installation."""
    from quatrefoil.config.options import Options

    rows = (
        (code(f"QUATREFOIL_{name.upper()}"), _default(field), field.description or "")
        for name, field in Options.model_fields.items()
    )
    return table(("variable", "default", "meaning"), rows)


def _default(field: Any) -> str:
    return (
        "(made at each start)"
        if field.default_factory
        else code(str(field.default).lower() if isinstance(field.default, bool) else field.default)
    )


def tabs() -> Iterator[str]:
    """Tabs of record pages."""
    from quatrefoil.foundation.records.tabs import _tabs

    rows = (
        (t.order, t.label, code(t.url_name), ", ".join(sorted(t.kinds)), code(t.part))
        for t in sorted(_tabs.values(), key=lambda each: (each.order, each.url_name))
        if _leads_somewhere(t.url_name)
    )
    return table(("order", "tab", "address name", "kinds of file", "needs the part"), rows)


def _leads_somewhere(url_name: str) -> bool:
    """A tab whose address nobody has is not shown on pages either."""
    from django.urls import NoReverseMatch, reverse

    try:
        return bool(reverse(url_name, kwargs={"file_id": UUID(int=0)}))
    except NoReverseMatch:
        return False


BLOCKS: dict[str, Callable[[], Iterator[str]]] = {
    function.__name__: function
    for function in (
        floors, rooms, machines, disclosure, roles, parts, rights, guarded, append_only, public_grants, facts, clocks,
        requests, ticks, jobs, routers, commands, settings, tabs,
    )
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
