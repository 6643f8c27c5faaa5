"""Words that name no topic: of English, of abstracts in every field, small ones of other languages."""

# articles, pronouns, prepositions, conjunctions, auxiliaries, adverbs of degree and order, numerals
OF_ENGLISH = """
a about above across after afterwards again against all almost alone along already also although always am
among amongst amount an and another any anyhow anyone anything anyway anywhere are around as at be became
because become becomes becoming been before beforehand behind being below beside besides between beyond both
bottom but by call came can cannot come con could de describe detail did do does doing done down due during
each eg eight either eleven else elsewhere empty enough etc even ever every everyone everything everywhere
except few fifteen fifty fill find first five for former formerly forty found four from front full further
get give go got had has have having he hence her here hereafter hereby herein hereupon hers herself him
himself his how however hundred i ie if in inc indeed into is it its itself keep last latter latterly less
let ltd made many may me meanwhile might mine more moreover most mostly move much must my myself name namely
neither never nevertheless next nine no nobody none noone nor not nothing now nowhere of off often on once
one only onto or other others otherwise our ours ourselves out over own part per perhaps please put rather
re same see seem seemed seeming seems serious several she should show since sincere six sixty so some
somehow someone something sometime sometimes somewhere still such take ten than that the their them
themselves then thence there thereafter thereby therefore therein thereupon these they third this those
though three through throughout thru thus to together too top toward towards twelve twenty two un under
until up upon us very via was we well were what whatever when whence whenever where whereafter whereas
whereby wherein whereupon wherever whether which while whither who whoever whom whose why will with within
without would yet you your yours yourself yourselves
""".split()  # noqa: SIM905

# what abstracts of every field say about themselves
OF_ABSTRACTS = """
ablation ablations able abstract abstracts according accordingly accurately achieve achieved achieves
achieving acm addition additionally address addressed addresses addressing advance advances advantage
advantages aim aimed aims al allow allowing allows analyse analyze analyzed apply applying approach
approaches appropriate article articles arxiv aspect aspects assess assessed assessing associated author
authors available based baseline baselines believe benefit benefits best better broad called capable carried
certain challenges challenging collected com combine combined combining common commonly commonly-used
compare compared comparing comparison competitive comprehensive compute conclude conclusion conclusions
conduct conducted confirmed consider considered considering consist consistent consistently consists
contribute contribution contributions conventional copyright corresponding crucial currently cutting-edge
demonstrate demonstrated demonstrates demonstrating depend depends derive derived described describes
designed despite detailed determine determined develop developed developing differences different
difficult difficulty directly discuss discussed discusses diverse doi earlier easily easy effective
effectively effectiveness efficacy efficiency efficient efficiently elsevier emerging empirical empirically
employ employed employing enable enables enabling enhance enhanced enhances enhancing especially establish
established estimated et evaluate evaluated evaluates evaluating evaluations examine examined exist existing
exists expected experiment experimental experimentally experiments explore explored explores exploring
extend extended extensive extensively fact finally finding findings focus focused focuses focusing followed
following framework frameworks fully furthermore future gained gains generally github given good great
greater hand help helps high-quality higher highest highlight highlights highly http https human-like idea
ideas identified identify identifying ieee implement implementation implemented implications importance
important importantly improve improved improvement improvements improves improving include included includes
including increase increased increases increasing increasingly indicate indicated indicates insight insights
inspired instead introduce introduced introduces introducing investigate investigated investigates
investigating investigation involve involved involves involving issue issues known lack large large-scale
largely larger leading leads letter letters leverage leverages leveraging like likely limitation limitations
limited literature little long-standing lower main mainly major make makes making manner measured method
methodologies methodology million motivated necessary need needed needs new newly notable notably note novel
numbers numerous observe observed obtain obtained obtaining obtains offer offers old org original outperform
outperformed outperforming outperforms overall overcome paper papers particular particularly percent perform
performances performed performing performs popular possible potentially powerful practical presence present
presented presenting presents previous previously produce produced produces promising propose proposed
proposes proposing prove proven provide provided provides providing publicly purpose range ranges real-world
recent recently reduce reduced reduces reducing regarding related relative relatively relevant rely relying
remain remains report reported reports represent represents require required requires requiring researcher
researchers reserved respect respectively result resulted resulting results reveal revealed reveals reviewed
role scenario scenarios seek seen setting settings shed showed showing shown shows significance significant
significantly similar similarly simple simply simultaneously smaller so-called solve solved solving sota
specific specifically springer state-of-the-art studied studies study studying substantial substantially
succeed success successful successfully suggest suggested suggesting suggests suitable superior superiority
supports surprisingly tackle taking technique techniques terms tested tests theoretical theoretically
traditional typical typically understand unique unlike urgent use used useful uses using usually utilize
utilized utilizes utilizing validate validated variety various verify versus viable view vol vs way ways
well-known widely widely-used wiley works worse www year years
""".split()  # noqa: SIM905

# say little alone, but belong in phrases: "language models", "training data"
ONLY_IN_PHRASES = """
accuracy additional algorithm algorithms analysis application applications applied architecture
architectures art assumption assumptions average back background behavior behaviour benchmark benchmarks
bound capability case cases challenge change changes characteristics class classes code codes complex
component components computational concept concepts condition conditions context contexts current data
dataset datasets deep design development difference dimension dimensional domain domains effect effects
error errors estimate evaluation example examples factor factors feature features form function functions
fundamental gain general generated goal goals group groups high hypothesis impact information input inputs
instance instances key knowledge layer layers lead learn learned learning least length level levels limit
loss low machine machines mean means measure measures mechanism mechanisms methods metric metrics model
modeling modelling models module multiple natural network networks neural number object objective objectives
objects old open optimal order output outputs parameter parameters performance point points potential power
practice predict predicted prediction predictions primary prior problem problems procedure process processes
properties property qualitative quality quantitative question questions rate rates real regime relation
relations relationship relationships representation representations research review rights sample samples
search second seen selected set sets side single size small solution solutions space spaces standard state
states step steps strategies strategy strong structure structures support survey system systems target
targets task tasks term test time times tool tools total train trained training trend type types
understanding user value values variable variables whole work working world zero
nm µm μm mm cm km µg mg kg ml khz mhz ghz
""".split()  # noqa: SIM905

# the small words that each language uses most and the others seldom or never: they tell which it is
SMALL_WORDS = {
    "English": "the of and to in is that for with are this on by be from which an as we at these have was",
    "French": "le la les des du une dans est pour sur par qui au avec nous ces sont et cette aux plus pas",
    "German": "der die das und von mit den für ist des im eine dem auf werden wird zu ein als nicht sich",
    "Spanish": "el los las del una en para por que con se es como y al lo más este esta entre su son",
    "Portuguese": "o os as da do das dos em uma um para que com não na no por mais ao foi são como e",
    "Italian": "il lo gli della di che per una un con del dei nel è sono alla questo delle si da i e le",
    "Dutch": "de het een van en in op te dat met voor zijn is aan door deze wordt die niet ook er om",
}
# more words of other languages that name no topic
OF_OTHER_LANGUAGES = """
aber afin ainsi aos artículo aus bei beim bis cet ci comme dal dass dello desde diese dieser dieses durch
einem einen einer ella elle ergebnisse estudio etre fue fueron ha hat kann können leur leurs mais montrent
muestran muy nach nas ne nella non nos oder ont ou où pela pelo pero più resultados résultats sa sans según
ser ses sie sin sind sobre sowie studie sua sugli sus tra uno unter vor wie wir wurde wurden ya zeigen zum zur
zwischen à étude être über
""".split()  # noqa: SIM905

# of those, what names something in English: a die, a van, the ER, neural architecture search (NAS)
_IN_ENGLISH = "dass dat dei dem die door er im met nas om op ser si te van"
IN_ENGLISH = frozenset(_IN_ENGLISH.split())

_SMALL = " ".join(SMALL_WORDS.values()).split()
STOP_WORDS = frozenset([*OF_ENGLISH, *OF_ABSTRACTS, *OF_OTHER_LANGUAGES, *_SMALL]) - IN_ENGLISH
# a text that uses several of these is in another language than English
NEVER_ENGLISH = frozenset(_SMALL) - {*SMALL_WORDS["English"].split(), *OF_ENGLISH, *OF_ABSTRACTS, *IN_ENGLISH}
WEAK_WORDS = frozenset(ONLY_IN_PHRASES)
