"""Words that name no topic: of English, of abstracts in every field, small ones of other languages."""

# articles, pronouns, prepositions, conjunctions, auxiliaries, adverbs of degree and order, numerals
OF_ENGLISH = """
a about above across after afterwards again against all almost alone along already also although always am
among amongst amount an and another any anyhow anyone anything anyway anywhere are around as at back be
became because become becomes becoming been before beforehand behind being below beside besides between
beyond both bottom but by call came can cannot come con could de describe detail did do does doing done down
due during each eg eight either eleven else elsewhere empty enough etc even ever every everyone everything
everywhere except few fifteen fifty fill find first five for former formerly forty found four from front
full further get give go got had has have having he hence her here hereafter hereby herein hereupon hers
herself him himself his how however hundred i ie if in inc indeed into is it its itself keep last latter
latterly least less let ltd made many may me meanwhile might mine more moreover most mostly move much must
my myself name namely neither never nevertheless next nine no nobody none noone nor not nothing now nowhere
of off often on once one only onto or other others otherwise our ours ourselves out over own part per
perhaps please put rather re same see seem seemed seeming seems serious several she should show side since
sincere six sixty so some somehow someone something sometime sometimes somewhere still such take ten than
that the their them themselves then thence there thereafter thereby therefore therein thereupon these they
third this those though three through throughout thru thus to together too top toward towards twelve twenty
two un under until up upon us very via was we well were what whatever when whence whenever where whereafter
whereas whereby wherein whereupon wherever whether which while whither who whoever whole whom whose why will
with within without would yet you your yours yourself yourselves
""".split()  # noqa: SIM905

# what abstracts of every field say about themselves
OF_ABSTRACTS = """
ablation ablations able abstract abstracts accordingly achieve achieved achieves achieving acm additionally
address addressed addresses addressing advance advances advantage advantages aim aimed aims al allow
allowing allows analyse analyze analyzed approach approaches art article articles arxiv aspect aspects
author authors available based baseline baselines believe benefit benefits best better broad capable carried
challenges challenging collected com combine combined combining common commonly commonly-used compare
compared comparing comparison competitive complex comprehensive compute conclude conclusion conclusions
conduct conducted consider considered considering consist consistent consistently consists contribute
contribution contributions conventional copyright corresponding crucial current currently cutting-edge
demonstrate demonstrated demonstrates demonstrating depend depends derive derived described describes
designed despite detailed determine determined develop developed developing development difference
differences different difficult difficulty directly discuss discussed discusses diverse doi easily easy
effective effectively effectiveness efficacy efficiency efficient efficiently elsevier emerging empirical
empirically employ employed employing enable enables enabling enhance enhanced enhances enhancing especially
establish established estimated et evaluate evaluated evaluates evaluating evaluations examine examined
exist existing exists experiment experimental experimentally experiments explore explored explores exploring
extend extended extensive extensively fact finally finding findings focus focused focuses focusing followed
following framework frameworks fully future gain gained gains generally github given good great greater hand
help helps high-quality higher highest highlight highlights highly http https human-like idea ideas
identified identify identifying ieee implement implementation implemented implications importance important
importantly improve improved improvement improvements improves improving include included includes including
increase increased increases increasing increasingly indicate indicated indicates insight insights inspired
introduce introduced introduces introducing investigate investigated investigates investigating
investigation issue issues key known lack large large-scale largely larger lead leading leads letter
letters leverage leverages leveraging like likely limitation limitations limited literature little
long-standing lower main
mainly major make makes making measured method methodologies methodology million motivated multiple
necessary need needed needs new newly notable notably note novel numbers numerous observe observed obtain
obtained obtaining obtains offer offers old org original outperform outperformed outperforming outperforms
overall overcome paper papers particular particularly perform performances performed performing performs
popular possible potential potentially powerful practical practice presence present presented presenting
presents previous previously primary produce produced produces promising propose proposed proposes proposing
prove proven provide provided provides providing publicly purpose range ranges real-world recent recently
reduce reduced reduces reducing regarding related relative relatively relevant rely relying remain remains
report reported reports represent represents require required requires requiring researcher researchers
reserved respectively result resulted resulting results reveal revealed reveals reviewed rights role
scenario scenarios second seek seen setting settings shed shown shows significance significant significantly
similar similarly simple simply simultaneously smaller so-called solve solved solving sota specific
specifically springer state-of-the-art strong studied studies study studying substantial substantially
succeed success successful successfully suggest suggested suggesting suggests superior superiority supports
surprisingly tackle technique techniques terms tested tests theoretical theoretically total traditional
typical typically understand unique unlike urgent use used useful uses using usually utilize utilized
utilizes utilizing validate validated variety various verify versus viable view vs way ways well-known
widely widely-used wiley work working works worse www year years
""".split()  # noqa: SIM905

# say little alone, but belong in phrases: "language models", "training data"
ONLY_IN_PHRASES = """
accuracy additional algorithm algorithms analysis application applications architecture architectures
assumption assumptions average behavior behaviour benchmark benchmarks bound capability case cases challenge
change changes class classes code codes component components computational concept concepts condition
conditions context contexts data dataset datasets deep design difference dimension dimensional domain
domains effect effects error errors estimate evaluation example examples factor factors feature features
form function functions fundamental general generated goal goals group groups high hypothesis impact
information input inputs instance instances knowledge layer layers learn learned learning length level
levels limit loss low machine machines mean means measure measures mechanism mechanisms methods metric
metrics model modeling modelling models module natural network networks neural number object objective
objectives objects old open optimal order output outputs parameter parameters performance point points power
predict predicted prediction predictions prior problem problems procedure process processes properties
property qualitative quality quantitative question questions rate rates real regime relation relations
relationship relationships representation representations research review sample samples search seen set
sets single size small solution solutions space spaces standard state states step steps strategies strategy
structure structures support survey system systems target targets task tasks term test time times tool tools
train trained training trend type types understanding user value values variable variables world zero
nm µm μm mm cm km µg mg kg ml khz mhz ghz
""".split()  # noqa: SIM905

# function words of other languages of papers that mean nothing in English
OF_OTHER_LANGUAGES = """
au aux avec cette ces dans des du elle en entre est et etre être il la le les leur leurs mais ne nous
ont ou où par
pas plus pour que qui sa sans se ses son sont sur une un à
aber als am auf aus bei bis das dem den der des durch ein eine einem einen einer es für hat ist kann mit
nach nicht
oder sich sie sind über um und unter von vor werden wie wird wurde wurden zu zum zur
al como con de del desde el ella entre es esta este la las lo los más no o para pero por que se ser sin
sobre son su
sus un una y ya
ao aos as com da das do dos e em foi mais na nas no nos não os ou pela pelo são sua um uma
alla che ci da dal della delle di gli ha il nel nella non per più sono tra una uno
""".split()  # noqa: SIM905

STOP_WORDS = frozenset([*OF_ENGLISH, *OF_ABSTRACTS, *OF_OTHER_LANGUAGES])
WEAK_WORDS = frozenset(ONLY_IN_PHRASES)
