# SPDX-License-Identifier: Apache-2.0
"""Records in one form: a table of any kind becomes columns that can be compared, by type of record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.name_keys import fold, skeleton
from quatrefoil.methods.record_linkage import normalise
from quatrefoil.methods.record_linkage.errors import BadRecords

if TYPE_CHECKING:
    import pyarrow as pa

PERSON: Final = "person"
TYPES: Final = (PERSON, "organisation", "phone", "address", "vehicle", "document", "account")
CELLS: Final = (
    "given", "family", "name", "dob", "sex", "citizenship", "phone", "document", "address",
    "street", "street_no", "place", "postcode", "plate", "account",
)  # fmt: skip
KNOWN: Final = ("record_id", "type", *CELLS, "sealed", "purpose")
PREPARED: Final = (
    "given", "family", "given_bones", "family_bones", "name_bones", "dob", "born_year", "born_month", "born_day", "sex",
    "citizenship", "phone", "document", "document_kind", "street", "street_bones", "street_no", "place", "place_bones",
    "postcode", "organisation", "plate", "account",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Records:
    """Records ready to be compared.

    table: Arrow, one row a record: `unique_id` (its place, from 0), `source_dataset`, `type`, the columns of PREPARED.
    ids: what the records are called, by place; sealed: whether only a human may join it; purposes: what each is kept for.
    """

    table: "pa.Table"
    ids: tuple[str, ...]
    sealed: tuple[bool, ...]
    purposes: tuple[str, ...]

    def __len__(self) -> int:
        """How many records."""
        return len(self.ids)

    def of_type(self, kind: str) -> "pa.Table":
        """The rows of one type."""
        import pyarrow.compute as pc

        return self.table.filter(pc.equal(self.table["type"], kind))


def as_arrow(table: Any) -> "pa.Table":
    """An Arrow table from Arrow, pandas, polars, or a mapping of columns. Raises BadRecords."""
    import pyarrow as pa

    if isinstance(table, pa.Table):
        return table
    if isinstance(table, Mapping):
        return pa.table({name: _texts(name, cells) for name, cells in table.items()})
    if hasattr(table, "to_arrow"):
        return table.to_arrow()
    if hasattr(table, "columns"):
        return pa.Table.from_pandas(table, preserve_index=False)
    raise BadRecords("Records are an Arrow, pandas or polars table, or a mapping of columns.")


def _texts(name: str, cells: Any) -> "pa.Array":
    import pyarrow as pa

    try:
        return pa.array([_text(cell) for cell in cells], pa.string())
    except UnicodeEncodeError:
        raise BadRecords(f"column {name}: a cell holds what is no character. Save the file as UTF-8.") from None


def _text(cell: Any) -> str | None:
    """A cell as text; a whole number that a spreadsheet keeps as 1234.0 is 1234."""
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN is not itself
        return None
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def prepare(table: Any, *, source: str = "a", region: str | None = None) -> Records:
    """Records from a table with record_id, type and any of the other columns of KNOWN. Raises BadRecords.

    region: ISO 3166-1 alpha-2 country of phones that are written without one.
    """
    raw = _Cells(as_arrow(table))
    ids = _ids(raw)
    kinds = _kinds(raw)
    columns: dict[str, pa.Array] = {
        "source_dataset": raw.constant(source),
        "type": kinds,
        **_names(raw),
        **_dates(raw),
        "sex": raw.mapped("sex", lambda cell: (normalise.words(cell) or "")[:1] or None),
        "citizenship": raw.mapped("citizenship", normalise.words),
        "phone": raw.mapped("phone", lambda cell: normalise.phone(cell, region)),
        **_documents(raw),
        **_addresses(raw),
        **_identifiers(raw, kinds),
    }
    return _in_order(ids, columns, _sealed(raw), _purposes(raw))


def _in_order(
    ids: tuple[str, ...], columns: "dict[str, pa.Array]", sealed: tuple[bool, ...], purposes: tuple[str, ...]
) -> Records:
    """The records by their ids, so that the order in which they were given changes nothing that follows."""
    import pyarrow as pa

    order = sorted(range(len(ids)), key=ids.__getitem__)
    table = pa.table(columns).take(pa.array(order, pa.int64()))
    table = table.add_column(0, "unique_id", pa.array(range(len(ids)), pa.int64()))
    return Records(
        table,
        tuple(ids[place] for place in order),
        tuple(sealed[place] for place in order),
        tuple(purposes[place] for place in order),
    )


def together(first: Records, second: Records) -> Records:
    """Two files as one: the places of the second go on after the first. Raises BadRecords when they share an id."""
    import pyarrow as pa

    shared = set(first.ids) & set(second.ids)
    if shared:
        raise BadRecords(f"Both files have a record '{min(shared)}'. Give every record an id of its own.")
    moved = pa.array(range(len(first), len(first) + len(second)), pa.int64())
    table = pa.concat_tables([first.table, second.table.set_column(0, "unique_id", moved)])
    return Records(table, first.ids + second.ids, first.sealed + second.sealed, first.purposes + second.purposes)


class _Cells:
    """The texts of a raw table; a function runs once for each different text of a column."""

    def __init__(self, table: "pa.Table") -> None:
        if table.num_rows == 0:
            raise BadRecords("There are no records.")
        self.table = table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def constant(self, word: str) -> "pa.Array":
        import pyarrow as pa

        return pa.repeat(pa.scalar(word), len(self))

    def encoded(self, name: str) -> "pa.DictionaryArray | None":
        import pyarrow as pa

        if name not in self.table.column_names:
            return None
        column = self.table[name]
        if pa.types.is_null(column.type):
            return None
        if pa.types.is_floating(column.type):
            return pa.array([_text(cell) for cell in column.to_pylist()], pa.string()).dictionary_encode()
        texts = column.cast(pa.string()).combine_chunks()
        return texts.dictionary_encode()

    def texts(self, name: str) -> "list[str | None]":
        encoded = self.encoded(name)
        return [None] * len(self) if encoded is None else encoded.cast("string").to_pylist()

    def mapped(self, name: str, function: Callable[[str], str | None]) -> "pa.Array":
        import pyarrow as pa

        encoded = self.encoded(name)
        if encoded is None:
            return pa.nulls(len(self), pa.string())
        made = pa.array([function(text) for text in encoded.dictionary.to_pylist()], pa.string())
        return made.take(encoded.indices)

    def parts(self, name: str, function: Callable[[str], Any], names: tuple[str, ...]) -> "dict[str, pa.Array]":
        """Several columns from one: the attributes that are named, of what the function gives."""
        import pyarrow as pa

        encoded = self.encoded(name)
        if encoded is None:
            return {each: pa.nulls(len(self), pa.string()) for each in names}
        found = [function(text) for text in encoded.dictionary.to_pylist()]
        made = {each: pa.array([getattr(one, each, None) for one in found], pa.string()) for each in names}
        return {each: array.take(encoded.indices) for each, array in made.items()}


def _ids(raw: _Cells) -> tuple[str, ...]:
    ids = raw.texts("record_id")
    seen: dict[str, int] = {}
    for row, record in enumerate(ids, start=2):
        if record is None or not record.strip():
            raise BadRecords(f"row {row}, column record_id: it is empty. Give every record an id of its own.")
        first = seen.setdefault(record, row)
        if first != row:
            raise BadRecords(f"row {row}, column record_id: '{record}' stands in row {first} too. Make ids unique.")
    return tuple(seen)


def _kinds(raw: _Cells) -> "pa.Array":
    kinds = raw.mapped("type", lambda cell: normalise.visible(cell).casefold() or None)
    if kinds.null_count == len(raw):
        return raw.constant(PERSON)
    for row, kind in enumerate(kinds.to_pylist() if set(kinds.unique().to_pylist()) - set(TYPES) else (), start=2):
        if kind not in TYPES:
            raise BadRecords(f"row {row}, column type: '{kind or ''}' is none of {', '.join(TYPES)}.")
    return kinds


def _names(raw: _Cells) -> "dict[str, pa.Array]":
    given, family = (raw.mapped(name, lambda cell: fold(cell) or None) for name in ("given", "family"))
    bones = [raw.mapped(name, lambda cell: skeleton(cell) or None) for name in ("given", "family")]
    return {
        "given": given,
        "family": family,
        "given_bones": bones[0],
        "family_bones": bones[1],
        "name_bones": _in_any_order(*bones),
    }


def _in_any_order(first: "pa.Array", second: "pa.Array") -> "pa.Array":
    """Both skeletons as one key in which the order of the names does not matter; None unless both are there."""
    import pyarrow.compute as pc

    in_order = pc.less(first, second)
    low, high = pc.if_else(in_order, first, second), pc.if_else(in_order, second, first)
    return pc.binary_join_element_wise(low, high, " ")


def _dates(raw: _Cells) -> "dict[str, pa.Array]":
    import pyarrow.compute as pc

    found = raw.parts("dob", normalise.born, ("year", "month", "day"))
    return {
        "dob": pc.binary_join_element_wise(found["year"], found["month"], found["day"], "-"),
        **{f"born_{name}": array for name, array in found.items()},
    }


def _documents(raw: _Cells) -> "dict[str, pa.Array]":
    found = raw.parts("document", normalise.document, ("kind", "number"))
    return {"document": found["number"], "document_kind": found["kind"]}


def _addresses(raw: _Cells) -> "dict[str, pa.Array]":
    """Columns of their own come first; what they leave open is filled from the address on one line."""
    import pyarrow.compute as pc

    line = raw.parts("address", normalise.address, ("street", "number", "place", "postcode"))
    own = {name: raw.mapped(name, normalise.words) for name in ("street", "street_no", "place", "postcode")}
    street = pc.coalesce(own["street"], line["street"])
    place = pc.coalesce(own["place"], line["place"])
    return {
        "street": street,
        "street_bones": _mapped(street, lambda cell: skeleton(cell) or None),
        "street_no": pc.coalesce(own["street_no"], line["number"]),
        "place": place,
        "place_bones": _mapped(place, lambda cell: skeleton(cell) or None),
        "postcode": pc.coalesce(own["postcode"], line["postcode"]),
    }


def _identifiers(raw: _Cells, kinds: "pa.Array") -> "dict[str, pa.Array]":
    """What other types than persons are known by; it may stand in the columns that persons have, too."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if kinds.unique().to_pylist() == [PERSON]:
        return {name: pa.nulls(len(raw), pa.string()) for name in ("organisation", "plate", "account")}
    return {
        name: pc.coalesce(raw.mapped(name if name != "organisation" else "name", rule), raw.mapped(other, rule))
        for name, other, rule in (
            ("organisation", "family", normalise.organisation),
            ("plate", "document", normalise.plate),
            ("account", "document", normalise.account),
        )
    }


def _mapped(array: "pa.Array", function: Callable[[str], str | None]) -> "pa.Array":
    import pyarrow as pa

    encoded = array.dictionary_encode()
    made = pa.array([function(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return made.take(encoded.indices)


def _sealed(raw: _Cells) -> tuple[bool, ...]:
    said = [normalise.yes(cell or "") for cell in raw.texts("sealed")]
    for row, one in enumerate(said, start=2):
        if one is None:
            raise BadRecords(f"row {row}, column sealed: write yes or no.")
    return tuple(bool(one) for one in said)


def _purposes(raw: _Cells) -> tuple[str, ...]:
    purposes = raw.mapped("purpose", lambda cell: normalise.visible(cell).casefold())
    return tuple(purpose or "" for purpose in purposes.to_pylist())
