"""A report's references → the rows of KEY.sources.toml: French labels, gender, languages, original wordings.

What a person decided in an earlier table stands; only what follows from it is made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from rirbilingual.draft.passages import Passages, passages, words_of
from rirbilingual.draft.places import conventions, french_label
from rirbilingual.draft.roles import french_role, has_gender, is_role, leading_role
from rirbilingual.draft.source_lists import description_key, french_source, is_description
from rirbilingual.draft.terms import Termbase
from rirbilingual.model import BlockKind, Gender, LedgerQuotation, Reference, Report, Segment, SourceRow, Term
from rirbilingual.text.languages import guessed_language
from rirbilingual.text.normalise import normalised
from rirbilingual.text.references import key_of, names_several


def decisions(
    report: Report,
    segments: Sequence[Segment],
    *,
    terms: Sequence[Term] = (),
    earlier: Sequence[SourceRow] = (),
    quotations: Iterable[LedgerQuotation] = (),
) -> tuple[SourceRow, ...]:
    """A row for every reference, in the report's order, then one for every source of a marked quotation that is in
    no entry, then one for every person whom a list of oral sources describes.

    earlier: the table as a person left it. quotations: those of the ledger; a French source's own words that an earlier
    report's table supplied are filled in.
    """
    base = Termbase(terms)
    found = passages(report, segments)
    marked = _marked(found)
    before = {row.key: row for row in earlier}
    listed = {reference.key for reference in report.references}
    rows = (
        *(
            _row(
                reference,
                base,
                found,
                marked=reference.key in marked,
                earlier=before.get(reference.key) or _under_another_name(reference, before, listed),
            )
            for reference in report.references
        ),
        *(_unlisted(key, base, found, before.get(key)) for key in marked if key not in listed),
        *(_described(text, base, before.get(text)) for text in _persons(segments)),
    )
    words = {
        (normalised(q.reference), normalised(words_of(q.english))): q.french
        for q in quotations
        if q.language[:2] == "fr"
    }
    return tuple(_supplied(row, words) for row in rows) if words else rows


def _supplied(row: SourceRow, words: Mapping[tuple[str, str], str]) -> SourceRow:
    """The row with the originals that the ledger has, where nobody has given others."""
    key = normalised(row.key)
    return replace(
        row,
        originals=tuple(
            (english, french or words.get((key, normalised(words_of(english))), ""))
            for english, french in row.originals
        ),
    )


def _persons(segments: Sequence[Segment]) -> dict[str, None]:
    """The people whom lists of oral sources describe with a role that has two forms in French, in order."""
    found: dict[str, None] = {}
    for segment in segments:
        if segment.kind is BlockKind.SOURCES and is_description(segment.text):
            role = leading_role(description_key(segment.text))
            if role is not None and has_gender(role):
                found[description_key(segment.text)] = None
    return found


def _described(text: str, base: Termbase, earlier: SourceRow | None) -> SourceRow:
    """The row of an oral source without an entry: `french` is its whole description, "" where a person has to
    write it."""
    gender = earlier.gender if earlier and earlier.gender else Gender.UNKNOWN
    made = [french_source(text, term=base.name, gender=each) or "" for each in Gender]
    if earlier is not None and earlier.french and earlier.french not in made:
        return replace(earlier, gender=gender)
    return SourceRow(text, text, french_source(text, term=base.name, gender=gender) or "", gender)


def _under_another_name(
    reference: Reference, before: Mapping[str, SourceRow], listed: Collection[str]
) -> SourceRow | None:
    """The row of an entry of several authors from when the report cited it by another of its names."""
    keys = (f"{name} {reference.date}" for name in reference.names)
    return next((before[key] for key in keys if key in before and key not in listed), None)


def _unlisted(key: str, base: Termbase, found: Passages, earlier: SourceRow | None) -> SourceRow:
    """The row of a source that is cited and in no entry: its language can only be asked for."""
    cited = (
        s.label for group in found.citations.values() for c in group for s in c.sources if key_of(s) == key
    )
    label = next(cited, "") or key
    french = label_of(label, None, base)
    if earlier is None:
        earlier = SourceRow(key, label, french, guess="not known: it is in no reference entry")
    elif earlier.french != key:
        french = earlier.french
    return replace(
        earlier, label=label, french=french, originals=_originals(key, earlier.language, found, earlier)
    )


def _marked(found: Passages) -> dict[str, None]:
    """Keys of the sources that govern a quotation which the English marks as translated, in order."""
    english = conventions("quotations")["markers"]["english"]
    return dict.fromkeys(
        key
        for quoted in found.quoted.values()
        for quotation in quoted
        if quotation.marker == english
        for key in quotation.references
    )


def _row(
    reference: Reference, base: Termbase, found: Passages, *, marked: bool, earlier: SourceRow | None
) -> SourceRow:
    person = reference.oral and is_role(reference.label)
    gender = (earlier.gender if earlier and earlier.gender else Gender.UNKNOWN) if person else None
    language, guess = "", ""
    if earlier is not None and (earlier.language or earlier.guess):
        language, guess = earlier.language, earlier.guess
    elif marked:
        language, guess = guessed_language(reference)
    originals = _originals(reference.key, language, found, earlier)
    several = names_several(reference.label, reference)
    french = label_of(reference.label, gender, base, several=several)
    if earlier is not None and not any(
        _made(earlier.french, label, base, several=several) for label in (reference.label, earlier.label)
    ):
        french = earlier.french
    return SourceRow(reference.key, reference.label, french, gender, language, guess, originals)


def _originals(
    key: str, language: str, found: Passages, earlier: SourceRow | None
) -> tuple[tuple[str, str], ...]:
    """Of a French source, each quotation with its own words, "" where they are still to be supplied."""
    if language[:2] != "fr":
        return ()
    supplied = dict(earlier.originals) if earlier else {}
    quoted = _quoted(found, key)
    originals = [(words, supplied.get(words, "")) for words in quoted]
    return (
        *originals,
        *((words, french) for words, french in supplied.items() if words not in quoted and french),
    )


def _quoted(found: Passages, key: str) -> list[str]:
    """The quotations that a source governs, each once, in order."""
    return list(
        dict.fromkeys(
            quotation.words
            for quoted in found.quoted.values()
            for quotation in quoted
            if key in quotation.references and quotation.words
        )
    )


def label_of(label: str, gender: Gender | None, base: Termbase, *, several: bool = False) -> str:
    """The French label of a source in citations: a state's, a role's (lower case), an attested name's, or its own.

    several: the label names several authors. Of those, and of sources named together that all have a French name ("UK and
    US"), each is in French.
    """
    if gender is not None:
        return french_role(label, gender, base.name) or label
    return french_label(label) or base.name(label) or _each(label, base, several=several)


def _each(label: str, base: Termbase, *, several: bool) -> str:
    known = {name: french_label(name) or base.name(name) for name in label.split(" and ")}
    if len(known) == 1 or not (several or all(known.values())):
        return label
    return " et ".join(french or name for name, french in known.items())


def _made(french: str, label: str, base: Termbase, *, several: bool) -> bool:
    """Whether a French label is one that the program makes, for any gender."""
    return not french or french in {
        label_of(label, gender, base, several=several) for gender in (*Gender, None)
    }


def open_choices(rows: Sequence[SourceRow]) -> tuple[str, ...]:
    """What the table still asks of a person, a line a row."""
    choices: list[str] = []
    for row in rows:
        if row.gender is Gender.UNKNOWN:
            choices.append(f"{row.key}: gender, f or m")
        if row.guess:
            said = f"{row.language} ({row.guess})" if row.language else row.guess
            choices.append(f"{row.key}: language, {said}")
        missing = sum(not french for _, french in row.originals)
        if missing:
            quoted = "1 quotation" if missing == 1 else f"{missing} quotations"
            choices.append(f"{row.key}: its own French words for {quoted}")
    return tuple(choices)
