"""Units to those where a reservation was lost or added: might, allegedly, reportedly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity, Unit

_SURE_EN = re.compile(
    r"\b(?:(?P<open>might|(?<!case )may(?! be cited)(?= [a-z])|possibly|perhaps|probably|likely)|"
    r"allegedly|alleged|reportedly|apparently|seemingly|presumably|supposedly|purportedly|"
    r"rumou?red(?= to| that)|(?:is|are|was|were|be) (?:believed|thought|said|suspected|understood|assumed) to)\b"
)
_SUPPOSES = re.compile(r"(?i)\b(?:if|whether|where|to the extent)\b")  # after it French has its indicative
_CONDITIONAL_EN = re.compile(r"\b(?:could|would)\b")
_WOULD_FR = re.compile(r"\b(?:allai|voulai)(?:t|ent)\b")  # « allait attendre »: "would wait"
_MAYBE_EN = re.compile(
    r"\b(?:might|may|can|could|would|should|allege\w*|reported\w*|report\w*|apparent\w*|possib\w+|perhaps|maybe|"
    r"seem\w*|prob\w+|presum\w+|suppos\w+|purport\w+|likel\w+|unlikely|appear\w*|suspect\w*|potential\w*|believ\w+|"
    r"claim\w*|estimat\w+|suggest\w*|accus\w+|if|risk\w*|rumou?r\w*|assum\w+|expect\w*|able|capab\w+|according|"
    r"accordingly|said|state[sd]?|stating|indicat\w+|note[sd]?|consider\w*|think\w*|thought|intend\w*|plan\w*|will|"
    r"uncertain\w*|unclear|doubt\w*|perceiv\w+|ostensib\w+|arguab\w+|conceivab\w+|about|around|approximately|"
    r"thinks?|threat\w*|describ\w+|eventual\w*|whether|were)\b",
    re.IGNORECASE,
)
_SURE_FR = re.compile(
    r"\b(?:peut-être|prétendument|apparemment|probablement|vraisemblablement|présumément|éventuellement|"
    r"possiblement|soi-disant|il semble\w*|sembler\w+|semblent|pourrai(?:t|ent)|aurai(?:t|ent))\b",
    re.IGNORECASE,
)
_MAYBE_FR = re.compile(
    r"\b(?:peut|peuvent|pourr\w+|pouv\w+|puiss\w+|pu|peut-être|devr\w+|doi(?:t|vent)|\w+rai(?:t|ent)|prétend\w*|"
    r"apparem\w+|apparen[ct]\w*|probab\w+|vraisembl\w+|présum\w+|allégu\w+|allégation\w*|éventu\w+|possib\w+|soi-disant|sembl\w+|"
    r"paraît|paraiss\w+|supposé\w*|suppos\w+|susceptib\w+|risqu\w+|potentiel\w*|croi\w+|permis\w*|"
    r"permet\w*|loisible|facult\w+|habilit\w+|autoris\w+|soupçon\w+|hypothétique\w*|"
    r"chance\w*|admi\w+|prévoi\w+|prévu\w*|pouvoir|"
    r"serait|aurait|cens[ée]\w*|capab\w+|apte\w*|portent? à|tend\w+)\b",
    re.IGNORECASE,
)

# « recouvrable » is what "may be recovered" says.
_MAY_BE = re.compile(r"may (?:only )?be \w")
_ABLE = re.compile(r"\b\w{4,}[ai]bles?\b")
# What says that others say so: enough for "allegedly", not for "might".
_SAYING = re.compile(
    r"\b(?:selon|dit|disent|aux dires|d['’]après|estim\w+|accus\w+|imput\w+|reproch\w+|rumeur\w*|signal\w+)\b",
    re.IGNORECASE,
)
# « Selon » is also what "according to" says; « probablement » needs more than a verb of saying.
_ATTRIBUTED = re.compile(r"\b(?:according to|based on|citing|said(?! to\b)|report(?:s|ed)?)\b", re.IGNORECASE)
_ADVERB = re.compile(r"(?i)peut-être|ment$")
_DOUBTS = re.compile(
    r"\b(?:might|may|could|would|can|allege\w*|reportedly|apparent\w*|possib\w+|perhaps|maybe|seem\w*|prob\w+|"
    r"presum\w+|suppos\w+|purport\w+|likel\w+|unlikely|appear\w*|suspect\w*|potential\w*|believ\w+|claim\w*|"
    r"rumou?r\w*|assum\w+|expect\w*|perceiv\w+|ostensib\w+|arguab\w+|should|"
    r"eventual\w*|as applicable|if any)\b",
    re.IGNORECASE,
)


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        sure = list(_SURE_EN.finditer(unit.source))
        if sure and not _is_reserved(unit, sure[0]):
            yield Found(f"the English says “{sure[0][0]}”; the French is certain", (unit.id,))
            continue
        said = list(dict.fromkeys([match[0] for match in sure] + _conditionals(unit.source, sure)))
        if len(said) > 1 and len(said) > _reserves(unit):
            words = ", ".join(f"“{word}”" for word in said)
            yield Found(f"the English says {words}; the French has fewer reserves", (unit.id,))
            continue
        added = _added(unit)
        if added:
            yield Found(
                f"the French says “{added[0]}”; the English is certain",
                (unit.id,),
                added.start(),
                added.end(),
            )


def _conditionals(english: str, sure: Sequence[re.Match[str]]) -> list[str]:
    """What French says in the conditional as it may say a reserve: counted only beside a word that needs one of
    its own."""
    if not sure or _SUPPOSES.search(english):
        return []
    return [match[0] for match in _CONDITIONAL_EN.finditer(english)]


def _reserves(unit: Unit) -> int:
    """How many words of the French may be a reserve; what says that others say so is one for all."""
    saying = _SAYING.search(unit.target) and not _ATTRIBUTED.search(unit.source)
    return len(_MAYBE_FR.findall(unit.target)) + len(_WOULD_FR.findall(unit.target)) + bool(saying)


def _added(unit: Unit) -> re.Match[str] | None:
    """A reserve of the French that nothing in the English asks for: an adverb beyond its doubts, a conditional."""
    doubts = len(_DOUBTS.findall(unit.source))
    for word in _SURE_FR.finditer(unit.target):
        if not _ADVERB.search(word[0]):
            if not _MAYBE_EN.search(unit.source):
                return word
        elif doubts:
            doubts -= 1
        else:
            return word
    return None


def _is_reserved(unit: Unit, sure: re.Match[str]) -> bool:
    """Whether the French has a word that may answer the English one."""
    if _MAYBE_FR.search(unit.target) or (
        _MAY_BE.match(unit.source, sure.start()) and _ABLE.search(unit.target)
    ):
        return True
    return not sure["open"] and not _ATTRIBUTED.search(unit.source) and bool(_SAYING.search(unit.target))


PLUGIN = Check(
    id="modality",
    severity=Severity.WARNING,
    why="“Allegedly” and “might” are what separates a report from an accusation.",
    find=_find,
    good=(
        Example("The firms are allegedly connected to it.", "Les entreprises y seraient liées."),
        Example("They were rumoured to have been recruited.", "Selon des rumeurs, ils ont été recrutés."),
        Example(
            "Guards found seemingly harmless lists.",
            "Des gardes ont trouvé des listes en apparence anodines.",
        ),
        Example("He left in May 2023.", "Il est parti en mai 2023."),
        Example("He is said to be in the port.", "On dit qu'il est au port."),
        Example("Crews may break away.", "Les équipages peuvent se détacher."),
    ),
    bad=(
        Example("They were rumoured to have been recruited.", "Ils ont été recrutés."),
        Example("He is believed to be in the port.", "Il est dans le port."),
        Example("The firms are allegedly connected to it.", "Les entreprises y sont liées."),
        Example("A crew said that he is said to be there.", "Un équipage a dit qu'il est au port."),
        Example(
            "It will probably wait, and an elder reportedly stands as a candidate.",
            "Il attendra probablement, et un ancien est candidat.",
        ),
        Example("The firms are connected to it.", "Les entreprises y sont probablement liées."),
    ),
)
