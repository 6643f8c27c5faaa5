"""Which printed names get one id, and what a name looks like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.names import author_ids, author_key, looks_like_name, name_shape


@pytest.mark.parametrize(
    ("alike", "key"),
    [
        (["AJAY JAISWAL", "Ajay Jaiswal", "ajay jaiswal", " Ajay  Jaiswal "], "ajay-jaiswal"),
        (["Eduardo Pérez-Pellitero", "EDUARDO PE\u0301REZ PELLITERO", "Eduardo Perez‐Pellitero"], "eduardo-perez-pellitero"),
        (["Jiachen (Tianhao) Wang", "Jiachen Wang", "Jiachen “Leo” Wang"], "jiachen-wang"),
        (["Yuxiang (YU-HSIANG) LAI", "Yuxiang Lai"], "yuxiang-lai"),
        (["Stéphane d'Ascoli", "Stephane D’Ascoli"], "stephane-dascoli"),
        (["Diederik M. Roijers", "Diederik M Roijers", "Roijers, Diederik M."], "diederik-m-roijers"),
        (["Łukasz Sørensen", "Lukasz Sorensen"], "lukasz-sorensen"),
        (["John Smith, Jr.", "John Smith Jr"], "john-smith-jr"),
        (["张伟"], "张伟"),
        (["Иван Йовков", "ИВАН ЙОВКОВ"], "иван-иовков"),
        (["が ぎ"], "が-ぎ"),
        (["???"], "u3f-u3f-u3f"),
    ],
)  # fmt: skip
def test_author_key(alike, key):
    assert {author_key(name) for name in alike} == {key}


def test_a_blank_name_is_an_error():
    with pytest.raises(ValueError, match="must hold at least one character"):
        author_key("  ")


def test_middle_names():
    ids = author_ids(["Stan Z Li", "Stan Z. Li", "Stan Li", "STAN LI"])
    assert set(ids.values()) == {"stan-z-li"}
    ids = author_ids(["Stan Z Li", "Stan Q Li", "Stan Li"])
    assert ids == {"Stan Z Li": "stan-z-li", "Stan Q Li": "stan-q-li", "Stan Li": "stan-li"}


def test_names_that_stay_apart():
    names = [
        "S Li",
        "S Z Li",
        "Stan Li",
        "Stan Lin",
        "Liu Xiaoyi",
        "Xiaoyi Liu",
        "John Smith",
        "John Smith, Jr.",
    ]
    assert len(set(author_ids(names).values())) == len(names)


def test_given_names_in_one_two_or_hyphenated():
    ids = author_ids(["Xiaoming Wu", "Xiao-Ming Wu", "Xiao Ming Wu", "Xiao Wu", "Yan Gao", "Yang Ao"])
    assert ids["Xiaoming Wu"] == ids["Xiao-Ming Wu"] == ids["Xiao Ming Wu"] == "xiao-ming-wu"
    assert ids["Xiao Wu"] == "xiao-wu"
    assert ids["Yan Gao"] != ids["Yang Ao"]


def test_an_initial_is_not_joined_to_the_word_before():
    assert author_ids(["Ja N Li", "Jan Li"]) == {"Ja N Li": "ja-n-li", "Jan Li": "jan-li"}


def test_blanks_have_no_id():
    assert author_ids(["", "  ", "Bo Ek", "Bo Ek"]) == {"Bo Ek": "bo-ek"}


NAMES = st.lists(
    st.text(min_size=1, max_size=12)
    | st.builds(
        lambda first, middle, last: " ".join(part for part in (first, middle, last) if part),
        st.sampled_from(["Stan", "Xiao-Ming", "Xiaoming", "S.", "ÉMILE", "émile"]),
        st.sampled_from(["", "Z", "Q.", "Ming"]),
        st.sampled_from(["Li", "LI", "van den Berg", "O'Hara", "李"]),
    ),
    max_size=8,
)


@given(st.text(min_size=1, max_size=20))
def test_a_key_is_its_own_key(name):
    if name.strip():
        key = author_key(name)
        assert key
        assert author_key(key) == key


@given(st.text("abcXYZ éÉ.-'", min_size=1, max_size=20).filter(str.strip))
def test_case_does_not_matter(name):
    assert author_key(name.upper()) == author_key(name.lower()) == author_key(f" {name} ")


@given(NAMES, st.randoms())
@settings(deadline=None)
def test_ids_do_not_depend_on_order_or_repeats(names, pick):
    ids = author_ids(names)
    mixed = names * 2
    pick.shuffle(mixed)
    assert author_ids(mixed) == ids
    assert set(ids) == {name for name in names if name.strip()}
    assert all(ids.values())
    for one in ids:
        for other in ids:
            if author_key(one) == author_key(other):
                assert ids[one] == ids[other]


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("Wang", "capital"), ("O'Brien", "capital"), ("Young-Ho", "capital"), ("Émile", "capital"), ("McKay", "camel"),
        ("XiaoMing", "camel"), ("YU", "capitals"), ("Z", "initial"), ("J.-P.", "initial"), ("R.C.", "initial"),
        ("van", "particle"), ("wen", "lower"), ("张伟", "caseless"), ("(Leo)", "nickname"), ("LLMs", "odd"),
        ("sWang", "odd"), ("iPhone", "odd"), ("4D", "other"), ("Wang:", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_name_shape(word, shape):
    assert name_shape(word) == shape


@pytest.mark.parametrize(
    "name", ["Quoc V Le", "Jiachen (Tianhao) Wang", "zujie wen", "Mihaela van der Schaar", "OpenAI"]
)
def test_names(name):
    assert looks_like_name(name)


@pytest.mark.parametrize(
    "text", ["", "Beyond GPT-4: a study", "50 Ways", "a b c d e f g h", "Who, me", "What?"]
)
def test_no_names(text):
    assert not looks_like_name(text)
