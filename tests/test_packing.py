"""References packed into columns say what they said as dictionaries."""

import pandas as pd
import pyarrow as pa
import pytest

from analysis import schema
from analysis.fitting import fitted_record
from analysis.packing import (
    BATCH,
    PackedReferences,
    Records,
    ReferencesOfPapers,
    pack_references,
    packed,
)

ONE = {"reference": "Ek, B., Trees, 1999", "year": 1999, "doi": "10.1/x"}
TWO = {"reference": "Byron, A., Engines"}


def references_table(ids, *portions):
    gathered = ReferencesOfPapers()
    for portion in portions:
        gathered.add(portion)
    return gathered.table(pa.array(ids, pa.large_string()))


def test_older_records_are_packed_while_the_list_grows_and_the_last_one_is_not():
    records = Records()
    for number in range(BATCH + 5):
        records.append({"title": str(number), "references": [ONE, TWO] if number % 2 else []})
    assert isinstance(records[1]["references"], PackedReferences)
    assert list(records[1]["references"]) == [ONE, TWO] and records[1]["references"][0] == ONE
    assert len(records[0]["references"]) == 0
    assert records[-1]["references"] == []


@pytest.mark.parametrize("odd", [{"reference": 5}, {"titel": "x"}, {"year": "1999"}, {"reference": "\ud800"}])
def test_what_does_not_fit_stays_as_it_was_until_it_is_fitted(odd):
    records = [{"references": [ONE]}, {"references": [odd]}]
    assert packed([record["references"] for record in records]) is None
    pack_references(records)
    assert records[1]["references"] == [odd]
    fitted, problems = fitted_record(records[1])
    kept = references_table(["p1"], [fitted.get("references", [])])
    assert len(kept) + len(problems) == 1


def test_the_table_holds_each_reference_once_in_the_order_of_papers():
    first, second, third = packed([[ONE], [TWO, ONE], [TWO]])
    table = references_table(["p1", "p2", "p3", "p4", "p5"], [first, second], [[], [TWO]], [third])
    assert table["paper_id"].tolist() == ["p1", "p2", "p2", "p4", "p5"]
    assert table["reference"].tolist() == [one["reference"] for one in (ONE, TWO, ONE, TWO, TWO)]
    assert table["year"].tolist() == [1999, pd.NA, 1999, pd.NA, pd.NA]
    types = schema.table("references", table).dtypes.astype(str).to_dict()
    assert types == schema.COLUMNS["references"]
    assert references_table([]).empty
    with pytest.raises(TypeError, match="References must be dictionaries"):
        references_table(["p1"], [[{"reference": 5}]])


def test_a_dictionary_that_comes_again_is_packed_once():
    first, second = packed([[ONE, TWO, ONE], [ONE]])
    assert first.batch.distinct.num_rows == 2
    assert list(first) == [ONE, TWO, ONE] and second[0] == ONE


def test_an_empty_list_of_references_is_no_value():
    (none,) = packed([[]])
    assert fitted_record({"title": "Moss", "references": none})[0] == {"title": "Moss"}
