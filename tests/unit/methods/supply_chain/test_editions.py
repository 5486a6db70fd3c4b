# SPDX-License-Identifier: Apache-2.0
"""The list is read exactly, and only what changed counts as changed."""

import pytest

from quatrefoil.methods.commands.reading import read
from quatrefoil.methods.supply_chain import changes, countries, edition_files
from quatrefoil.methods.supply_chain.errors import BadTable, Refused
from tests.unit.methods.supply_chain.invented import LIST, edition

COUNTS = ("goods", "countries", "lines", "child_labour", "forced_labour", "forced_child_labour", "derived")


def test_the_edition_of_2022_has_its_published_counts(reference_data):
    data = (reference_data / "supply" / "dol_tvpra_goods_2021.xml").read_bytes()
    found = edition_files.from_xml(data, "2022").counts()
    assert [found[name] for name in COUNTS] == [169, 78, 467, 414, 121, 54, 10]


def test_five_editions_of_one_table_and_the_same_lines_as_the_xml(reference_data):
    columns = read(str(reference_data / "supply" / "dol_tvpra_goods_flat.csv")).columns
    found = edition_files.from_columns(columns, source="flat")
    assert [(each.name, len(each.lines)) for each in found] == [
        ("2016", 379), ("2017", 418), ("2018", 418), ("2019", 438), ("2021", 467),
    ]  # fmt: skip
    xml = edition_files.from_xml((reference_data / "supply" / "dol_tvpra_goods_2021.xml").read_bytes(), "2022")
    assert {(line.good, line.country, line.flags) for line in xml.lines} == {
        (line.good, line.country, line.flags) for line in found[-1].lines
    }
    assert found[0].count("derived") is None  # an edition that does not speak of it has no zero


def test_every_country_of_the_list_is_known(reference_data):
    columns = read(str(reference_data / "supply" / "dol_tvpra_goods_flat.csv")).columns
    assert [name for name in set(columns["country"]) if countries.country_code(name) is None] == []


def test_what_the_edition_of_2022_changed(reference_data):
    columns = read(str(reference_data / "supply" / "dol_tvpra_goods_flat.csv")).columns
    before, after = edition_files.from_columns(columns, source="flat")[-2:]
    found = changes.between(before, after)
    assert [found.count(kind) for kind in changes.KINDS] == [33, 4, 2, 10]
    removed = {(each.good, each.country) for each in found.changes if each.kind == changes.REMOVED}
    assert removed == {
        ("Cotton", "Uzbekistan"), ("Oil (Palm)", "Indonesia"), ("Oil (Palm)", "Malaysia"), ("Oil (Palm)", "Sierra Leone"),
    }  # fmt: skip
    # Every line of either edition is accounted for.
    assert len(before.lines) - found.count(changes.REMOVED) + found.count(changes.ADDED) == len(after.lines)


def test_the_spreadsheet_of_2016_is_read_too(reference_data):
    path = str(reference_data / "dol" / "TVPRA2016_list_of_goods.xlsx")
    found = edition_files.from_columns(read(path).columns, "2016", path)[0]
    assert found.carries == ("child_labour", "forced_labour")
    assert found.count("forced_child_labour") is None


def test_every_code_and_name_means_one_country():
    rows = countries._rows()
    assert len(rows) == 250  # ISO 3166-1 has 249; Kosovo has a code in use
    said = [(countries._key(text), short) for short, long, names in rows for text in (short, long, *names)]
    assert len(set(said)) == len({key for key, _ in said})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Turkey", "TR"), ("TURKEY (TÜRKİYE)", "TR"), ("cote d'ivoire", "CI"), ("CÔTE D’IVOIRE", "CI"), ("AND", "AD"),
        ("Democratic Republic of the Congo", "CD"), ("Congo, Democratic Republic of the", "CD"), (" vnm ", "VN"),
        ("\u202eBurma\u202c", "MM"), ("Korea", None), ("Congo", None), ("Atlantis", None), ("", None), ("the", None),
    ],
)  # fmt: skip
def test_countries_in_the_ways_people_write_them(text, code):
    assert countries.country_code(text) == code


def test_names_that_are_only_written_differently_are_no_change():
    now = edition(
        good=[*LIST["good"][:3], "yarn/thread", *LIST["good"][4:]],
        country=["Peru", "India", "Turkey", *LIST["country"][3:]],
    )
    found = changes.between(edition("2019"), now)
    assert {each.kind for each in found.changes} == {changes.RENAMED}
    assert len(found.changes) == 2


def test_a_flag_that_an_edition_does_not_carry_is_no_change():
    without = edition_files.from_columns({name: LIST[name] for name in LIST if name != "derived"}, "2019")[0]
    assert changes.between(without, edition()).changes == ()


def test_changes_backwards_swap_added_and_removed():
    less = edition_files.from_columns({name: values[2:] for name, values in LIST.items()}, "2019")[0]
    forth, back = changes.between(less, edition()), changes.between(edition(), less)
    assert (forth.count("added"), forth.count("removed")) == (back.count("removed"), back.count("added")) == (2, 0)
    assert len(forth.to_frame()) == 2


@pytest.mark.parametrize(
    ("good", "found"),
    [
        ("bricks", ["Bricks (clay)"]), ("CLAY BRICKS", ["Bricks (clay)"]), ("yarn", ["Thread/Yarn"]),
        ("pepper", ["Pepper"]), ("peppers", ["Peppers"]), ("solar cell", ["Solar Cells"]), ("cars", []), ("", []), ("()", []),
    ],
)  # fmt: skip
def test_goods_are_found_by_their_words(good, found):
    assert list(dict.fromkeys(line.good for line in edition().lines_of(good))) == found


XML = "<Goods><Good><Good_Name>Tea</Good_Name><Countries><Country><Country_Name>Peru</Country_Name>{}</Country></Countries></Good></Goods>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><Goods/>", "document type"), ("<Goods>", "not whole XML"), ("<Bads/>", "outermost"),
        ("<Goods/>", "has no line"), (XML.format("<Child_Labor>maybe</Child_Labor>"), "neither yes nor no"),
        ("<Goods>" + XML.format("")[7:-8] * 2 + "</Goods>", "stands twice"),
    ],
)  # fmt: skip
def test_hostile_xml_is_refused(data, words):
    with pytest.raises(BadTable, match=words):
        edition_files.from_xml(data.encode(), "2022", "list.xml")


def test_flags_that_say_nothing_stay_unknown():
    line = edition_files.from_xml(XML.format("<Child_Labor>Yes</Child_Labor>").encode(), "2022").lines[0]
    assert line.flags == (True, None, None, None)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"good": ["Tea"]}, "'country' is missing"), ({"good": ["Tea"], "country": ["Peru"]}, "no column says"),
        ({"good": ["Tea"], "country": ["Peru"], "derived": ["perhaps"]}, "row 2"),
        ({"good": [""], "country": ["Peru"], "derived": ["1"]}, "has no good"),
    ],
)  # fmt: skip
def test_tables_that_are_no_list_name_the_place(columns, words):
    with pytest.raises(BadTable, match=words):
        edition_files.from_columns(columns, "2022", "x.csv")


def test_a_table_without_edition_is_refused():
    with pytest.raises(Refused, match="--edition"):
        edition_files.from_columns(LIST, None, "x.csv")
