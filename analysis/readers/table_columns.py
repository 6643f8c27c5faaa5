"""Which column of any table is what: guessed from names in several languages, then from values."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from analysis.readers.fields import DOI

# by what a record is to hold: the names a column may have, in small letters, without accents and signs;
# the better a name says it, the earlier it stands
_NAMES = {
    "title": "title uberschrift articletitle documenttitle papertitle itemtitle ti titel titre titulo "
    "titolo tytul primarytitle displayname maintitle t1 题名 篇名 标题 文献标题 タイトル название заглавие",
    "authors": "authorsparsed authorfullnames authorfullname authorsfullname authornames authors author au "
    "autor autoren auteur auteurs autores autore autori verfasser creator creators namesofauthors "
    "authorlist authfullname authorstring firstauthors a1 作者 著者 著者名 авторы автор",
    "author_ids": "authorids authorid authorsid",
    "abstract": "abstract abstracts abstractnote abstracttext indexedabstract ab summary zusammenfassung "
    "resume resumen resumo riassunto n2 description 摘要 抄録 要旨 аннотация реферат",
    "date": "publicationdate dateofpublication datepublished pubdate coverdisplaydate coverdate "
    "publisheddate firstpublicationdate produceddate publishedat date published datum erscheinungsdatum "
    "datedepublication fechadepublicacion versions 发表时间 出版日期 датапубликации",
    "year": "year publicationyear pubyear publishyear py yearpublished publishedyear yearofpublication jahr "
    "erscheinungsjahr annee anneedepublication ano anno rok publyear publicationdateyear earliestdate y1 "
    "年份 年 出版年 год",
    "month": "month publicationmonth publishedmonth publishmonth monthofpublication monat mois mes",
    "day": "day publishedday",
    "venue": "venue fulljournalname journal journalbook journaltitle journalname sourcetitle source "
    "publicationtitle publicationname containertitle booktitle conference conferencename so zeitschrift "
    "revue revista rivista secondarytitle jo t2 journalconference publicationvenue containername pubtitle "
    "publication journalref container journalorvenue proceedingstitle 刊名 期刊 来源 文献来源 "
    "来源出版物名称 出版物名 журнал источник",
    "volume": "volume vol vl band jahrgang volumen volumenumber journalvolume 卷 巻 том",
    "issue": "issue issuenumber heft journalissue iss number issueidentifier issueno 期 号 выпуск номер",
    "pages": "pages pagerange page pageinfo pagination seiten paginas pg pp articlenumber articleno artno "
    "artid 页码 ページ страницы",
    "first_page": "firstpage startpage startingpage beginningpage pagestart bp sp startseite spage "
    "pagefirst pagesstart",
    "last_page": "lastpage endpage endingpage pageend ep endseite epage pagelast pagesend",
    "publisher": "publisher pu verlag editeur editorial editore publishername journalpublisher 出版社 "
    "出版商 издательство",
    "issn": "issn issns eissn sn printissn issnl issnprint essn journalissn",
    "isbn": "isbn isbns bn",
    "document_type": "documenttype type contenttype publicationtype itemtype dt articletype dokumenttyp "
    "typededocument reftype referencetype pubtype doctype worktype entrytype subtypedescription "
    "resourcetypegeneral 文献类型",
    "field": "field subject subjects subjectarea wc researchareas category categories woscategories "
    "fieldsofstudy discipline",
    "doi": "doi digitalobjectidentifier itemdoi articledoi doilink doiurl doiid localdoi di externalids",
    "arxiv_id": "arxivid arxiv arxiveprints",
    "pmid": "pmid pubmedid medlinepmid pm pubmed",
    "openalex_id": "openalexid openalex",
    "scopus_id": "scopusid eid",
    "wos_id": "wosid ut uniquewosid uniqueid utuniquewosid",
    "source_id": "sourceid accessionnumber",
    "url": "url link urls articleurl fulltexturl weblink permalink fulltextlink documenturl "
    "urlofpaper paperurl plink ur "
    "链接 ссылка",
    "language": "language la sprache langue idioma lingua lang 语言 语种 言語 язык",
    "citations": "citations citedby citationcount timescited citedbycount cites timescitedallclasses "
    "timescitedallsdatabases timescitedalldatabases timescitedwoscore tc zitationen citationscount "
    "numberofcitations ncitation citingpapercount scholarlycitationscount articlecitationcount citedbytotal "
    "totalcitations 被引频次 被引 被引用数 цитирования",
    "open_access": "openaccess isopenaccess isoa oa openaccessisoa openaccessflag",
    "retracted": "retracted isretracted",
    "funding": "funding funder funders fundingdetails fundingorgs fundingagency foerderung fundsponsor",
    "affiliation": "affiliation affiliations authoraffiliations authoraddress authoraddresses addresses "
    "institution institutions affilname c1 ad 单位 作者单位 机构 所属機関 организации аффилиация",
    "author_keywords": "keywords keyword authorkeywords authkeywords de kw schlagworter schlagworte "
    "stichworter motscles palabrasclave palavraschave parolechiave manualtags tags keywordsauthor "
    "identifierkeywords authorterms 关键词 关键字 キーワード ключевыеслова",
    "index_keywords": "indexkeywords keywordsplus automatictags descriptors indexterms controlledterms "
    "subjectheadings subjectterms ieeeterms emtreemedicalindexterms emtreemedicalindextermsmajorfocus",
    "mesh": "mesh meshterms meshheadings meshheading",
    "references": "references citedreferences cr bibliography literaturverzeichnis referenceswork 参考文献",
}


@lru_cache(maxsize=10_000)
def key(name: str) -> str:
    """Return the name of a column in small letters, without accents, blanks and signs.

    Examples
    --------
    >>> key("Schlagwörter"), key("Journal/Book")
    ('schlagworter', 'journalbook')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", re.sub(r"[\W_]", "", bare))


ORDER = {column: [key(name) for name in names.split()] for column, names in _NAMES.items()}
NAMES = {name: column for column, names in ORDER.items() for name in names}
COLUMNS = tuple(_NAMES)
# may stand in several columns, all of them or now in this one, now in that
_SEVERAL = "authors issn author_keywords index_keywords field venue pages document_type doi url date year"
SEVERAL = frozenset(_SEVERAL.split())
ARXIV = re.compile(r"(?:arxiv:)?\d\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?", re.IGNORECASE)
OPENALEX = re.compile(r"(?:https?://openalex\.org/)?W\d{6,}")
_DATABASES = (
    "scopus|web of science|wos|pubmed|medline|embase|ieee|ieee xplore|acm|acm dl|google scholar|crossref|"
    "openalex|semantic scholar|lens|dimensions|arxiv|dblp|cinahl|psycinfo|eric|cochrane|springer|"
    "sciencedirect|med|ppr|pmc|agr|cba|ctx|eth|hir|nbk|pat|api|mds|fabrica|fabricaform"
)
DATABASES = frozenset(_DATABASES.split("|"))
PART_OF_NAME = {"title": {"title", "titel", "titre", "titulo"}, "authors": {"authors", "author"}}
MOSTLY = 0.8
LOOKED_AT = 200


def by_name(header: Sequence[str], *, key: Callable[[str], str] = key) -> dict[str, list[str]]:
    """Return the columns of a header by what their names say that they hold, the best name first.

    `key` brings a name into the form of those that are known.

    Examples
    --------
    >>> by_name(["Titel", "Autoren", "Jahr", "Notiz"])
    {'title': ['Titel'], 'authors': ['Autoren'], 'year': ['Jahr']}
    """
    found: dict[str, list[str]] = {}
    of_reviewers = {"tags"} if "covidence" in map(key, header) else set[str]()
    for name in header:
        column = NAMES.get(key(name))
        if column and key(name) not in of_reviewers:
            found.setdefault(column, []).append(name)
    for column, names in found.items():
        names.sort(key=lambda name: ORDER[column].index(key(name)))
    return found


def filled(columns: Mapping[str, Sequence[str]], rows: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Return the columns with those in front that hold something; a `Source` of databases is no venue.

    Examples
    --------
    >>> filled({"venue": ["Journal", "Source"]}, [{"Journal": "", "Source": "Scopus"}])
    {'venue': ['Journal']}
    """
    found = {}
    for column, names in columns.items():
        kept = [name for name in names if column != "venue" or not _is_database(name, rows)]
        kept = [name for name in kept if column != "source_id" or _are_distinct(name, rows)]
        found[column] = sorted(kept, key=lambda name: not any(row.get(name, "").strip() for row in rows))
    return {column: names for column, names in found.items() if names}


def _is_database(name: str, rows: Sequence[Mapping[str, str]]) -> bool:
    values = {row.get(name, "").strip().casefold() for row in rows} - {""}
    return key(name) == "source" and bool(values) and values <= DATABASES


def _are_distinct(name: str, rows: Sequence[Mapping[str, str]]) -> bool:
    """Return whether a column can hold the ids of papers, not those of their journals."""
    values = [value for row in rows if (value := row.get(name, "").strip())]
    return len(set(values)) >= MOSTLY * len(values)


def by_values(rows: Sequence[Mapping[str, str]], free: Sequence[str]) -> dict[str, list[str]]:
    """Return what the values of columns without a telling name show: DOIs, years, abstracts, titles.

    Only where one column alone looks like it; `title_local` and `wos_authors` say it by a part of the name.

    Examples
    --------
    >>> by_values([{"a": "10.1234/x", "b": "2020"}, {"a": "10.1234/y", "b": "1999"}], ["a", "b"])
    {'doi': ['a'], 'year': ['b']}
    """
    looks: dict[str, list[str]] = {}
    said: dict[str, list[str]] = {}
    for name in free:
        values = [value for row in rows[:LOOKED_AT] if (value := row.get(name, "").strip())]
        if column := _in_name(name, values):
            said.setdefault(column, [name])
        elif values and (column := _look(values)):
            looks.setdefault(column, []).append(name)
    return {column: names for column, names in looks.items() if len(names) == 1} | said


def _in_name(name: str, values: Sequence[str]) -> str | None:
    """Return what a part of a column's name says, where its cells hold words that are not the same in all."""
    words = set(re.split(r"[\W_]+", name.casefold()))
    wordy = sum(" " in value for value in values) >= MOSTLY * len(values)
    if not (values and wordy and len(set(values)) >= MOSTLY * len(values)):
        return None
    found = [column for column, parts in PART_OF_NAME.items() if words & parts]
    return found[0] if len(found) == 1 else None


def _look(values: Sequence[str]) -> str | None:
    def mostly(fits: int) -> bool:
        return fits >= MOSTLY * len(values)

    if mostly(sum(bool(DOI.search(value)) and " " not in value for value in values)):
        return "doi"
    if mostly(sum(bool(re.fullmatch(r"(?:1[5-9]|20)\d\d", value)) for value in values)):
        return "year"
    if mostly(sum(bool(ARXIV.fullmatch(value)) for value in values)):
        return "arxiv_id"
    if mostly(sum(bool(OPENALEX.fullmatch(value)) for value in values)):
        return "openalex_id"
    lengths = sorted(map(len, values))
    middle, different = lengths[len(lengths) // 2], len(set(values)) >= MOSTLY * len(values)
    if different and middle > 400:
        return "abstract"
    names = sum(bool(re.search(r"[;|]|https?:|\w@\w", value)) for value in values)
    wordy = sum(len(value.split()) > 3 for value in values)
    return "title" if different and 20 < middle <= 300 and mostly(wordy) and not mostly(names) else None
