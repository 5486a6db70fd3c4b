# SPDX-License-Identifier: Apache-2.0
"""The same person is found under other spellings, scripts and orders of names, and one name alone makes no key."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.blind_index import IndexKey, Purpose, blind_token
from quatrefoil.methods.name_keys import (
    CompositeKey,
    IdentityDocument,
    composite_keys,
    fold,
    name_pairs,
    normalised_phone,
    skeleton,
)


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "Mohammed",
            "Muhammad",
            "Mohamed",
            "Mohammad",
            "Muhammed",
            "محمد",
            "مُحَمَّد",
            "মোহাম্মদ",
            "መሐመድ",
            "Мухаммед",
            "Md",
            "Mohd.",
        ),
        ("Aleksandr", "Alexander", "Aleksander", "Александр", "ალექსანდრე"),
        ("Ahmed", "Ahmad", "Akhmed", "Ахмед", "أحمد"),
        ("Abdullah", "Abdallah", "Abdulla", "Abd Allah", "عبدالله", "عبد الله"),
        ("Abdulrahman", "Abd al-Rahman", "Abdul Rahman", "Abderrahman", "Abdirahman", "عبد الرحمن", "عبدالرحمن"),
        ("Fatima", "Fatimah", "Fatma", "فاطمة"),
        ("Yusuf", "Youssef", "Yousef", "يوسف"),
        ("Aisha", "Aicha", "Ayesha", "عائشة"),
        ("Khadija", "Khadidja", "خديجة"),
        ("Ibrahim", "Ebrahim", "إبراهيم", "Abraham", "אברהם"),
        ("Walid", "Waleed", "Oualid", "وليد"),
        ("Sarah", "Sara", "سارة", "שרה"),
        ("Giorgi", "გიორგი"),
        ("Giorgos", "Γιώργος"),
        ("Rajesh", "राजेश"),
        ("Chandra", "चन्द्र"),
        ("Somchai", "สมชาย"),
        ("Abebe", "አበበ"),
        ("Sokha", "សុខា"),
        ("Dmitry", "Dmitri", "Дмитрий"),
        ("Ivanov", "Иванов", "Иванова"),
        ("Nguyen", "Nguyễn"),
        ("Lukasz", "Łukasz"),
        ("Sofia", "Sophia", "София"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_and_scripts_of_one_name_share_a_skeleton(spellings: tuple[str, ...]) -> None:
    assert {spelling: skeleton(spelling) for spelling in spellings} == dict.fromkeys(spellings, skeleton(spellings[0]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Murad"),
        ("Fatima", "Maryam"),
        ("Ahmed", "Amina"),
        ("Alexander", "Alexei"),
        ("Giorgi", "Grigol"),
        ("Rajesh", "Ramesh"),
        ("Yusuf", "Musa"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_names_that_differ_only_in_vowels_share_a_skeleton_because_many_scripts_do_not_write_them() -> None:
    assert skeleton("Hassan") == skeleton("Hussein") == skeleton("حسن") == skeleton("حسين")
    assert skeleton("Mohammed") == skeleton("Mahmoud")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina Hassan", "حسن أمينة"),
        ("Wang Xiaoming", "王小明"),
        ("Ouyang Na", "欧阳娜"),
        ("Kim Min-jun", "김민준"),
        ("Kim Min Jun", "김민준"),
        ("Minjun Kim", "김민준"),
        ("Lee Seoyeon", "이서연"),
        ("Ahmed al-Masri", "أحمد المصري"),
        ("Maria Teresa Lopez", "López, María Teresa"),
        ("Mariateresa Lopez", "Maria Teresa Lopez"),
        ("Jean-Pierre Kabila", "Kabila Jean Pierre"),
        ("Omar Hassan Ali", "Omar Ali"),
        ("Selam Abebe", "ሰላም አበበ"),
        ("Anna van den Berg", "Berg Anna"),
        ("Sean O’Brien", "Sean OBrien"),
    ],
)
def test_two_ways_to_write_a_whole_name_share_a_key(one: str, other: str) -> None:
    assert set(composite_keys([one], 1998)) & set(composite_keys([other], 1998))


def test_the_same_names_with_another_year_share_no_key() -> None:
    assert not set(composite_keys(["Amina Hassan"], 1998)) & set(composite_keys(["Amina Hassan"], 1999))


def test_a_search_may_look_a_year_either_side() -> None:
    stored = set(composite_keys(["Amina Hassan"], 1998))
    assert stored <= set(composite_keys(["Amina Hassan"], 1999, years_either_side=1))
    assert len(composite_keys(["Amina Hassan"], 1999, years_either_side=1)) == 3


@pytest.mark.parametrize(
    "name", ["Amina", "bin Salman", "al-Masri", "Ali Ali", "Mohammed Muhammad", "", "   ", "-", "12345", "王", "\u202e"]
)
def test_a_single_name_makes_no_key(name: str) -> None:
    assert composite_keys([name], 1998) == ()


@pytest.mark.parametrize("year", [None, 0, 98, 3000])
def test_names_without_a_year_of_birth_make_no_key(year: int | None) -> None:
    assert composite_keys(["Amina Hassan"], year) == ()


def test_a_name_of_three_gives_each_pair_and_the_two_ways_to_join_two() -> None:
    assert name_pairs("Omar Hassan Ali") == ("hsn la", "hsn mr", "hsnl mr", "la mr", "la mrhsn")


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  Amina\u200b  HASSAN\t", "amina hassan"),
        ("\u202eAmina\u202c Hassan\u0000", "amina hassan"),
        ("Ami\u00adna", "amina"),
        ("Ａｍｉｎａ", "amina"),
        ("Jean-Pierre", "jean pierre"),
        ("D'Angelo", "dangelo"),
        ("Zoë Ångström", "zoe angstrom"),
        ("王小明", "wang xiaoming"),
        ("محمود\u200cپور", "mhmwdpwr"),
        ("Hassan 2", "hassan"),
    ],
)
def test_folding_leaves_plain_letters_whatever_hides_in_the_text(name: str, folded: str) -> None:
    assert fold(name) == folded


SCRIPTS = {
    "Latin": "Amina Hassan",
    "Arabic": "أمينة حسن",
    "Hebrew": "שרה לוי כהן",
    "Cyrillic": "Александр Иванов",
    "Greek": "Γιώργος Παπαδόπουλος",
    "Devanagari": "राजेश कुमार",
    "Bengali": "সুমি আক্তার",
    "Thai": "สมชาย ใจดี",
    "Han": "王小明",
    "Hangul": "김민준",
    "Georgian": "გიორგი ბერიძე",
    "Amharic": "አበበ በቀለ",
    "Khmer": "សុខា ចាន់",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_in_every_script_makes_a_key(script: str) -> None:
    keys = composite_keys([SCRIPTS[script]], 1990)
    assert keys
    assert all(set(key.key) <= set(string.ascii_lowercase + " |1990") for key in keys)


@pytest.mark.parametrize(
    ("number", "region", "expected"),
    [
        ("+251 11 123 4567", None, "+251111234567"),
        ("00251111234567", None, "+251111234567"),
        ("011 123 4567", "ET", "+251111234567"),
        ("٠١١ ١٢٣ ٤٥٦٧", "ET", "+251111234567"),
        ("\u202d+251-11-123-4567\u202c", None, "+251111234567"),
        ("011 123 4567", None, None),
        ("12", "ET", None),
        ("not a number", "ET", None),
        ("", "ET", None),
    ],
)
def test_phones_come_to_one_form(number: str, region: str | None, expected: str | None) -> None:
    assert normalised_phone(number, region) == expected


def test_documents_come_to_one_form_and_need_a_country_and_a_whole_number() -> None:
    printed = IdentityDocument("et", "Passport", " ep-123 456٧ ")
    assert composite_keys(documents=[printed]) == (CompositeKey(Purpose.DOCUMENT, "ET|passport|EP1234567"),)
    assert composite_keys(documents=[IdentityDocument("", "passport", "EP1234567")]) == ()
    assert composite_keys(documents=[IdentityDocument("ET", "passport", "12")]) == ()


def test_a_person_has_each_key_once_and_every_key_makes_a_token() -> None:
    keys = composite_keys(
        ["Amina Hassan", "Hassan Amina", "أمينة حسن"],
        1998,
        ["+251111234567", "00251 11 123 4567"],
        [IdentityDocument("ET", "passport", "EP1234567")],
    )
    assert [key.purpose for key in keys] == [Purpose.NAME_YEAR, Purpose.PHONE, Purpose.DOCUMENT]
    assert all(blind_token(IndexKey(bytes(32)), key.purpose, key.key, 16) for key in keys)


@given(st.text(max_size=60), st.integers(1800, 2099))
def test_any_text_at_all_is_taken_without_an_error_and_gives_keys_that_make_tokens(text: str, year: int) -> None:
    for key in composite_keys([text], year, [text], [IdentityDocument("ET", "passport", text)]):
        blind_token(IndexKey(bytes(32)), key.purpose, key.key, 16)


@given(st.permutations(["amina", "hassan", "omar", "giorgi"]))
def test_the_order_of_names_does_not_matter(names: list[str]) -> None:
    assert skeleton(" ".join(names)) == skeleton("amina hassan omar giorgi")
    assert set(name_pairs(" ".join(names))) == set(name_pairs("amina hassan omar giorgi"))


@given(st.lists(st.text(string.ascii_letters, min_size=1, max_size=12), max_size=8).map(" ".join))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert skeleton(fold(name)) == skeleton(name)


def test_a_text_of_ten_megabytes_is_cut_and_not_worked_through() -> None:
    assert len(composite_keys(["ab " * 3_500_000], 1990)) <= 15
