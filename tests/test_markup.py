import pytest

from analysis.markup import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"Poincar\'e and Erd\H{o}s", "Poincaré and Erdős"),
        (
            r"Schr\"{o}dinger, na\"{\i}ve, {\'e}tude, \c{c}a, \v{S}koda",
            "Schrödinger, naïve, étude, ça, Škoda",
        ),
        (r"{\L}ukasiewicz, Stra\ss{}e, \AA ngstr\"om", "Łukasiewicz, Straße, Ångström"),
        (r"as in \citep[p.~3]{abc12} and Eq. \ref{eq:1} holds", "as in and Eq. holds"),
        (r"the norm $\|x\|_2$ of \textbf{sparse} maps", "the norm of sparse maps"),
        ("costs $5 and more", "costs 5 and more"),
        ("write to a.b@c.org or https://c.org/x?y=1.", "write to or"),
        ("p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        ("e\u0301tude", "étude"),
        (r"energy \begin{equation} E=mc^2 \end{equation} and \[x^2\] mass", "energy and mass"),
        (r"\textit{soil} and {\em water}", "soil and water"),
        ("<jats:title>Abstract</jats:title><jats:p>Moss</jats:p><jats:p>Fern</jats:p>", "Abstract Moss Fern"),
        ("CO<sub>2</sub> <a href='x'>here</a><br/>there", "CO2 here there"),
        ("&amp;lt;i&amp;gt;E. coli&amp;lt;/i&amp;gt; grows", "E. coli grows"),
        ("if a<b and c>d then", "if a<b and c>d then"),
        ("Moss grows. (C) 2012 Elsevier Ltd. All rights reserved.", "Moss grows."),
        ("Moss grows. Copyright © 2019 The Authors. All rights reserved.", "Moss grows."),
        ("Moss grows. This article is protected by copyright. All rights reserved.", "Moss grows."),
        ("Moss grows. © The Author(s) 2021", "Moss grows."),
        (
            "The proceedings contain 27 papers. The topics discussed include: moss; ferns; and lichens.",
            "moss; ferns; and lichens.",
        ),
        (r"so-called \"quotes of \"{o}l", "so-called quotes of öl"),
        ("(c) the third case", "(c) the third case"),
        ("copyright law of authors", "copyright law of authors"),
        ("Ångström 北京大学 нейронные हिन्दी", "Ångström 北京大学 нейронные हिन्दी"),
        ("", ""),
    ],
)
def test_markup_and_notices_are_left_out(text, plain):
    assert plain_text(text) == plain
