"""Texts that are read piece by piece say the same as when they are held as a whole."""

import pytest

from analysis import decoding, load_corpus
from analysis.merge import merge_records
from analysis.readers.base import Source
from analysis.readers.tagged import numbered_lines

TEXT = "".join(f"TI Café ™ {number}\r\n   goes on\r" for number in range(40))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_pieces_join_to_the_whole_text(encoding, monkeypatch, tmp_path):
    monkeypatch.setattr(decoding, "PIECE", 64)
    file = tmp_path / "export.txt"
    file.write_bytes(TEXT.encode(encoding))
    whole = TEXT.replace("\r\n", "\n").replace("\r", "\n")
    source = Source("export.txt", file.read_bytes(), path=file)
    assert "".join(source.pieces()) == "".join(source.pieces()) == whole
    assert [line for _, line in numbered_lines(source.pieces())][:3] == [
        "TI Café ™ 0",
        "   goes on",
        "TI Café ™ 1",
    ]
    assert [number for number, _ in numbered_lines(source.pieces())] == list(range(1, 81))
    assert source.encoding == decoding.decode(file.read_bytes()).encoding


@pytest.mark.parametrize("odd", [b"\xff", b"\x00"])
def test_a_text_with_something_odd_is_held_whole_so_that_it_is_reported(odd):
    source = Source("export.txt", TEXT.encode() + odd)
    assert len(list(source.pieces())) == 1
    assert len(source.oddities) == 1


def test_a_text_in_small_pieces_makes_the_same_corpus(monkeypatch):
    whole = load_corpus("tests/exports/wos_invented.txt")
    monkeypatch.setattr(decoding, "PIECE", 10)
    pieces = load_corpus("tests/exports/wos_invented.txt")
    assert pieces.records.equals(whole.records)
    assert pieces.ledger.equals(whole.ledger)


def test_records_are_only_emptied_if_the_caller_says_so():
    records = [
        {"record_id": "a:1", "source_file": "a", "format": "x", "title": "Trees", "authors": ["Ek, Bo"]}
    ]
    kept = merge_records(records)["records"]
    assert records[0]["title"] == "Trees"
    assert merge_records(records, consume=True)["records"].equals(kept)
    assert not records
