"""The columns of Scopus CSV as its pages in Chinese, Japanese and Russian name them; the day of an export."""

import re
from collections.abc import Sequence

from analysis.readers.dates import day_of
from analysis.readers.delimited import column_key

# by the English name: what the column is called in other languages, in each of them perhaps twice
_FOREIGN = {
    "authors": ("作者", "著者名", "Авторы", "Автор (ы)"),
    "author full names": ("作者全名", "作者（全名）", "著者フルネーム", "Полные имена авторов"),
    "author s id": ("作者 ID", "作者标识号", "著者ID", "Идентификатор автора(ов)"),
    "title": ("文献标题", "标题", "タイトル", "Название документа", "Название"),
    "year": ("年份", "出版年", "Год"),
    "source title": ("来源出版物名称", "出版物名", "Название источника"),
    "volume": ("卷", "巻", "Том"),
    "issue": ("期", "号", "Выпуск"),
    "art no": ("论文编号", "文献编号", "論文番号", "Статья №"),
    "page start": ("起始页码", "開始ページ", "Страница начала"),
    "page end": ("结束页码", "終了ページ", "Страница окончания"),
    "cited by": ("施引文献", "被引频次", "被引用数", "Цитирования"),
    "link": ("链接", "リンク", "Ссылка"),
    "affiliations": ("归属机构", "著者所属機関名", "所属機関", "Организации"),
    "authors with affiliations": ("带归属机构的作者", "著者 + 所属機関", "Авторы организаций"),
    "abstract": ("摘要", "抄録", "Краткое описание"),
    "author keywords": ("作者关键字", "著者キーワード", "Ключевые слова автора"),
    "index keywords": ("索引关键字", "索引キーワード", "Ключевые слова указателя"),
    "funding details": ("出资详情", "助成金の詳細", "Сведения о финансировании"),
    "funding text": ("资金资助文本", "助成金の本文", "Текст о финансировании"),
    "references": ("参考文献", "Пристатейные ссылки"),
    "publisher": ("出版商", "出版社", "Издатель"),
    "pubmed id": ("Идентификатор PubMed",),
    "language of original document": ("原始文献语言", "本文言語", "Язык оригинального документа"),
    "document type": ("文献类型", "文献タイプ", "Тип документа"),
    "open access": ("开放获取", "オープンアクセス", "Open Access (открытый доступ)"),
}
ENGLISH = {column_key(name): english for english, names in _FOREIGN.items() for name in names}
EXPORT_DATE = "EXPORT DATE:"
EXPORTED = re.compile(rf"^{EXPORT_DATE}\s*(\d{{1,2}}) ([A-Za-z]{{3,9}}) (\d{{4}})", re.MULTILINE)
INITIALS_AHEAD = re.compile(r"([^\W\d_])\w?\.(?:[-‐ ]?[^\W\d_]\w?\.)*, (?=[^,;]+, \1)", re.IGNORECASE)
NAMES = frozenset(["authors", "title", "source title"])
SIGNS = (frozenset(["eid"]), frozenset(["cited by", "link"]), frozenset(["authors with affiliations"]))


def scopus_column(name: str) -> str:
    """Return the English name of a column, as `column_key` gives it; another's name as it is.

    Examples
    --------
    >>> scopus_column("作者关键字"), scopus_column("Source.title"), scopus_column("资金资助文本 2")
    ('author keywords', 'source title', 'funding text 2')
    """
    key = column_key(name)
    word, _, number = key.rpartition(" ")
    if number.isdigit() and word in ENGLISH:
        return f"{ENGLISH[word]} {number}"
    return ENGLISH.get(key, key)


def is_scopus_header(header: Sequence[str]) -> bool:
    """Return whether a header is one of Scopus.

    Examples
    --------
    >>> is_scopus_header(["著者名", "タイトル", "出版物名", "EID"])
    True
    """
    names = set(map(scopus_column, header))
    return names >= NAMES and any(names >= sign for sign in SIGNS)


def export_day(text: str) -> str | None:
    """Return the day that Scopus prints above its exports; None if there is none, or more than one.

    Examples
    --------
    >>> export_day("Scopus\\nEXPORT DATE: 23 September 2021\\n\\n@ARTICLE{")
    '2021-09-23'
    """
    if EXPORT_DATE not in text:  # most are without, and this is far quicker
        return None
    days = {(year, month, day) for day, month, year in EXPORTED.findall(text)}
    return day_of(*days.pop()) if len(days) == 1 else None


def without_initials_ahead(text: str) -> str:
    """Return authors as `Ek, Bo` where the exports of autumn 2025 print `B., Ek, Bo`.

    Examples
    --------
    >>> without_initials_ahead("B., Ek, Bo; C.D., van der Li, Cy D.")
    'Ek, Bo; van der Li, Cy D.'
    >>> without_initials_ahead("S., Ek, A., Li, C.")
    'S., Ek, A., Li, C.'
    """
    names = text.split("; ")
    return "; ".join(name[ahead.end() :] if (ahead := INITIALS_AHEAD.match(name)) else name for name in names)
