# SPDX-License-Identifier: Apache-2.0
"""Names show their true end, and cells are text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.safe_files.names import LONGEST_NAME, csv_safe, safe_name, suffix_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\photo.jpg", "photo.jpg"),
        ("cv\u202egpj.exe", "cvgpj.exe"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("رسالة من أمينة.docx", "رسالة من أمينة.docx"),
        ("=cmd|'/c calc'!A1.csv", "c calc'!A1.csv"),
        ("=1+2.csv", "1+2.csv"),
        ("@sum.csv", "sum.csv"),
        ("＝1.csv", "1.csv"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("nul.txt", "file.txt"),
        ("CON", "file"),
        ("a  \u200b  b.txt ", "a b.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("a.txt...", "a.txt"),
    ],
)
def test_a_name_loses_what_could_deceive_or_act(name: str, expected: str) -> None:
    assert safe_name(name) == expected


@given(st.text(max_size=400))
def test_no_name_keeps_a_path_a_control_or_a_formula(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= LONGEST_NAME
    assert not set(safe) & set('/\\<>:"|?*\x00\n')
    assert safe[0] not in "=+-@. "
    assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs"} for character in safe)
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_end() -> None:
    assert safe_name("x" * 500 + ".pdf") == "x" * 116 + ".pdf"
    assert safe_name("x" * 500) == "x" * 120
    assert safe_name("x" * 500 + "." + "y" * 50) == "x" * 120


@pytest.mark.parametrize(
    ("name", "suffix"), [("a.PDF", "pdf"), ("a", ""), (".bashrc", ""), ("a.tar.gz", "gz"), ("a.", "")]
)
def test_the_end_of_a_name(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+251900000001", "'+251900000001"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("＝1", "'＝1"),
        ("-3.5", "-3.5"),
        ("-7", "-7"),
        ("2026-03-01", "2026-03-01"),
        ("Amina - team A", "Amina - team A"),
        ("", ""),
    ],
)
def test_a_cell_is_never_a_formula(value: str, expected: str) -> None:
    assert csv_safe(value) == expected
