"""The whole way of a report: read, segment, match, draft, review, check, render, publish. Read this first.

Each function is one step that a command offers: paths and values in, values out; nothing is printed. What is
bad in the input raises RirError before anything is written.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from rirbilingual import config, publication, review
from rirbilingual.check import findings as check_findings
from rirbilingual.check import is_safe, noticed, unit_findings
from rirbilingual.check import source_findings as check_source
from rirbilingual.check.fixes import fixed
from rirbilingual.config import NO_FURNITURE, USUAL_CHECKS, BothFurniture, Checks
from rirbilingual.draft import WANTED, Machine, approved_quotations, decisions, explained, open_choices, units
from rirbilingual.errors import RirError
from rirbilingual.evidence import evidence
from rirbilingual.files import shipped, write_whole
from rirbilingual.formats.po import complete, identified, read_po, write_po
from rirbilingual.formats.sources import read_sources, write_sources
from rirbilingual.formats.working import read_working
from rirbilingual.formats.working import unit_lines as working_lines
from rirbilingual.memory.store import Added
from rirbilingual.model import (
    Catalog,
    Finding,
    Leverage,
    Pair,
    Report,
    Segment,
    Severity,
    SourceRow,
    Term,
    Unit,
)
from rirbilingual.pairs import pair as paired
from rirbilingual.read import read
from rirbilingual.segment import segments as segments_of
from rirbilingual.termbase import termbase as termbase
from rirbilingual.translation_memory import Memory, contexts_of, match_many

Progress = Callable[[int], None] | None


@dataclass(frozen=True)
class Working:
    """A report's working files, read: the English, its units, the decisions."""

    po: Path
    report: Report
    segments: tuple[Segment, ...]
    catalog: Catalog
    sources: tuple[SourceRow, ...]

    @property
    def files(self) -> tuple[Path, Path, Path]:
        """The PO, the report and the table of decisions, there or not."""
        return self.po, Path(self.report.file), self.po.parent / f"{self.catalog.key}.sources.toml"

    @cached_property
    def pair(self) -> Pair:
        return paired(self.report, self.segments, self.catalog.units, self.sources)


@dataclass(frozen=True)
class Drafted:
    """What a draft wrote. kept: units that a person had touched and that stayed as they were. choices: what
    the table of decisions still asks of a person."""

    po: Path
    sources: Path
    catalog: Catalog
    leverage: Leverage
    findings: tuple[Finding, ...]
    kept: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a pair that was to be published. blocks: what stands against it; empty: nothing. notices: what
    is no reason against it, but shows on its pages."""

    key: str
    blocks: tuple[Finding, ...]
    folder: Path | None = None
    replaced: bool = False
    unchanged: bool = False
    notices: tuple[Finding, ...] = ()


def segment(path: Path) -> tuple[Report, tuple[Segment, ...]]:
    """A report and its segments, by the rules of the settings nearest to it."""
    report = read(path)
    return report, segments_of(report, config.load(path.parent).segment)


def english(path: Path) -> tuple[Report, tuple[Segment, ...]]:
    """As `segment`, of a report to translate. Raises RirError for one in French."""
    report, segments = segment(path)
    if report.language != "en":
        raise RirError("the report is in French", str(path), "give the English report")
    return report, segments


def draft(
    path: Path | str,
    *,
    memories: Sequence[Memory] = (),
    terms: Path | str | None = None,
    output: Path | str | None = None,
    assemble: bool = False,
    machine: Machine | None = None,
    resume: bool = False,
    progress: Progress = None,
) -> Drafted:
    """Draft a report's French: KEY.EF.po and KEY.sources.toml in `output` (by default beside the report).
    assemble: put clauses of the memories' units together for units that have no match; it reads them all.
    machine: a machine translation, asked for what memories and rules leave.

    An earlier draft is drafted again; a PO that holds reviewed work is refused. resume: what was drafted from the
    same text is left as it is.
    """
    path = Path(path)
    report, segments = english(path)
    folder = Path(output or path.parent)
    po, table = folder / f"{report.key}.EF.po", folder / f"{report.key}.sources.toml"
    earlier = read_po(po) if po.exists() else None
    if earlier is not None and earlier.key != report.key:
        raise RirError(
            f"a PO of {earlier.key} under this name", str(po), "move it away, or name another folder"
        )
    if resume and earlier is not None and earlier.report_digest == text_digest(report) and table.exists():
        return _there(po, table, earlier, report)
    if earlier is not None and review.holds_reviewed(earlier):
        raise RirError("it holds reviewed work", str(po), f"use `rirbilingual update {po} {path}`")
    known = termbase(Path(terms) if terms else None, memories)
    rows = _rows(report, segments, known, memories, table)
    catalog, leverage = _drafted(
        report, segments, rows, known, memories, po, progress, machine, assemble=assemble
    )
    fresh = review.stamped(catalog) if earlier is None else review.redraft(earlier, catalog)
    kept = sum(a.target != b.target for a, b in zip(catalog.units, fresh.units, strict=True))
    write_sources(rows, table, number=report.number)
    write_po(fresh, po)
    return Drafted(po, table, fresh, leverage, _defects(report), kept, open_choices(rows))


def _there(po: Path, table: Path, catalog: Catalog, report: Report) -> Drafted:
    """An earlier draft, as if it had just been made."""
    from rirbilingual.match.leverage import leverage

    choices = open_choices(read_sources(table))
    figures = leverage(report.key, catalog.units)
    return Drafted(po, table, catalog, figures, _defects(report), 0, choices)


def _defects(report: Report) -> tuple[Finding, ...]:
    """What the draft says of the English, by the settings nearest to it."""
    return source_findings(report, checks=config.load(Path(report.file).parent).check)


def exchange(po: Path) -> Path:
    """Write a PO's units to an XLIFF 2.1 file beside it, for editors that read no PO."""
    from rirbilingual.formats.xliff_write import xliff_bytes

    file = po.with_suffix(".xlf")
    write_whole(file, xliff_bytes(read_po(po)))
    return file


def _rows(
    report: Report,
    segments: Sequence[Segment],
    terms: Sequence[Term],
    memories: Sequence[Memory],
    table: Path,
) -> tuple[SourceRow, ...]:
    """The decisions for a report: those of the table where there is one, and what the memories know."""
    return decisions(
        report,
        segments,
        terms=terms,
        earlier=read_sources(table, unused=True) if table.exists() else (),
        quotations=(quotation for memory in memories for quotation in memory.quotations()),
    )


def _drafted(
    report: Report,
    segments: Sequence[Segment],
    rows: Sequence[SourceRow],
    terms: Sequence[Term],
    memories: Sequence[Memory],
    po: Path,
    progress: Progress,
    machine: Machine | None = None,
    *,
    assemble: bool = False,
) -> tuple[Catalog, Leverage]:
    from rirbilingual.match.leverage import leverage

    texts = [segment.text for segment in segments]
    matches = match_many(
        [*memories, starter()], texts, contexts=contexts_of(texts), limit=WANTED, progress=progress
    )
    quotations = [quotation for memory in memories for quotation in memory.quotations()]
    drafted = units(
        report,
        segments,
        matches,
        terms=terms,
        sources=rows,
        quotations=quotations,
        pairs=(unit for memory in memories for unit in memory.units()) if assemble else None,
        machine=machine,
        percent=config.load(Path(report.file).parent).percent,
    )
    catalog = Catalog(
        f"{report.key}.EF",
        report.key,
        report.date,
        report.title,
        drafted,
        os.path.relpath(Path(report.file).resolve(), po.resolve().parent),
        text_digest(report),
    )
    return catalog, leverage(report.key, drafted)


def working(po: Path, source: Path | None = None) -> Working:
    """A PO with its English report and its table of decisions beside it.

    Raises RirError where the report is not to be found, or is not the one that the PO was drafted from.
    """
    return _working(po, read_po(po), source)


def _working(po: Path, catalog: Catalog, source: Path | None) -> Working:
    path = source or po.parent / catalog.report_file
    if not path.is_file():
        beside = po.parent / path.name
        if source is None and beside.is_file():
            path = beside
        else:
            raise RirError(f"its English report {path} is missing", str(po), "put it beside the file")
    report, segments = english(path)
    if report.key != catalog.key:
        raise RirError(
            f"a PO of {catalog.key}, and {path} is {report.key}", str(po), "give the PO of this report"
        )
    table = po.parent / f"{catalog.key}.sources.toml"
    rows = read_sources(table) if table.exists() else ()
    return Working(po, report, segments, catalog, tuple(rows))


def update(
    po: Path, path: Path, *, memories: Sequence[Memory] = (), terms: Path | None = None
) -> review.Updated:
    """Take a changed English report into a PO, in place: every reviewed word is kept. Raises RirError for a part
    of a PO, which the whole report is not for."""
    catalog = read_po(po)
    if review.is_part(catalog):
        fix = "join the parts first: `rirbilingual review merge`"
        raise RirError("a part of the report's PO", str(po), fix)
    report, segments = english(path)
    if report.key != catalog.key:
        raise RirError(
            f"a PO of {catalog.key}, and {path} is {report.key}", str(po), "give the PO of this report"
        )
    known = termbase(terms, memories)
    table = po.parent / f"{report.key}.sources.toml"
    rows = _rows(report, segments, known, memories, table)
    own = Memory.of(review.reviewed_units(catalog), po.name)
    fresh, _ = _drafted(report, segments, rows, known, [own, *memories], po, None)
    catalog, updated = review.update(catalog, fresh)
    write_sources(rows, table, number=report.number)
    write_po(catalog, po)
    return updated


def findings(
    work: Working,
    *,
    terms: Path | None = None,
    memories: Sequence[Memory] = (),
    checks: Checks = USUAL_CHECKS,
    errors_only: bool = False,
) -> tuple[Finding, ...]:
    """What a person should look at in the working files. memories: what repeated words should agree with.
    errors_only: what stops a publication."""
    found = check_findings(
        work.pair,
        terms=termbase(terms, memories),
        memory=evidence(work.catalog.units, memories, key=work.catalog.key),
        severities=dict(checks.severities),
        silenced=checks.silenced,
        percent=checks.percent,
        errors_only=errors_only,
    )
    found = (*_noticed(work.report, checks), *_recoded(work), *found)
    if text_digest(work.report) != work.catalog.report_digest:
        changed = Finding(
            "source.changed",
            Severity.ERROR,
            f"{work.report.file} has changed since it was drafted: `update` takes it in",
        )
        return (changed, *found)
    return found


def _noticed(report: Report, checks: Checks) -> Iterator[Finding]:
    """What the report's reader noticed and a person should know of the French; not what is for information."""
    for finding in noticed(report, severities=dict(checks.severities), silenced=checks.silenced):
        if finding.check == "read.verbatim":
            finding = replace(finding, message=f"in English on the French page too: {finding.message}")
        if finding.severity is not Severity.INFO:
            yield finding


def _recoded(work: Working) -> tuple[Finding, ...]:
    """What says that the English has other italics or links than the working file. A file that was drafted when
    none were read may be published without them."""
    codes = {segment.id: segment.codes for segment in work.segments}
    other = tuple(u.id for u in work.catalog.units if codes.get(u.id, u.source_codes) != u.source_codes)
    if not other:
        return ()
    known = any(unit.source_codes for unit in work.catalog.units)
    said = f"{work.report.file} has inline codes that the working file has not: `update` takes them in"
    return (Finding("source.codes", Severity.ERROR if known else Severity.WARNING, said, other),)


def file_findings(
    path: Path, *, terms: Path | None = None, memories: Sequence[Memory] = (), checks: Checks = USUAL_CHECKS
) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    """The units of a working file and what a person should look at in them. Of another program's PO, XLIFF
    or TMX, with no report beside it, what can be seen in the units alone."""
    from rirbilingual.formats.foreign import is_foreign, read_foreign

    if is_foreign(path):
        units = read_foreign(path)
        return units, unit_findings(
            units,
            terms=termbase(terms, memories),
            memory=evidence(units, memories),
            severities=dict(checks.severities),
            silenced=checks.silenced,
        )
    work = _working(path, identified(complete(read_working(path), str(path))), None)
    return work.catalog.units, findings(work, terms=terms, memories=memories, checks=checks)


def unit_lines(path: Path, units: Sequence[Unit]) -> dict[str, int]:
    """The line of a checked file that each unit stands at, by its id."""
    from rirbilingual.formats.foreign import foreign_lines, is_foreign

    return foreign_lines(path, units) if is_foreign(path) else working_lines(path)


_ROUNDS = 4  # of fixes: where two overlap in a unit, the second is applied to what the first made


def fix(po: Path, *, terms: Path | None = None, checks: Checks = USUAL_CHECKS) -> tuple[Finding, ...]:
    """Apply the safe fixes in a PO, in place; gives the findings that were cured. An edited unit loses its
    approvals. Raises RirError for a file that is no PO."""
    if po.suffix.lower() != ".po":
        raise RirError(
            "fixes are made in a PO", str(po), "take it into the PO with `review import`, fix that"
        )
    work = working(po)
    cured: list[Finding] = []
    for _ in range(_ROUNDS):
        mended, done = fixed(work.catalog.units, findings(work, terms=terms, checks=checks), safe=is_safe)
        if not done:
            break
        cured += done
        work = replace(work, catalog=replace(work.catalog, units=mended))
    if cured:
        write_po(work.catalog, po)
    return tuple(cured)


def source_findings(report: Report, *, checks: Checks = USUAL_CHECKS) -> tuple[Finding, ...]:
    """What an editor should look at in the English alone."""
    return check_source(report, severities=dict(checks.severities), silenced=checks.silenced)


def alignment_report(
    work: Working,
    *,
    terms: Path | None = None,
    memories: Sequence[Memory] = (),
    checks: Checks = USUAL_CHECKS,
    signatures: int = 1,
    templates: Path | None = None,
) -> bytes:
    """The alignment report of a working file: one HTML file."""
    found = findings(work, terms=terms, memories=memories, checks=checks)
    stops = against_publishing(work, found, signatures=signatures)
    return alignment_page(work, found, stops, templates=templates)


def against_publishing(
    work: Working, found: Sequence[Finding], *, signatures: int = 1
) -> tuple[Finding, ...]:
    """What stands against publishing a working file whose findings are known; empty when nothing does."""
    from rirbilingual.publish.gate import blocks

    asked = tuple(unit.id for unit in work.catalog.units if review.open_queries(unit))
    digest = work.catalog.report_digest
    return blocks(work.pair, found, report_digest=digest, signatures=signatures, asked=asked)


def alignment_page(
    work: Working, found: Sequence[Finding], stops: Sequence[Finding], *, templates: Path | None = None
) -> bytes:
    """The alignment report of a working file whose findings, and what stands against publication, are known."""
    from rirbilingual.match.leverage import leverage
    from rirbilingual.render import alignment, environment

    return alignment.alignment_report(
        work.pair,
        found,
        leverage(work.catalog.key, work.catalog.units),
        blocks=stops,
        rule_made=tuple(unit.id for unit in review.rule_made(work.catalog, found)),
        templates=environment.environment(templates),
    )


def approve(
    po: Path,
    *,
    reviewer: str,
    when: str,
    scope: review.Scope = review.Scope.CLEARED,
    only: Sequence[str] | None = None,
    role: str = "",
    memory: Memory | None = None,
    terms: Path | None = None,
    memories: Sequence[Memory] = (),
    checks: Checks = USUAL_CHECKS,
) -> tuple[review.Approved, Added | None]:
    """Make the reviewed units final, in the PO; the memory learns what is final. role: "translator" or
    "reviser", where two people sign."""
    work = working(po)
    found = findings(work, terms=terms, memories=memories, checks=checks)
    catalog, approved = review.approve(
        work.catalog, found, reviewer=reviewer, when=when, role=role, scope=scope, only=only
    )
    if memory is not None:
        memory.add(())  # one that cannot be written to is refused before the PO is touched
    write_po(catalog, po)
    if memory is None:
        return approved, None
    added = memory.add(review.final_units(catalog))
    memory.add_quotations(approved_quotations(work.report, work.segments, catalog.units, work.sources))
    return approved, added


def publish(
    po: Path,
    *,
    site: Path,
    when: str,
    version: str,
    source: Path | None = None,
    dry_run: bool = False,
    replace_pair: bool = False,
    terms: Path | None = None,
    checks: Checks = USUAL_CHECKS,
    signatures: int = 1,
    templates: Path | None = None,
    formats: Sequence[str] = publication.DEFAULT_FORMATS,
    address: str = "",
    furniture: BothFurniture = NO_FURNITURE,
    indexes: bool = True,
    resume: bool = False,
) -> Outcome:
    """Publish both languages, or neither: pages are made, written aside, read back, and switched by one rename.

    A pair to replace that was made from just these files stays as it is; with `resume`, so does any that was.
    address: the site's public one.
    indexes: whether the site's indexes follow now; after many pairs, `publication.follow` does it once.
    """
    from rirbilingual.publish import origins, pair

    def made_by(report: Path) -> str:
        return publication.made_by(
            formats=formats, templates=templates, terms=terms, version=version, address=address,
            rules=config.load(report.parent).segment, gate=f"{checks} {signatures}", furniture=furniture,
        )  # fmt: skip

    leave = (replace_pair or resume) and not dry_run
    before = origins.noted(site, po) if leave and source is None else None
    if before is not None and publication.is_unchanged(before, site, made_by(before.origins.report)):
        return Outcome(before.key, (), site / before.key, unchanged=True)
    work = working(po, source)
    made = work.pair
    found = findings(work, terms=terms, checks=checks, errors_only=True)
    blocks = against_publishing(work, found, signatures=signatures)
    notices = tuple(f for f in found if f.check.startswith("read.") and f not in blocks)
    key = work.catalog.key
    _, report, table = work.files
    origin = origins.Origins(report, po, table if table.exists() else None)
    stamps = origin.stamps()
    made_of = made_by(origin.report)
    unnoted = origins.Noted(key, origin, {}, "")  # a publisher may have been killed before it noted a pair
    if leave and before is None and not blocks and publication.is_unchanged(unnoted, site, made_of):
        return Outcome(key, (), site / key, unchanged=True)
    if not blocks:
        pair.refuse(key, site=site, replace=replace_pair)
    if blocks or dry_run:
        return Outcome(key, blocks, notices=notices)
    if indexes:
        publication.try_indexes(templates=templates, address=address, furniture=furniture)
    content = publication.files_of(
        made, formats=formats, templates=templates, address=address, modified=when[:10], furniture=furniture
    )
    done = pair.publish(
        made, content, site=site, when=when, version=version, replace=replace_pair,
        inputs=publication.inputs(origin, made_of),
    )  # fmt: skip
    with suppress(RirError):  # the pair is there: what is not noted is read next time
        origins.note(site, done.key, origin, stamps, made_of)
    if indexes:
        publication.follow(site, templates=templates, address=address, furniture=furniture)
    return Outcome(key, (), done.folder, done.replaced, notices=notices)


def withdraw(
    key: str,
    *,
    site: Path,
    when: str,
    reason: str = "",
    templates: Path | None = None,
    address: str = "",
    furniture: BothFurniture = NO_FURNITURE,
    dry_run: bool = False,
) -> Path | None:
    """Take a pair off its site, both languages at once; gives where its history keeps it, as `pair.withdraw` does."""
    from rirbilingual.publish import pair

    publication.try_indexes(templates=templates, address=address, furniture=furniture)
    if dry_run:
        pair.refuse_withdrawal(key, site=site)
        return None
    kept = pair.withdraw(key, site=site, when=when, reason=reason)
    publication.follow(site, templates=templates, address=address, furniture=furniture)
    return kept


# --------------------------------------------------------------------------- what every step has at hand


def memories(urls: Sequence[str]) -> tuple[Memory, ...]:
    """The memories of those paths, which must exist."""
    return tuple(Memory.open(url, create=False) for url in urls)


def starter() -> Memory:
    """The memory of standing words and formulas that comes with the program; always on, after the user's own."""
    return Memory.of(_starter_units(), "starter")


@cache
def _starter_units() -> tuple[Unit, ...]:
    from rirbilingual.formats.tmx import read_tmx

    return tuple(read_tmx(shipped("memories") / "starter.tmx"))


def text_digest(report: Report) -> str:
    """SHA-256 of the report's text."""
    return hashlib.sha256(report.text.encode()).hexdigest()


def explain(
    path: Path,
    unit: str,
    *,
    memories: Sequence[Memory] = (),
    terms: Path | None = None,
    output: Path | None = None,
    assemble: bool = False,
    machine: Machine | None = None,
) -> tuple[str, ...]:
    """Where the French comes from that `draft` would give a unit, in lines; nothing is written."""
    report, segments = segment(path)
    known = termbase(terms, memories)
    rows = _rows(report, segments, known, memories, (output or path.parent) / f"{report.key}.sources.toml")
    catalog, _ = _drafted(report, segments, rows, known, memories, path, None, machine, assemble=assemble)
    found = next((held for held in catalog.units if held.id == unit), None)
    if found is None:
        raise RirError(f"no unit {unit}", str(path), "take an id from `rirbilingual segment --json`")
    return explained(found)
