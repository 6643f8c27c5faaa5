"""Common given names and surnames of many countries, and common words of titles.

They only start the two letter models that `analysis.readers.glued` goes on to learn from a page, so that
a page with two papers on it, or with one author a paper, has something to go by. Case does not matter.
"""

_NAMES = """
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony
mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey
ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank
alexander raymond patrick jack dennis jerry tyler aaron jose adam nathan henry douglas peter zachary
kyle walter ethan jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence
jesse dylan bryan joe jordan billy bruce albert mary patricia jennifer linda elizabeth barbara susan
jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda
dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda
pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria heather
diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea
cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail alice
julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie
brittany wei li wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng
liang xie tang song deng han cao feng peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng su lu
ding ren shen yao shi jin fan fang wan xia qiu bai meng qin hou jing jun ming hui hao yan xin ying ling
ping fei lei bo bin kai jie chao qiang gang hong hua jian jianping xiaoming xiaohong xiaodong zhiyuan
zihan yuxuan yichen yifan haoran zhen shuai rui ting xinyu yuhang jiahui jiawei mengyu siyu tianyu
weijie yiming zhihao junjie xiang zhe ziyang qian kim lee park choi jung kang cho yoon jang lim seo shin
kwon hwang jeon hyun min joon seung sung young jae woo sato suzuki takahashi tanaka watanabe ito
yamamoto nakamura kobayashi kato yoshida yamada sasaki hiroshi takashi kenji yuki akira naoki satoshi
kazuki shota ryo daisuke makoto masashi haruka yoko keiko shimizu hayashi mori ueda nguyen tran le pham
hoang phan vu dang bui anh minh thanh duc tuan huy linh thi van kumar singh sharma gupta patel reddy rao
das mukherjee banerjee chatterjee roy ghosh bose iyer nair menon joshi mehta shah jain agarwal verma
mishra pandey yadav rahul amit raj ravi sanjay vijay anil sunil deepak priya pooja neha arjun aditya
rohan akash vikram suresh ramesh krishna lakshmi srinivas venkatesh prasad chandra mohammad mohammed
ahmed ali hassan hussein ibrahim omar khalid abdul abdullah yusuf mahmoud mustafa fatima aisha amir reza
hossein mehdi mohammadi hosseini ahmadi rahimi karimi sadeghi farid navid parvaneh behnam saeed garcia
martinez rodriguez lopez gonzalez hernandez perez sanchez ramirez torres flores rivera gomez diaz cruz
reyes morales ortiz gutierrez ramos ruiz alvarez mendoza vasquez castillo jimenez moreno romero herrera
medina aguilar juan carlos luis miguel jorge pedro alejandro fernando francisco javier sergio pablo
diego ricardo roberto ana lucia carmen silva santos oliveira souza lima pereira ferreira costa rodrigues
almeida nascimento alves carvalho joao antonio paulo marcos lucas gabriel rafael bruno rossi russo
ferrari esposito bianchi romano colombo ricci marino greco giovanni giuseppe marco francesco alessandro
matteo lorenzo luca davide stefano paolo martin bernard dubois durand moreau laurent simon michel
lefebvre leroy roux fournier girard pierre philippe francois nicolas olivier julien guillaume antoine
benoit mathieu sebastien yann camille claire sophie muller schmidt schneider fischer weber meyer wagner
becker schulz hoffmann schafer koch bauer richter klein wolf schroder neumann schwarz zimmermann braun
hofmann hartmann lange krause hans klaus jurgen wolfgang stefan andreas matthias tobias florian jan
felix lukas moritz johannes katharina ivanov petrov sidorov smirnov kuznetsov popov volkov ivan dmitry
sergey alexey alexei andrey mikhail nikolai vladimir olga natalia elena tatiana anastasia kowalski nowak
wisniewski wojcik piotr pawel tomasz marek krzysztof novak svoboda dvorak jiri petr pavel horvath nagy
szabo kovacs toth johansson andersson karlsson nilsson eriksson larsson olsen hansen johansen jensen
nielsen pedersen lars erik anders magnus bjorn henrik jansen devries bakker visser papadopoulos georgiou
nikos dimitrios konstantinos yilmaz kaya demir celik mehmet emre cohen levy mizrahi goldberg yossi noam
shai tal amos eyal smith johnson williams brown jones miller davis wilson anderson taylor moore jackson
thompson white harris clark lewis robinson walker hall allen wright hill green adams baker nelson carter
mitchell roberts turner phillips campbell parker evans edwards collins stewart morris murphy cook rogers
morgan cooper peterson reed bailey bell howard ward cox richardson wood watson brooks bennett gray
hughes price myers long foster ross okafor adeyemi mensah owusu diallo traore nkosi dlamini osei abebe
tesfaye kamau otieno wijaya santoso putra
"""
_WORDS = """
a an the of for and in on with via from to by using towards as is are at into through under over between
without learning networks network models model data analysis method methods approach approaches systems
system study review survey neural deep language large image images video vision graph graphs training
detection recognition classification segmentation generation prediction estimation optimization
optimisation inference representation representations adaptation transfer knowledge retrieval reasoning
understanding evaluation benchmark dataset datasets framework frameworks theory applications application
algorithms algorithm control design performance transformer transformers attention diffusion generative
adversarial reinforcement supervised unsupervised contrastive multimodal federated robust efficient
robustness efficiency scaling compression pruning quantization distillation tuning alignment feedback
safety fairness privacy security attacks defense agents agent planning policy policies search
recommendation recommendations translation summarization speech audio text documents code software
engineering medical clinical health disease diseases cancer patients treatment therapy diagnosis genes
gene protein proteins cells cell molecular drug discovery materials energy climate water carbon quantum
physics chemistry structure structures dynamics simulation simulations uncertainty causal latent
variables variable spaces space time series temporal spatial local global sparse dense low high
dimensional linear nonlinear stochastic random statistical bayesian probability equations equation
functions function problems problem solutions case evidence effects effect impact role challenges
challenge opportunities future trends perspective social economic management education students research
science information technology technologies digital online web mobile internet cloud computing
distributed parallel hardware devices sensors robot robots human interaction interfaces user users
behavior behaviour decision making support development assessment measurement monitoring production
processing sequence sequences trees objects object scene scenes point clouds features feature selection
extraction fusion matching tracking reconstruction rendering synthesis editing shot zero few class
classes domain domains shift generalization generalisation distribution distributions samples sampling
experience replay negotiation counting change changes navigation look ahead concept concepts
"""

NAMES = tuple(_NAMES.split())
WORDS = tuple(_WORDS.split())
