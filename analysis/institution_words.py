"""The words by which a part of an address is known for an institution, a unit of one, or a street.

The patterns are matched against plain words as `analysis.countries.plain_words` makes them: small letters, no
accents, no punctuation. They hold the words of many languages and Web of Science's abbreviations.
"""

import re

UNIVERSITY = re.compile(
    r"\b(?:univ(?!ers(?:al|e|um)?\b)|uniw|polite[ck]|polyte[ck]|ulikool|sveucilist|panepist"
    r"|vysok\w+ (?:skola|uceni)|(?:tu|ku|uc|rwth|eth) [a-z]{3}|(?:georgia|virginia) tech\b"
    r"|ecole (?:norm|polyt|centr|natl|nat)|city coll\w* (?:of )?new york"
    r"|inst\w* (?:of )?(?:sci\w* (?:and )?)?te[ck]*h?nol|imperial coll|kings coll|karolinska inst)"
    r"|egyetem\b|yliopisto|korkeakoulu|hochschule\b|h[oø]gskol|hogeschool"
    r"|大学|大學|대학|университет|جامعة"
)
BODY = re.compile(
    r"\ba[ck]ad\w* (?:[a-z]+ )?(?:sci\w*|nauk|ved|wissenschaften|cienc\w*|scien\w*|med\w*|agr\w*)\b"
    r"|\bacad\w*\b.*\bsci\w*\b|\bacademia sinica|\bnat(?:l|ional) (?:\w+ )?lab|\bmax planck|\bmpi\b"
    r"|\bfraunhofer"
    r"|\bhelmholtz|\bleibniz inst|\bres(?:earch)? council|\bnat(?:l|ional) res(?:earch)? c"
)
HOSPITAL = re.compile(
    r"hospi[tz]|\b(?:hosp\b|hopita|ospedal|p[oa]li?[ck]lini|infirmary|szpital|nemocnic"
    r"|bolnic|hastane|charite\b|(?:med(?:ical)?|canc(?:er)?) c(?:enter|entre|tr)\b|chu\b)"
    r"|klinikum\b|universitatsklinik|krankenhaus|spital\b|ziekenhuis|korhaz|sj?ukhus|sykehus|sygehus"
    r"|sairaala|医院|病院|병원"
)
ORGANISATION = re.compile(
    r"\b(?:inc|ltd|limited|llc|llp|corp|corporation|co|company|gmbh|plc|ag|bv|nv|spa|srl|sarl|ab|kk|sa|sl)$"
    r"|\b(?:corp|corporation|gmbh|pharmaceuticals?|pharma|technologies|consulting|foundation|fdn|trust|soc)\b"
    r"|\bminist(?!er)|\bministerio|\bbundes|\bagency|\bagenc[ei]a|\borgani[sz]ation|\bsociet|\bsociedad"
    r"|\bfundac|\bfondazione"
    r"|\bcouncil|\bconsejo|\bcommission|\bauthority|\bbureau|\bmuse[uo]|\bmusee|\bobserv|\bassociation"
    r"|\b(?:health|forest|geological|wildlife) (?:services?|survey)$|\bgovernment|\badministration"
    r"|\bcorporac|\bregional health|\b(?:cooperative|study) group"
    r"|\bnetwork|\bsynchrotron|\bassociates\b|\bacademy\b|\bakademi"
)
INSTITUTE = re.compile(
    r"\bres(?:earch)? c(?:entre|enter|tr)\b|\b[ck]lini[ck]|klinik(?:en)?\b|\binst\b|\binstit|\bistitut"
    r"|\bist\b|\binstytut|\bustav\b|intezet\b|研究所|研究院|연구원"
)
NAMED = re.compile(
    r"(?!(?:graduate|grad|medical|med|business|law|nursing|summer|high|the)\b)[a-z]\w+ .*?\b(?:coll"
    r"|college|school|sch)\b"
)
CENTRE = re.compile(r"\bc(?:entre|enter|tr|entro|entrum)\b|zentrum\b|\bsch(?:ool)? (?:of )?(?:publ|tropical)")
UNIT = re.compile(
    r"(?:the )?(?:dep(?:t|art\w*)?|dip|dipt|dipartimento|div|division|divisao|sec|secc\w*|section|sektion"
    r"|seksjon"
    r"|fac|facul\w*|fak|fakult\w*|wydzial|unit|unite|unitat|unita|unidad\w*|serv|service|servic[ie]o"
    r"|servico|servizio"
    r"|abt|abteilung|chair|lehrstuhl|katedra|cattedra|laborat\w*|lab|labs|branch|programa?|programme|ward"
    r"|umr|upr|ums"
    r"|area|school|research group|group)\b"
    r"|hospital pharmacy|(?:grad|graduate|state key|key|joint|nat(?:l|ional) key) (?:sch|school|lab"
    r"|labor\w*|coll|college)\b"
    r"|(?:sch|coll|college|klinik|kliniken|clinic|clinique|clinica|escuela|scuola|ecole doct\w*)"
    r" (?:of|for|fur|de|di|d|do|da|des|engn|med|sci|law|business|comp|elect|chem|phys|biol|arts|mech|math"
    r"|mat|life|publ"
    r"|econ|educ|informat|vet|pharm|civil|environm|hlth|agr|management|humanities|social|integrated)\b"
)
CENTRE_OF = re.compile(r"(?:the )?(?:center|centre|ctr|centro|zentrum) (?:of|for|fur|de|di|d|do|da)\b")
ENDS_UNIT = re.compile(
    r"\b(?:dep|dept|department|division|div|faculty|unit|section|laboratory|lab|labs|laboratories|program"
    r"|programme"
    r"|research group|directorate|branch)\d*$"
)
BEHIND_UNIVERSITY = (
    r"ave|avenue|rd|road|st|street|drive|blvd|boulevard|lane|way|place|pl|pk|park|parkway|pkwy|sq|square"
    r"|plaza"
    r"|city|town|station|hts|heights|hill|campus"
)
STREET = re.compile(
    rf"\b(?:univ\w*(?: (?:{BEHIND_UNIVERSITY})\b(?!.*\buniv)|strass?e|str|ring|platz|weg|parken|gatan|laan)\b"
    r"|(?:rue|via|viale|calle|c|rua|av|avda|avenida|avenue|ave|bd|boulevard|blvd|ul|ulica|plaza|piazza|place"
    r"|paseo|campus|ciudad|cidade|citta|cittadella|cite|carretera|ctra)"
    r" (?:(?:de|della|dell|du|da|do|la|el|l) )*univ\w*\b(?! (?:of|de)\b)"
    r"|(?:street|road|avenue|str|rd|ave|st|blvd|lane)(?: \w?\d\w*)*$|(?:box|apdo|apartado|postfach)\b)"
    r"|(?:platz|strasse|allee|trg|laan|gatan|plein)(?: \w?\d\w*)*$"
    r"|^(?:rue|via|viale|calle|rua|avda?|avenida|ulica|ul|plaza|piazza|place|paseo|no|km|room|floor"
    r"|building|campus|quai)\b"
)
PLACE = re.compile(
    r".*\b(?:ku|shi|gun|cho|ken|si|gu|do)$|.*\b(?:cedex|county|province|prefecture|district)\b.*"
)
PERSON = re.compile(r".*\b(?:independent|self employed|freelance|retired|private practice|consultor)\b")
# a unit that stands behind its university, or before it, without a comma
BEHIND = re.compile(
    r"(?<=[\w.])[ -]+(?:the )?(?:(?:graduate|medical|law|business|dental|engineering) )?(?:sch(?:ool)?\b"
    r"|fac(?:ulty|ulte|ultad)\b"
    r"|dep(?:t|artment)\b|coll(?:ege)? of\b|division of\b|laborator|institute (?:of|for)\b).*",
    re.IGNORECASE,
)
OF_UNIVERSITY = re.compile(
    r".*?\b((?:(?:federal|state|national|medical|technical|catholic|free|open) )?univ(?:ersi\w+|ersité"
    r"|\.)?\s+(?:of|de|di|do|da|degli|zu|van)\b.*)",
    re.IGNORECASE,
)
NUMBERING = re.compile(
    r"^(?:[\W_]+|(?:\d{1,3}|[a-z]\)?)\s+(?=[^\W\d_]{3}))|^(?:from|and|at) (?:the )?", re.IGNORECASE
)
# names that say nothing without a town: all of their words are of these
_COMMON = """
the of and for de la di a univ university universitario universitaria universitaire universita universitat
hospital hosp hospitals medical med medicine center centre ctr clinic clinics general city state regional
central county district military children childrens child women cancer klinik klinikum universitatsklinikum
universitatsspital universitatsklinik clinico clinica policlinico polytechnic polytech technical technol
technology inst institute memorial mem health hlth ospedale hopital chu academic teaching veterans affairs
va mental psychiatric heart faculty school research res
"""
COMMON = frozenset(_COMMON.split())
GENERIC_INSTITUTE = re.compile(
    r"(?:inst|institut\w*|istituto|instytut|ustav)(?: (?:of|for|fur|de|di|d|f))?(?: [a-z]+){1,4}"
)
# names without any of these words; those with `*` count within a part too (`UMR CNRS 7590`)
KNOWN = {
    "mit": "Massachusetts Institute of Technology", "caltech": "California Institute of Technology",
    "georgia tech": "Georgia Institute of Technology", "ucl": "University College London",
    "ucla": "University of California Los Angeles", "ucsf": "University of California San Francisco",
    "ucsd": "University of California San Diego", "epfl": "École Polytechnique Fédérale de Lausanne",
    "eth": "ETH Zürich", "ethz": "ETH Zürich", "eth zurich": "ETH Zürich", "kaist": "KAIST", "kaust": "KAUST",
    "nist": "NIST", "cern": "CERN", "nasa": "NASA", "slac": "SLAC", "lse": "London School of Economics",
    "cnrs*": "CNRS", "inserm*": "INSERM", "csic*": "CSIC", "cnr*": "CNR", "cea*": "CEA", "inria*": "INRIA",
    "infn*": "INFN", "inra*": "INRA", "inrae*": "INRAE", "csiro*": "CSIRO", "conicet*": "CONICET",
    "cirad*": "CIRAD", "centre national de la recherche scientifique": "CNRS",
    "consiglio nazionale delle ricerche": "CNR", "consejo superior de investigaciones cientificas": "CSIC",
    "istituto nazionale di fisica nucleare": "INFN",
    "institut national de la sante et de la recherche medicale": "INSERM",
    "nih": "National Institutes of Health",
}  # fmt: skip
# universities of several towns, each counted by itself
CAMPUSES = {
    "california|calif": "Berkeley|Davis|Irvine|Los Angeles|Merced|Riverside|San Diego|San Francisco"
    "|Santa Barbara"
    "|Santa Cruz",
    "texas": "Austin|Arlington|Dallas|El Paso|San Antonio|Houston", "illinois": "Chicago|Urbana|Springfield",
    "wisconsin": "Madison|Milwaukee", "massachusetts": "Amherst|Boston|Lowell|Dartmouth|Worcester",
    "north carolina|n carolina": "Chapel Hill|Charlotte|Greensboro|Wilmington", "colorado": "Boulder|Denver",
    "maryland": "College Park|Baltimore", "alabama": "Birmingham|Tuscaloosa|Huntsville",
    "missouri": "Columbia|Kansas City|St Louis", "nebraska": "Lincoln|Omaha",
}  # fmt: skip
# word -> what stands for it where names are compared: other languages, abbreviations, plurals
_STEMS = """
univ inst acad coll technol tecnol hosp engn polytech telecommun commun informat electr econ educ environ
pharm agric aeronaut astronaut chem phys biol math mater biomed petrol veterin manag
"""
STEMS = tuple(_STEMS.split())
SAME = {
    "national": "natl", "nacional": "natl", "nazionale": "natl", "science": "sci", "sciences": "sci",
    "scientific": "sci", "medical": "med", "medicine": "med", "center": "ctr", "centre": "ctr",
    "research": "res", "engineering": "engn", "health": "hlth", "international": "int", "california": "calif",
    "politecnico": "polytech", "laboratory": "lab", "laboratories": "lab", "labs": "lab", "saint": "st",
    "mat": "mater", "childrens": "child", "children": "child", "memorial": "mem", "general": "gen",
    "school": "sch", "foundation": "fdn", "society": "soc", "corporation": "corp", "company": "co",
    "limited": "ltd", "north": "n", "south": "s", "east": "e", "west": "w", "northern": "no",
    "southern": "so", "tech": "technol", "technical": "technol", "agr": "agric", "vet": "veterin",
    "pennsylvania": "penn", "connecticut": "conn", "american": "amer", "royal": "roy", "federal": "fed",
    "applied": "appl", "advanced": "adv", "nuclear": "nucl", "cancer": "canc", "elect": "electr",
    "communications": "commun", "political": "polit", "nat": "natl", "intl": "int", "michigan": "mich",
    "politecn": "polytech", "public": "publ", "defense": "def", "radiation": "radiat",
    "organisation": "org", "organization": "org",
}  # fmt: skip
_LEFT_OUT = """
the of and for at in de la le les des du di del della e y et da do dos fur der und zu inc corp co ltd llc
gmbh
"""
LEFT_OUT = frozenset(_LEFT_OUT.split())
