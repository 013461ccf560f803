"""Text as it is matched: what people type and what pages write meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.words import fold, query_tokens, stem, stems, tokens


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("obrien", "Keith O'Brien resigns"),
        ("O'Brien", "Keith O’Brien resigns"),
        ("us", "The U.S. Senate votes"),
        ("U.S.", "The US Senate votes"),
        ("al-Qaeda", "Al Qaeda leader killed"),
        ("alqaeda", "Al-Qaeda leader killed"),
        ("Obamas", "Obama's second term"),
        ("Obama's", "Obama wins"),
        ("president's", "The president resigns"),
        ("Concepcion", "Earthquake in Concepción"),
        ("Concepción", "Earthquake in Concepcion"),
        ("Lodz", "Flood in Łódź"),
        ("Tromso", "Tromsø votes"),
        ("Strasse", "The Straße is shut"),
        ("ISTANBUL", "İstanbul burns"),
        ("加沙", "以色列空袭加沙走廊"),
        ("地震", "四川发生大地震"),
        ("Москва", "МОСКВА горит"),
        ("Путин", "путин победил"),
        ("القاهرة", "مظاهرات في القاهرة"),
        ("กรุงเทพ", "น้ำท่วมกรุงเทพมหานคร"),
        ("서울", "서울 시장 선거"),
        ("Αθήνα", "ΑΘΗΝΑ φλέγεται"),
        ("2007-09-1", "On 2007-09-1 it rained"),
        ("foo-bar", "A foo-bar is found"),
    ],
)
def test_what_is_typed_is_among_what_is_written(typed: str, written: str) -> None:
    stemmed = set(stems(tokens(written))) | set(tokens(written))
    assert query_tokens(typed)
    assert all(token in stemmed or stem(token) in stemmed for token in query_tokens(typed))


def test_each_character_and_each_pair_of_unspaced_text_is_a_token() -> None:
    assert tokens("加沙走廊") == ["加", "沙", "走", "廊", "加沙", "沙走", "走廊"]
    assert query_tokens("加沙走廊") == ["加沙", "沙走", "走廊"]
    assert query_tokens("水") == ["水"]


def test_text_of_two_scripts_is_taken_apart_where_they_meet() -> None:
    assert query_tokens("美国NASA发射") == ["美国", "nasa", "发射"]


def test_a_question_gives_each_word_once() -> None:
    assert query_tokens("war War WAR of wars") == ["war", "of", "wars"]


def test_nothing_but_signs_gives_no_words() -> None:
    assert tokens("... --- '' !?") == []
    assert query_tokens("... --- '' !?") == []


@given(st.text())
def test_no_text_raises_and_every_token_is_a_folded_word(text: str) -> None:
    for token in (*tokens(text), *query_tokens(text)):
        assert token
        assert not any(map(str.isspace, token))
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcXYZ éüŁ加沙地'-.", max_size=40))
def test_a_page_is_found_by_its_own_words(text: str) -> None:
    assert set(query_tokens(text)) <= set(tokens(text)) | {token for token in query_tokens(text) if token == "s"}
