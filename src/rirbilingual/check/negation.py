"""Units to those where a negation was lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.negation_words import (
    answered,
    denials,
    reserved,
    shared,
    spoken_for,
    unbounded,
    worded,
)
from rirbilingual.check.opposites import turned
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity, Unit


def _find(subject: Subject) -> Iterator[Found]:
    for _passage, unit in spoken(subject):
        sure_en, maybe_en = denials(unit.source, "en")
        sure_fr, maybe_fr = denials(unit.target, "fr")
        words = worded(unit.source)
        cognates = shared(unit.source, unit.target)
        answers = max(maybe_fr - cognates - answered(unit.source, unit.target), sure_fr)
        if sure_en > answers:
            yield Found("the English denies (not, no, never); does the French?", (unit.id,))
        elif sure_en + len(words) > answers:
            yield Found(f"the English says “{words[0]}”; does the French?", (unit.id,))
        elif maybe_fr <= 0 and not sure_fr and (word := reserved(unit.source)):
            yield Found(f"the English says “{word}”; does the French?", (unit.id,))
        elif pair := turned(unit.source, unit.target):
            said, match = pair
            message = f"the English says “{said}”, the French “{match[0]}”"
            yield Found(message, (unit.id,), match.start(), match.end())
        elif limit := unbounded(unit.source, unit.target):
            yield Found(f"the English says “{limit}”; does the French set the limit?", (unit.id,))
        elif sure_fr and not sure_en and not words and _denies_nothing(unit, maybe_en - cognates):
            yield Found("the French denies (ne … pas, aucun); does the English?", (unit.id,))


def _denies_nothing(unit: Unit, maybe: int) -> bool:
    """Whether all that may deny in the English (`maybe` words) has a word of its own in the French."""
    return maybe <= spoken_for(unit.source, unit.target)


PLUGIN = Check(
    id="negation",
    severity=Severity.WARNING,
    why="A “not” that was overlooked turns a statement round, and nothing else in the sentence shows it.",
    find=_find,
    good=(
        Example("Nobody elected them.", "Personne ne les a élus."),
        Example("It was not investigated.", "Aucune enquête n'a été menée."),
        Example("The constitutional challenge won.", "Le recours en inconstitutionnalité a été accueilli."),
        Example("They have little hope.", "Ils n'ont guère d'espoir."),
        Example("They have yet to pay.", "Ils n'ont pas encore payé."),
        Example("They refused to pay.", "Ils n'ont pas voulu payer."),
        Example("Such gates are illegal.", "De telles portes sont contraires aux exigences légales."),
        Example("The tax is unconstitutional.", "La taxe est inconstitutionnelle."),
        Example("It has no more than 40 members.", "Il compte au plus 40 membres."),
    ),
    bad=(
        Example("It was impossible to verify the claim.", "Il a été possible de vérifier l'affirmation."),
        Example("Such gates are illegal.", "De telles portes sont légales."),
        Example("The tax is constitutional.", "La taxe est inconstitutionnelle."),
        Example(
            "They do not intervene unless there is blood.", "Ils interviennent à moins que le sang ne coule."
        ),
        Example(
            "The authorities did not investigate the complaints.", "Les autorités ont examiné les plaintes."
        ),
        Example(
            "The office counted 480 boats before the end of the year, or 22 percent less than in 2019.",
            "Le bureau n'a pas compté 480 bateaux avant la fin de l'année, soit 22~p.~100 de moins qu'en 2019.",
        ),
        Example(
            "The authorities investigated the complaints.", "Les autorités n'ont pas examiné les plaintes."
        ),
    ),
)
