"""What is packed in a file, and archives that are damaged, encrypted or made to do harm."""

import gzip
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from analysis import archives
from analysis.archives import Part, unpacked
from analysis.corpus import load_corpus

PAGES = Path(__file__).parent / "pages"


def zipped(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def parts(content, name="a.zip"):
    return list(unpacked(name, content))


def test_members_and_one_nested_archive_are_files_of_their_own():
    inner = zipped([("deep.txt", "Deep."), ("deeper.zip", zipped([("x.txt", "x")]))])
    content = zipped(
        [
            ("one.txt", "One."),
            ("folder/two.txt.gz", gzip.compress(b"Two.")),
            ("__MACOSX/one.txt", "hidden"),
            ("folder/.hidden", "hidden"),
            ("inner.zip", inner),
        ]
    )
    assert parts(content) == [
        Part("a.zip/one.txt", b"One."),
        Part("a.zip/folder/two.txt.gz", b"Two."),
        Part("a.zip/inner.zip/deep.txt", b"Deep."),
        Part("a.zip/inner.zip/deeper.zip", problem="An archive within archives; unpack it first."),
    ]


def test_a_zip_in_gzip_and_gzip_in_several_pieces_are_read():
    assert parts(gzip.compress(zipped([("one.txt", "One.")]))) == [Part("a.zip/one.txt", b"One.")]
    assert parts(gzip.compress(b"One. ") + gzip.compress(b"Two."), "a.gz") == [Part("a.gz", b"One. Two.")]


def test_a_gzip_that_ends_in_the_middle_is_read_as_far_as_it_goes():
    text = random.Random(1).randbytes(5000)
    (part,) = parts(gzip.compress(text)[:-2000], "a.gz")
    assert text.startswith(part.content) and len(part.content) > 2000
    assert "ends in the middle" in part.problem
    (part,) = parts(gzip.compress(b"One.") + b"rest", "a.gz")
    assert part == Part("a.gz", b"One.", "4 bytes behind the gzip archive are no part of it; left out.")
    broken = bytearray(gzip.compress(text))
    broken[-6] ^= 255
    (part,) = parts(bytes(broken), "a.gz")
    assert "is damaged" in part.problem


def test_what_has_another_content_than_its_name_says_stays_as_it_is():
    assert parts(b"One.") == [Part("a.zip", b"One.")]


def test_an_xlsx_stays_whole_and_other_office_files_are_named():
    sheet = zipped([("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")])
    assert parts(sheet, "t.xlsx") == [Part("t.xlsx", sheet)]
    assert parts(zipped([("t.xlsx", sheet)])) == [Part("a.zip/t.xlsx", sheet)]
    (part,) = parts(zipped([("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")]), "t.docx")
    assert "an Office file" in part.problem and part.content == b""
    (part,) = parts(zipped([("mimetype", "x"), ("content.xml", "<x/>")]), "t.ods")
    assert "an OpenDocument file" in part.problem


def test_bombs_end_in_a_sentence_and_what_came_before_is_kept(monkeypatch):
    monkeypatch.setattr(archives, "SMALL", 1 << 20)
    zeros = b"0" * (1 << 24)
    first, bomb = parts(zipped([("one.txt", "One."), ("zeros.txt", zeros), ("two.txt", "Two.")]))
    assert first == Part("a.zip/one.txt", b"One.")
    assert bomb.name == "a.zip/zeros.txt" and "more than is likely" in bomb.problem
    (bomb,) = parts(gzip.compress(zeros), "a.gz")
    assert "more than is likely" in bomb.problem and bomb.content == b""
    sheet = zipped([("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", zeros)])
    (bomb,) = parts(sheet)
    assert "more than is likely" in bomb.problem
    many = parts(
        zipped([(f"{number}.zip", zipped([("zeros.txt", zeros[: 1 << 19])])) for number in range(9)])
    )
    assert len(many) == 3 and "more than is likely" in many[-1].problem
    lying = bytearray(zipped([("zeros.txt", zeros)]))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):  # the header says: 4 bytes
        struct.pack_into("<I", lying, lying.index(mark) + place, 4)
    (part,) = parts(bytes(lying))
    assert len(part.content) <= 4


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    (part,) = parts(zipped([(f"{number}.txt", "x") for number in range(4)]))
    assert part.problem == "4 files are in this archive; unpack it first."
    (part,) = parts(zipped([]))
    assert part.problem == "There is no file in this archive."


def test_an_encrypted_member_is_named_and_the_others_are_read():
    content = bytearray(zipped([("one.txt", "One."), ("two.txt", "Two.")]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    first, second = parts(bytes(content))
    assert first.name == "a.zip/one.txt" and "is encrypted" in first.problem
    assert second == Part("a.zip/two.txt", b"Two.")


def test_members_of_one_name_have_names_of_their_own():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped([("one.txt", "One."), ("one.txt", "Two.")])
    assert parts(content) == [Part("a.zip/one.txt", b"One."), Part("a.zip/one.txt (2)", b"Two.")]


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_archive_ends_in_content_or_a_sentence(seed):
    chance = random.Random(seed)
    content = bytearray(zipped([("one.txt", "One. " * 99), ("two.zip", zipped([("x.txt", "x" * 99)]))]))
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    if chance.random() < 0.5:
        del content[chance.randrange(10, len(content)) :]
    for part in parts(bytes(content)):
        assert part.problem or part.content in (b"One. " * 99, b"x" * 99)


def test_pages_are_read_out_of_archives(tmp_path):
    pages = [(path.name, path.read_bytes()) for path in sorted(PAGES.glob("*.txt"))]
    (tmp_path / "pages.zip").write_bytes(zipped([*pages, ("broken.zip", b"PK\x03\x04rest")]))
    (tmp_path / "one.gz").write_bytes(gzip.compress(pages[0][1]))
    corpus = load_corpus(tmp_path)
    ledger = corpus.ledger.set_index("source_file")["format"]
    assert ledger["one.gz"] == "author_page"
    assert ledger["pages.zip/session_page.txt"] == "session_page"
    problems = corpus.problems.set_index("source_file")["problem"]
    assert "is damaged" in problems["pages.zip/broken.zip"]
