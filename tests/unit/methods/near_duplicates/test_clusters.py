# SPDX-License-Identifier: Apache-2.0
"""Texts of one template are found, whatever disguise; nothing else is; and the order does not matter."""

import random
import string

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from quatrefoil.methods.near_duplicates import BadTexts, TextIndex, candidates, find_repeats, grouping
from tests.unit.methods.near_duplicates.agreement import generated, over_pairs


def found(texts, ids=None, **options):
    index = TextIndex(**options)
    index.add(texts, ids)
    return index.clusters()


def groups(texts, ids=None, **options):
    return {each.ids for each in found(texts, ids, **options).clusters}


def invented(rng, many):
    return ["".join(rng.choices(string.ascii_lowercase, k=7)) for _ in range(many)]


BASE = "Orchard Lane bakery seeks two night bakers, rooms above the shop, wage {} a month, write to {}"


def test_texts_of_one_template_are_one_cluster_and_others_are_not():
    texts = [
        BASE.format(900, "Ada"),
        "The harvest fair opens on Sunday with music and cider",
        BASE.format(950, "Bruno"),
    ]
    assert groups(texts) == {("0", "2")}


@pytest.mark.parametrize(
    "disguised",
    [
        "ORCHARD LANE BAKERY SEEKS TWO NIGHT BAKERS, ROOMS ABOVE THE SHOP, WAGE 900 A MONTH, WRITE TO ADA",
        "0rch4rd L4ne b4kery s33ks tw0 n1ght b4kers, r00ms above the sh0p, w4ge 900 a m0nth, wr1te t0 Ada",
        "🔥Orchard✨Lane🔥 bakery 💰💰 seeks!!! two ** night bakers, rooms ➡️ above the shop, wage 900 a month, write to Ada",
        "Örchard Lané bakery sèeks two night bakers, rooms above the shop, wage 900 a month, write to Ada",
        "Оrсhаrd Lаnе bаkеry sееks twо night bakers, rooms above the shop, wage 900 a month, write to Ada",  # Cyrillic
        "O\u200br\u200bchard L\u202eane\u202c bakery see\u00adks two night bakers, rooms above the shop, wage 900 a month, write to Ada",
        "O r c h a r d Lane b.a.k.e.r.y seeks two night bakers, rooms above the shop, wage 900 a month, write to Ada",
        "Ｏｒｃｈａｒｄ Ｌａｎｅ bakery seeks two night bakers, rooms above the shop, wage 900 a month, write to Ada",
        "Orchaaaard Laaaane bakeryyyy seeks two night bakers, rooms above the shop, wage 900 a month, write to Ada",
    ],
)
def test_a_disguise_does_not_hide_the_template(disguised):
    (cluster,) = found([BASE.format(900, "Ada"), disguised], word_share=0.95).clusters
    assert cluster.ids == ("0", "1")
    assert cluster.slots == ()


@pytest.mark.parametrize(
    ("one", "other", "third"),
    [
        (
            "نبحث عن عمال للعمل في مخبز بالمدينة القديمة السكن مجاني اتصل على أحمد",
            "نبحثُ عن عُمّال للعمل في مخبز بالمدينه القديمة السكن مجانى اتصل على سامي",
            "يفتتح المهرجان يوم الأحد مع الموسيقى والطعام في ساحة القرية",
        ),
        (
            "招聘面包师两名夜班工作包吃住月薪九百元联系小王",
            "招聘面包师两名夜班工作包吃住月薪八百元联系老李",
            "春节庙会星期日开幕欢迎大家前来观看音乐表演和美食",
        ),
        (
            "รับสมัครคนทำขนมปังกะกลางคืนมีที่พักฟรีโทรหาสมชาย",
            "รับสมัครคนทำขนมปังกะกลางคืนมีที่พักฟรีโทรหาวิชัย",
            "งานเทศกาลเปิดวันอาทิตย์มีดนตรีและอาหารมากมาย",
        ),
        (
            "बेकरी के लिए रात में काम करने वाले दो लोग चाहिए कमरा मुफ्त राम से बात करें",
            "बेकरी के लिए रात में काम करने वाले दो लोग चाहिए कमरा मुफ्त श्याम से बात करें",
            "मेला रविवार को संगीत और खाने के साथ गाँव में खुलेगा",
        ),
        (
            "Требуются два ночных пекаря в пекарню на улице Садовой, жильё над лавкой, пишите Анне",
            "ТРЕБУЮТСЯ два ночных пекаря в пекарню на улице Садовой, жилье над лавкой, пишите Борису",
            "Ярмарка открывается в воскресенье с музыкой и угощением на площади",
        ),
    ],
    ids=["Arabic", "Chinese", "Thai", "Hindi", "Russian"],
)
def test_other_scripts(one, other, third):
    (cluster,) = found([one, third, other]).clusters
    assert cluster.ids == ("0", "2")
    assert 1 <= len(cluster.slots) <= 3


def test_numbers_do_not_part_texts_and_show_as_slots():
    texts = [BASE.format(wage, "Ada") for wage in (900, 950, 990, 900)]
    (cluster,) = found(texts).clusters
    (slot,) = cluster.slots
    assert [(value.text, value.ids) for value in slot.values]  # noqa: PD011 == [("900", ("0", "3")), ("950", ("1",)), ("990", ("2",))]
    assert (
        cluster.template
        == "Orchard Lane bakery seeks two night bakers rooms above the shop wage [1] a month write to Ada"
    )


def test_a_slot_says_who_writes_what_and_what_is_missing():
    texts = [f"we need good pickers {more} at the old farm near the river" for more in ("today", "", "today now", "")]
    (cluster,) = found(texts, ["a", "b", "c", "d"]).clusters
    assert cluster.template == "we need good pickers [1] at the old farm near the river"
    assert {value.text: value.ids for value in cluster.slots[0].values} == {  # noqa: PD011
        "": ("b", "d"),
        "today": ("a",),
        "today now": ("c",),
    }


def test_two_clusters_that_hang_on_one_text_come_apart():
    rng = random.Random(1)
    one, other = invented(rng, 20), invented(rng, 20)
    texts = [" ".join([*one, *invented(rng, 3)]) for _ in range(5)] + [
        " ".join([*other, *invented(rng, 3)]) for _ in range(5)
    ]
    bridge = " ".join(one[:14] + other[:14])
    clusters = found([*texts, bridge], word_share=0.45).clusters
    assert sorted(len({*each.ids} - {"10"}) for each in clusters) == [5, 5]
    assert not any({"0", "5"} <= set(each.ids) for each in clusters)


def test_one_verified_pair_does_not_tie_two_clusters_together():
    pairs = [(a, b) for a in range(4) for b in range(a)] + [(a, b) for a in range(4, 8) for b in range(4, a)] + [(4, 3)]
    rows, columns = np.array([min(pair) for pair in pairs]), np.array([max(pair) for pair in pairs])
    assert grouping.clusters(8, rows, columns).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_a_chain_of_pairs_does_not_make_one_cluster():
    rows, columns = np.arange(9), np.arange(1, 10)
    sizes = np.bincount(grouping.clusters(10, rows, columns))
    assert sizes.max() == 2


def test_the_order_of_texts_does_not_matter():
    rng = random.Random(2)
    texts, crowd = [], invented(rng, 25)
    for _ in range(12):
        words = invented(rng, 20)
        texts += [" ".join([*words[:place], *invented(rng, 2), *words[place:]]) for place in (3, 9, 15)]
    texts += [" ".join(word if rng.random() > 0.1 else rng.choice(crowd) for word in crowd) for _ in range(400)]
    ids = [f"t{number}" for number in range(len(texts))]
    straight = found(texts, ids)
    order = rng.sample(range(len(texts)), len(texts))
    assert found([texts[place] for place in order], [ids[place] for place in order]).clusters == straight.clusters
    assert len(straight.clusters) >= 12


def test_texts_added_bit_by_bit_give_the_clusters_of_one_run(tmp_path, reference_data):
    ids, texts, _ = generated(reference_data, tmp_path, 1500, 3)
    index = TextIndex()
    for low in range(0, 1500, 400):
        index.add(texts[low : low + 400], ids[low : low + 400])
        index.clusters()
    assert index.clusters() == found(texts, ids)


def test_agreement_on_the_adverts_of_the_generator(tmp_path, reference_data):
    ids, texts, labels = generated(reference_data, tmp_path, 4000, 12)
    precision, _recall, f1 = over_pairs(ids, labels, found(texts, ids).clusters)
    assert precision >= 0.98
    assert f1 >= 0.975


def test_a_template_that_most_texts_share_is_found_although_none_of_its_pairs_is_rare():
    rng = random.Random(4)
    template = invented(rng, 30)
    texts = [" ".join(word if rng.random() > 0.08 else rng.choice(template) for word in template) for _ in range(1500)]
    assert candidates.MOST_TEXTS < 1000
    assert len(found(texts).clusters[0].ids) > 1450


def test_boilerplate_alone_makes_no_cluster():
    rng = random.Random(5)
    boiler = "free accommodation and food visa and ticket provided no experience needed"
    assert found([f"{boiler} {' '.join(invented(rng, 15))}" for _ in range(500)]).clusters == ()


def test_copies_are_one_cluster_without_slots_and_do_not_change_what_else_is_found():
    rng = random.Random(6)
    texts = [" ".join(invented(rng, 12)) for _ in range(20)]
    (cluster,) = found([*texts, *[texts[0]] * 3000]).clusters
    assert len(cluster.ids) == 3001
    assert (cluster.slots, cluster.template, cluster.kept) == ((), texts[0], 1.0)


@pytest.mark.parametrize(
    "texts", [[], [""], [None, float("nan"), " \n"], ["!!! ???"] * 3, ["\u202e" * 1000] * 2, ["too short"] * 5]
)
def test_nothing_to_compare_is_no_cluster(texts):
    result = found(texts)
    assert (result.clusters, result.texts, result.too_short) == ((), len(texts), len(texts))
    assert list(result.to_frame().columns) == ["id", "cluster", "template"]


def test_a_text_of_a_megabyte_and_one_of_overrides_pass():
    giant = "apple pear plum cherry quince " * 200_000
    result = found(
        [giant, giant + "medlar", "\u202e" * 1_000_000, "字" * 1_000_000, "x" * 1_000_000, "a\u0301" * 100_000]
    )
    assert {each.ids for each in result.clusters} == {("0", "1")}
    assert len(result.clusters[0].template) < 100_000


def test_lone_surrogates_and_control_signs_pass():
    texts = ["bad \ud800 sign between five good words here", "bad \x00 sign between five good words here"]
    assert found(texts).texts == 2


def test_tables_of_three_kinds_give_the_same():
    columns = {"id": ["1", "2", "3"], "text": [BASE.format(1, "Ada"), BASE.format(2, "Bo"), None]}
    results = [find_repeats(kind(columns)) for kind in (dict, pd.DataFrame, pl.DataFrame, pa.table)]
    assert all(each == results[0] for each in results)
    assert results[0].clusters[0].ids == ("1", "2")


def test_what_cannot_be_used_is_refused_and_adds_nothing():
    index = TextIndex()
    index.add(["one"], ["1"])
    with pytest.raises(BadTexts, match="'1' stands twice"):
        index.add(["two", "three"], ["2", "1"])
    with pytest.raises(BadTexts, match="2 texts and 1 ids"):
        index.add(["two", "three"], ["2"])
    assert index.clusters().texts == 1
    with pytest.raises(BadTexts, match="no column 'text'"):
        find_repeats({"id": ["1"]})
    with pytest.raises(BadTexts, match="above 0"):
        TextIndex(word_share=0)


def test_every_result_says_what_a_cluster_does_not_mean():
    statements = found([BASE.format(1, "Ada")]).statements
    assert "does not mean trafficking" in statements[0]
    assert "lawfully obtained" in statements[1]


def test_large_clusters_stay_whole_although_each_text_looks_at_few_partners():
    rng = random.Random(7)
    texts = []
    for _ in range(3):
        template = invented(rng, 30)
        texts += [
            " ".join(word if rng.random() > 0.08 else rng.choice(template) for word in template) for _ in range(200)
        ]
    assert candidates.MOST_PARTNERS < 200 < candidates.MOST_TEXTS
    clusters = found(texts).clusters
    assert [len(each.ids) for each in clusters[:3]] == [200, 200, 200]
