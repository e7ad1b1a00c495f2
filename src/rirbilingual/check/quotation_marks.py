"""French texts to quotations outside which English marks still stand, and those inside them."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.stops import abbreviates, is_sentence
from rirbilingual.model import BlockKind, Quotation, Severity
from rirbilingual.text.typeset import guillemets

# By level: the marks that are not French ones there, and what is asked for. Further inside, marks are few and free.
_LEVELS = {
    1: ("\"“”‘'", "French quotes with guillemets"),
    2: ("\"‘'", "inside guillemets French quotes with “ ”"),
}


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        text = passage.french.text
        done = 0
        for quotation in passage.french.quotations:
            marks, wanted = _LEVELS.get(quotation.level, ("", ""))
            if text[quotation.start] in marks and quotation.start >= done:
                done = quotation.end  # what is inside comes when this one has its marks
                ids, start, end = passage.place(quotation.start, quotation.end)
                inner = text[quotation.inner_start : quotation.inner_end]
                alone = len(ids) == 1 and not any(m in inner for m in '"“”«»')
                is_title = passage.kind is BlockKind.REFERENCE
                fix = _in_guillemets(text, quotation, is_title=is_title) if alone else None
                yield Found(wanted, ids, start, end, fix)


def _in_guillemets(text: str, quotation: Quotation, *, is_title: bool) -> str:
    """The quotation with French marks, and outside them the comma or period that is not its own, unless a mark
    stands there already."""
    words = text[quotation.inner_start : quotation.inner_end]
    own = words.endswith("..") or abbreviates(words) or (not is_title and is_sentence(text, quotation))
    if not words.endswith(",") and (own or not words.endswith(".")):
        return guillemets(words, quotation.level)
    follows = text[quotation.end : quotation.end + 1]
    return guillemets(words[:-1], quotation.level) + ("" if follows and follows in ",.;:" else words[-1])


PLUGIN = Check(
    id="quotation.marks",
    severity=Severity.ERROR,
    why="The first level is « » with no-break spaces inside, the second “ ”; what English puts inside the "
    "marks (a comma, a period) stands outside them in French, unless it is the period of a whole sentence or of "
    "an abbreviation.",
    find=_find,
    good=(
        Example(
            "It speaks of a \"fee 'like any other'\" (CSI 2023-11, 23).",
            "Il parle de [traduction] «~frais “comme les autres”~» (CSI 2023-11, 23).",
        ),
    ),
    bad=(
        Example(
            'It speaks of a "fee" (CSI 2023-11, 23).',
            'Il parle de [traduction] "frais" (CSI 2023-11, 23).',
            fixed="Il parle de [traduction] «~frais~» (CSI 2023-11, 23).",
        ),
        Example(
            'It speaks of a "fee" (CSI 2023-11, 23).',
            "Il parle de [traduction] “frais” (CSI 2023-11, 23).",
            fixed="Il parle de [traduction] «~frais~» (CSI 2023-11, 23).",
        ),
        Example(
            "It speaks of a \"fee 'like any other'\" (CSI 2023-11, 23).",
            "Il parle de [traduction] «~frais 'comme les autres'~» (CSI 2023-11, 23).",
            fixed="Il parle de [traduction] «~frais “comme les autres”~» (CSI 2023-11, 23).",
        ),
        Example(
            "It speaks of a \"fee 'like any other'\" (CSI 2023-11, 23).",
            'Il parle de [traduction] «~frais "comme les autres"~» (CSI 2023-11, 23).',
            fixed="Il parle de [traduction] «~frais “comme les autres”~» (CSI 2023-11, 23).",
        ),
        Example('It is "closed."', 'Il est "fermé."', fixed="Il est «~fermé~»."),
        Example('It is "closed."', 'Il est "fermé.".', fixed="Il est «~fermé~»."),
        Example(
            'He said: "They left." (CSI 2023-11, 4)',
            'Il a dit~: [traduction] "Ils sont partis." (CSI 2023-11, 4)',
            fixed="Il a dit~: [traduction] «~Ils sont partis.~» (CSI 2023-11, 4)",
        ),
        Example(
            'They left. "They never came back."',
            'Ils sont partis. "Ils ne sont jamais revenus."',
            fixed="Ils sont partis. «~Ils ne sont jamais revenus.~»",
        ),
        Example(
            '"Closed" it was. "for good." Nobody came.',
            'Il était «~fermé~». "pour de bon." Personne n\'est venu.',
            fixed="Il était «~fermé~». «~pour de bon~». Personne n'est venu.",
        ),
        Example(
            'It sells "ropes, nets, etc." to "Acme Inc." in May.',
            'Il vend des "câbles, filets, etc." à "Acme Inc." en mai.',
            fixed="Il vend des «~câbles, filets, etc.~» à «~Acme Inc.~» en mai.",
        ),
        Example(
            'Port Monitor. 2024-01-22. "The Ferry Tax." [Accessed 2024-02-20]',
            'Port Monitor. 2024-01-22. "The Ferry Tax." [Date de consultation~: 2024-02-20]',
            (BlockKind.REFERENCE,),
            fixed="Port Monitor. 2024-01-22. «~The Ferry Tax~». [Date de consultation~: 2024-02-20]",
        ),
    ),
    safe=True,
)
