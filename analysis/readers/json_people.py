"""People in decoded JSON, however it says who they are: texts, objects, objects in objects."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from analysis.readers.base import Record
from analysis.readers.fields import clean_orcid, joined, person
from analysis.readers.json_values import plain, string
from analysis.readers.table_columns import key
from analysis.readers.table_lists import ET_AL

FAMILY = ("family", "familyname", "lastname", "surname", "last")
GIVEN = ("given", "givenname", "givennames", "firstname", "forename", "forenames", "first", "initials")
_NAME = "fullname name displayname authname creator author collectivename literal text preferredname value"
NAME = tuple(_NAME.split())
_PLACES = (
    "rawaffiliation rawaffiliations rawaffiliationstrings affiliation affiliations org orgs aff institution "
    "institutions authoraffiliationdetailslist authoraffiliations"
)
PLACES = tuple(_PLACES.split())
_PLACE_NAME = "name affiliation affilname value displayname authoraffiliation text organization"
PLACE_NAME = tuple(_PLACE_NAME.split())
ROLE = re.compile(r"role|creatortype|contributortype|authtype")
NOTE = re.compile(r"(?<=[\w.])\s+(?:\[|\(ORCID).*\Z")  # `Ek, Bo [Oslo]`, as OSTI prints an address
NO_AUTHOR = re.compile(r"editor|translat|supervis|contribut|review|advis|director", re.IGNORECASE)
DEEPEST = 3


def authors_in(value: object) -> Record:
    """Return the authors in a value with what it says of each, and whether it says that there are more.

    Examples
    --------
    >>> people = [{"lastName": "Ek", "firstName": "Bo", "org": "Oslo"}, {"name": "Di", "role": "editor"}]
    >>> found = authors_in(people)
    >>> found["authors"], found["author_details"]
    (['Ek, Bo'], [{'affiliation': 'Oslo', 'orcid': None}])
    >>> authors_in({"authors": ["B. Ek", "..."]})["authors_truncated"]
    True
    """
    people = [(name, one) for one in _people(value, DEEPEST) if (name := _name(one))]
    known = [(name, one) for name, one in people if ET_AL.sub("", name)]
    details = [_details(one) for _, one in known]
    return {
        "authors": [name for name, _ in known],
        "author_details": details if any(map(any, map(dict.values, details))) else None,
        "authors_truncated": True if len(known) < len(people) else None,
    }


def _people(value: object, deepest: int) -> Iterator[Record]:
    """Yield each person as an object whose names are spelled alike; editors and the like are left out."""
    if isinstance(value, list):
        for one in value:
            if not isinstance(one, list):  # what the parts of a name are would be a guess
                yield from _people(one, deepest)
    elif isinstance(value, dict):
        found = {key(str(name).rpartition(":")[2]): one for name, one in value.items()}
        if _name(found):
            roles = " ".join(str(one) for name, one in found.items() if ROLE.search(name))
            if not NO_AUTHOR.search(roles):
                yield found
        elif deepest:
            for one in value.values():
                yield from _people(one, deepest - 1)
    elif text := plain(value):
        yield {"name": NOTE.sub("", text)}


def _name(found: Record) -> str | None:
    family, given, name = (_first(found, names) for names in (FAMILY, GIVEN, NAME))
    if not family or (name and not given and family in name):
        return name
    return person(family, given)


def _first(found: Record, names: Sequence[str]) -> str | None:
    return next((text for name in names if name in found and (text := plain(found[name]))), None)


def _details(found: Record) -> Record:
    places = next((one for name in PLACES if (one := joined(_texts(found.get(name), DEEPEST)))), None)
    others = {name: one for name, one in found.items() if name not in PLACES}
    return {"affiliation": places, "orcid": clean_orcid(others)}


def _texts(value: Any, deepest: int) -> Iterator[str | None]:
    """Yield the names of institutions in a value."""
    if isinstance(value, list):
        for one in value:
            if not isinstance(one, list):
                yield from _texts(one, deepest)
    elif isinstance(value, dict) and deepest:
        found = {key(str(name)): one for name, one in value.items()}
        named = next((found[name] for name in PLACE_NAME if found.get(name)), None)
        yield from _texts(named, deepest - 1)
    else:
        text = plain(string(value))
        yield text if text != "-" else None
