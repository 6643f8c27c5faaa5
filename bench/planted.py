"""A small labelled set that the project carries: abstracts made up from the words of eight fields.

Whoever wrote the sentences also knows which field each text was made from, so agreement with these
labels can be measured anywhere. The fields are neighbours, and every text borrows words from another
one; still it is far easier than what people write, and says only that nothing is broken.
"""

import random

import pandas as pd

FIELDS = {
    "forests": "tree growth, drought, canopy cover, soil moisture, wildfire, carbon stock, timber, "
    "leaf area, bark beetles, seedlings, logging, forest inventory",
    "oceans": "sea surface temperature, coral bleaching, plankton, fish stocks, ocean currents, salinity, "
    "tides, sediment, seagrass, marine reserves, acidification, trawling",
    "hearts": "heart failure, blood pressure, stroke, statins, cardiac arrest, arrhythmia, cholesterol, "
    "coronary arteries, pacemakers, echocardiography, exercise, hospital admission",
    "immunity": "vaccination, antibodies, T cells, influenza, infection, inflammation, cytokines, antigens, "
    "booster doses, autoimmune disease, lymph nodes, viral load",
    "language": "machine translation, word embeddings, speech recognition, dialogue, summarization, parsing, "
    "question answering, sentiment, tokenization, low-resource languages, transformers, prompts",
    "vision": "object detection, image segmentation, depth estimation, face recognition, video tracking, "
    "convolution, point clouds, optical flow, image captions, augmentation, cameras, pose estimation",
    "markets": "stock returns, inflation, interest rates, exchange rates, bank lending, volatility, bonds, "
    "monetary policy, credit risk, house prices, investors, trade tariffs",
    "schools": "pupils, reading skills, teacher training, classroom size, homework, curricula, exam scores, "
    "school choice, early childhood, bilingual teaching, mentoring, dropout",
}
SENTENCES = (
    "We ask how {0} changes with {1}.",
    "Little is known about {0}, although {1} and {2} have long been measured.",
    "Data on {0} were collected over {n} years and compared with {1}.",
    "The effect of {0} on {1} depends on {2}.",
    "A model of {0} predicts {1} better than {2} does.",
    "We find that {0} matters more than {1}.",
    "These results bear on {0} as well as {1}.",
    "Where {0} is rare, {1} and {2} go together.",
)


def planted_abstracts(
    *, texts: int = 400, sentences: int = 4, borrowed: float = 0.25, seed: int = 0
) -> pd.DataFrame:
    """Return made-up abstracts: columns `text` and `label`; `borrowed` of the words are another field's."""
    chance = random.Random(seed)
    words = {name: terms.split(", ") for name, terms in FIELDS.items()}
    rows = []
    for place in range(texts):
        label = list(words)[place % len(words)]
        other = chance.choice([name for name in words if name != label])
        said = []
        for sentence in chance.sample(SENTENCES, sentences):
            own, foreign = chance.sample(words[label], 3), chance.sample(words[other], 3)
            picked = [
                far if chance.random() < borrowed else near for near, far in zip(own, foreign, strict=True)
            ]
            said.append(sentence.format(*picked, n=chance.randint(2, 30)))
        rows.append((" ".join(said), label))
    return pd.DataFrame(rows, columns=["text", "label"])
