"""A text to how many of its words deny: those that surely do, and those that may."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rirbilingual.model import Language
from rirbilingual.text.normalise import folded
from rirbilingual.text.remembered import remembered

# What looks like a negation and is rendered without one: limits, numbers, fixed phrases.
_NONE_EN = re.compile(
    r"\b(?:no|not) (?:later|earlier|more|less|fewer|longer|sooner|greater|other) than\b"
    r"|\bnot (?:exceeding|only|limited|necessarily limited|to exceed|yet)\b|\b(?:whether )?or not\b|\bwith(?:in)? (?:or|and) without\b|\bwithout limit"
    r"|\bif not\b|\bno\. ?\d|\bnot[- ]for[- ]profit\b|\bnon-\w+|\bnon(?!e\b)\w+|\bno one else\b|"
    r"\bno (?:doubt|matter|longer)\b"
    r"|\bnotwithstanding\b",
    re.IGNORECASE,
)
_SURE_EN = re.compile(
    r"\b(?:not|never|cannot|nobody|none|nothing|neither|nowhere)\b|n['’]t\b|\bno (?=[a-z])|\bno one\b",
    re.IGNORECASE,
)
# Prefixes that deny, with the beginnings of words that they deny: both languages share most of them.
_LATIN = (
    r"in(?:ab|acc|act|ad|app|aud|cap|comp|cons|corr|cur|déc|dec|déf|dép|dép|dét|disp|dir|eff|élig|elig|eq|exa|exc|"
    r"exé|exp|fall|flex|form(?:el|al)|fréq|freq|hum|inter|just|nom|oc|op|pén|satis|séc|sec|sens|sép|sign|soc|sol|"
    r"soup|stab|subo|suff|supp|tang|tol|util|val|var|vis|viol|volon|volun|existan|adm)\w*"
    r"|im(?:mun|poss|prop|pract|prat|prob|pat|perf|mob(?!ili[eè])|mat|mor|pun|préc|prév|pay)\w*|ir(?:rég|reg|rel|rés|res|rév|rev|réc|rec)\w*"
    r"|il(?:lég|leg|lic|lim|lis)\w*|non-?\w*"
)
_MAYBE_EN = re.compile(
    rf"\b(?:not|never|cannot|nobody|none|nothing|neither|nor|nowhere|no|without|unless|except\w*|lack\w*|fail\w*|"
    rf"refus\w+|den(?:y|ies|ied)|absen\w+|hardly|rarely|barely|scarcely|seldom|few|little|unable|"
    rf"un(?!der|it|ion|iv|til|iq)[a-z]{{3,}}|dis(?:agr|all|app|cont|cour|hon|int|lik|miss|ob|pens|qual|reg|sat|sol|trust|ab|adv)\w+|"
    rf"{_LATIN}|despite|instead|before|until|yet to|only|stop\w*|prevent\w*|avoid\w*|prohibit\w*|ban(?:s|ned)?|forbid\w*|"
    rf"exclu\w+|other than|rather|less|free|cease\w*|ignor\w+|miss\w*|exempt\w*|"
    rf"notwithstanding|otherwise|ever|any|"
    rf"solely|reject\w*|declin\w+|withh\w+|abstain\w*|apart|regardless|lapse\w*|omit\w*|omission|"
    rf"default|waive\w*|negative|void|false|wrong\w*|too|all but|"
    rf"oppos\w+|outside)\b"
    rf"|n['’]t\b|-free\b|\w+less\b",
    re.IGNORECASE,
)
_FRENCH_NO = r"(?:pas|jamais|aucun|aucune|rien|nul|nulle|guère|personne)"
_SURE_FR = re.compile(
    rf"\b(?:ne\s|n['’])(?:[^\s.;:()«»]+[\s,]+){{0,6}}?{_FRENCH_NO}\b"
    rf"|\b(?:aucun|aucune|nul|nulle)\s+(?:[^\s.;:()«»]+\s+){{1,4}}?(?:ne\s|n['’])",
    re.IGNORECASE,
)
_NONE_FR = re.compile(
    r"\b(?:à moins que|avant que|de peur que|de crainte que)\b[^.;]{0,60}?\b(?:ne\b|n['’])", re.IGNORECASE
)
# « une personne » is somebody; only without an article is « personne » nobody.
_NOBODY = "".join(
    f"(?<!{word} )" for word in ("une", "la", "cette", "chaque", "toute", "même", "seule", "autre", "par")
)
_MAYBE_FR = re.compile(
    rf"\b(?:ne|pas|jamais|aucun|aucune|aucuns|aucunes|rien|nul|nulle|guère|ni|non|sans|plus|{_NOBODY}personne|sauf|hormis|"
    rf"dépourvu\w*|manqu\w+|défaut|absen\w+|échou\w+|échec|refus\w+|ni[eé]\w*|incapa\w+|interdi\w+|{_LATIN}|"
    rf"dés(?!ign|ir|ert|orm)\w+|dis(?:pens|cont|qual|par)\w*|mé(?:cont|conn|fi)\w*|peu|rarement|seul\w*|"
    rf"seulement|empêch\w+|évit\w+|exclu\w*|exempt\w*|moins|exception|outre|autres? qu\w*|hors|faute|malgré|cess\w+|"
    rf"soustra\w+|contraire|nonobstant|omis\w*|omet\w*|privé\w*|lieu de?|maximal\w*|plutôt|renon\w+|exonér\w+|"
    rf"malais\w*|vain|sinon|libre\w*|dérog\w+|abst\w+|difficil\w+|loin)\b|\bn['’]",
    re.IGNORECASE,
)


# « à moins que le sang ne coule » denies once, as "unless" does.
_EXPLETIVE = r"(?:que|qu['’])[^.;,]{0,80}?\b(?:ne\b|n['’])"
_UNLESS = re.compile(rf"\bà moins {_EXPLETIVE}(?:[^.;]{{0,150}}?\bou {_EXPLETIVE})?", re.IGNORECASE)
_MORE = re.compile(
    r"(?<!\bne )(?<!\bnon )\bplus\b", re.IGNORECASE
)  # « plus » denies only beside « ne », « non »
# Words that deny without a "not", and that French says with a denial of its own.
_UN = r"un(?:paid|satisfied|suitable|authorized|incorporated|secured|safe|fit|available|reliable)"
_WORDED_EN = re.compile(
    r"\b(?:without(?! delay)|unable|unlikely|unknown|"
    rf"fail(?:s|ed|ing|ure)?(?= to\b)|fails|{_UN})\b",
    re.IGNORECASE,
)
_OTHERWISE_EN = re.compile(
    r"\b(?:unless|other than|impossible|insufficient)\b", re.IGNORECASE
)  # « ne … que si », « étranger »


def _pairs(
    rows: Iterable[tuple[str, str]], *, ends: str
) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """English words and the French that answers them, compiled. ends: what follows the French; "" where it gives
    beginnings of words."""
    return tuple(
        (re.compile(rf"\b(?:{en})\b", re.IGNORECASE), re.compile(rf"\b(?:{fr}){ends}", re.IGNORECASE))
        for en, fr in rows
    )


# What denies less than a "not" and has its own answer in French, which answers nothing else: English, French.
_ANSWERS = _pairs(
    (
        (
            r"except\w*|exclu\w+|exempt\w*|outside|unless|other than",
            r"sauf|hormis|exception|exclu\w*|exempt\w*|exonér\w+|hors|outre|à moins|autres? qu\w*",
        ),
        (r"only|one|sole|solely|alone|single|exclusively", r"seul\w*|seulement|(?:ne |n['’])[^.;,]{1,40}? qu(?:e|['’])"),
        (r"prevent\w*|preclud\w*|stop\w*|avoid\w*", r"empêch\w+|évit\w+"),
        (r"prohibit\w*|forbid\w*|bann?(?:ed|s)?", r"interdi\w+"),
        (r"void|null|nullity|invalid", r"nulle?s?"),
        (r"less|fewer|least|minus", r"moins"),
        (r"little|few|low|barely|hardly|rarely|seldom", r"peu|rarement"),
        (r"lack\w*|absen\w+|missing|default", r"manqu\w+|absen\w+|défaut|faute"),
        (r"refus\w+|den(?:y|ies|ied|ial)|reject\w*|declin\w+", r"refus\w+|ni[eé]\w*"),
        (r"ceas\w+|terminat\w+|discontinu\w+", r"cess\w+"),
        (r"despite|notwithstanding|regardless", r"malgré|nonobstant"),
        (r"private\w*|depriv\w+", r"privé\w*"),
        (r"contrary|contrar\w+", r"contraire"),
        (r"difficult\w*", r"difficil\w+"),
        (r"free\w*", r"libre\w*"),
        (r"maxim\w+", r"maximal\w*"),
        (r"disc\w+", r"discont\w*"),
        (r"appear\w*|disappear\w*|disabilit\w+|disab\w+", r"dispar\w*|invalid\w+"),
        (r"waiv\w+|renounc\w+|relinquish\w+", r"renon\w+"),
        (rf"(?!{_UN}\b)un[a-z]{{4,}}", r"non"),
        (r"far|away", r"loin"),
        (r"rather|instead", r"plutôt"),
    ),
    ends=r"\b",
)  # fmt: skip
# What may answer a denial of the French, and mostly has its own word there: English, French.
_OWN_WORDS = (
    *_ANSWERS,
    *_pairs(
        (
            (r"before", r"avant|précéd|préalable|antérieur|devant|auparavant|déjà|veille"),
            (r"until", r"jusqu|avant"),
            (r"any", r"tout|tous\b|quelque|quelconque|quiconque|éventuel|le cas échéant|un\b|une\b|d['’]un"),
            (r"otherwise", r"autre|sinon"),
            (r"unless|other than|except\w*", r"sous réserve|autre|à l['’]exception|toutefois"),
            (r"without", r"sans\b"),
            (r"instead", r"lieu de"),
            (r"omit\w*|omission", r"om(?:et|is)"),
            (r"free", r"gratuit|exempt|franc"),
            (r"fail\w*", r"échou|échec|omet|défaut|faillite"),
            (r"stop\w*", r"cess|arrêt|mettre fin"),
            (r"ban(?:s|ned)?", r"interdi|bann"),
        ),
        ends="",
    ),
)  # fmt: skip
_LIMIT_EN = re.compile(
    r"\b(?:not exceed(?:ing)?|not to exceed|(?:not|no) (?:more|later|longer|greater|higher|less|fewer|earlier|lower) than)\b",
    re.IGNORECASE,
)
_LIMIT_FR = re.compile(
    r"\b(?:ne|pas|sans|aucune?|plus (?:tard|tôt|longue?|élevée?|hâtive?|rapproch\w+)|(?:au|tout au|d'au|le) (?:plus|moins)|"
    r"maxim\w+|minim\w+|jusqu|concurrence|limit\w+|plafon\w+|"
    r"inférieur\w*|supérieure? ou égale?\w*|dans les|dans le|ou moins|ou plus|avant|après|dès|égal\w*|préalable\w*)\b|\bn['’]",
    re.IGNORECASE,
)
_ALTERED = re.compile(r"\[(\w{1,3})\]")
_NEGATIVE_WORD = re.compile(rf"\b(?:non \w+|{_LATIN})", re.IGNORECASE)


@remembered
def denials(text: str, language: Language) -> tuple[int, int]:
    """How many words surely deny, and how many may: (sure, at most)."""
    text = _ALTERED.sub(r"\1", text)
    if language == "en":
        return len(_SURE_EN.findall(_NONE_EN.sub(" ", text))), len(_MAYBE_EN.findall(text))
    # « ne … pas » is two words and denies once.
    text = _UNLESS.sub(" sauf ", text)
    sure = len(_SURE_FR.findall(_NONE_FR.sub(" ", text)))
    return sure, len(_MAYBE_FR.findall(_MORE.sub(" ", _NONE_FR.sub(" ", text)))) - sure


def worded(english: str) -> tuple[str, ...]:
    """The words of the English that deny without a "not" and ask the French for a denial."""
    return tuple(_WORDED_EN.findall(_NONE_EN.sub(" ", english)))


def reserved(english: str) -> str:
    """The "unless" of the English, or "other than", that French answers with any denial or reserve; else ""."""
    found = _OTHERWISE_EN.search(english)
    return found[0] if found else ""


def unbounded(english: str, french: str) -> str:
    """The limit that the English sets by denying what is beyond it ("not exceeding", "no more than"), where
    the French has no word that sets one; else ""."""
    limit = _LIMIT_EN.search(english)
    return limit[0] if limit and not _LIMIT_FR.search(french) else ""


@remembered
def shared(english: str, french: str) -> int:
    """How many words such as "impunity" and « impunité » stand in both and answer each other."""
    theirs, ours = (
        [re.sub(r"\W", "", folded(word))[:5] for word in _NEGATIVE_WORD.findall(_ALTERED.sub(r"\1", text))]
        for text in (english, french)
    )
    return sum((Counter(theirs) & Counter(ours)).values())


@remembered
def answered(english: str, french: str) -> int:
    """How many words of the French look like denials and answer weaker words of the English: « sauf » for
    "except"."""
    return sum(min(len(en.findall(english)), len(fr.findall(french))) for en, fr in _ANSWERS)


@remembered
def spoken_for(english: str, french: str) -> int:
    """How many words of the English may deny, and have a word of their own in the French that is not « ne …
    pas »: « avant » for "before"."""
    return sum(
        min(sum(bool(_MAYBE_EN.fullmatch(word)) for word in en.findall(english)), len(fr.findall(french)))
        for en, fr in _OWN_WORDS
    )
