"""RefWorks's tagged format: `RT Journal Article`, `A1`, `T1`, as CNKI and Wanfang export it too.

Its tags are put into RIS's, and the records made as those of RIS are.
"""

import re

from analysis.readers.base import Format, Reading, Source
from analysis.readers.refer import read_as_ris

AS_RIS = {
    "RT": "TY", "YR": "PY", "FD": "DA", "VO": "VL", "OP": "EP", "K1": "KW", "NO": "N1", "DS": "DB",
    "UL": "UR", "PP": "CY",
}  # fmt: skip
_TAGS = """
RT SR ID A1 A2 A3 A4 A5 T1 T2 T3 JF JO YR FD VO vo IS SP OP K1 AB NO ED PB PP SN AV AD AN LA CL SF OT LK DO CN
DB DS IP RD ST U1 U2 U3 U4 U5 U6 U7 U8 U9 UL SL LL CR WT WV WP OL PMID PMCID
"""
# CNKI may leave out the space
TAG = re.compile(rf"\ufeff?({'|'.join(_TAGS.split())})(?:[ \t]+|(?=[^\x00-\x7f])|$)(.*)")
FIRST = re.compile(r"^\ufeff?RT[ \t]+\S", re.MULTILINE)
LEGEND = re.compile(r"\s*|[A-Z\d]{2,5}=.*|\*+|Tag legend|(?:RefWorks Export|Character Set).*", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Return whether the head has a line such as `RT Journal Article`, and others with RefWorks's tags."""
    tags = set(re.findall(r"^(A1|T1|JF|YR|K1|AB|SN|OP|DS|SR)[ \t]", source.head, re.MULTILINE))
    return bool(FIRST.search(source.head)) and len(tags) >= 2


def read(source: Source) -> Reading:
    """Return the records of the file; the legend that RefWorks prints above them is none of its lines."""
    return read_as_ris(source, TAG, AS_RIS, first="RT", furniture=LEGEND)


def count_records(source: Source) -> int:
    """Return the number of lines `RT …`, and whether tags stand above the first."""
    above, *others = re.split(r"^\ufeff?RT(?:[ \t]|$)", source.text, flags=re.MULTILINE)
    return len(others) + bool(re.search("^" + TAG.pattern, above, re.MULTILINE))


FORMAT = Format("refworks", recognises, read, count=count_records)
