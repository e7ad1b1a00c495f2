"""segment: a report's units and spans."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from rirbilingual.cli.findings import number, print_findings
from rirbilingual.cli.group import Invocation
from rirbilingual.cli.output import as_json, print_json
from rirbilingual.model import TRANSLATED, Citation, InlineCode, Marker, Placeable, Quotation, Segment, Span


@click.command("segment")
@click.argument("report", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def command(invocation: Invocation, /, *, report: Path, json_: bool) -> None:
    """Show a report's units: sentences, headings and entries, with the spans in them.

    \b
    Example:
      rirbilingual segment MEX201603.E.txt
      rirbilingual segment MEX201603.E.txt --json | jq .text
    """
    from rirbilingual.read import read
    from rirbilingual.segment import segments as segments_of

    rules = invocation.settings(report).segment
    found = read(report)
    segments = [segment for segment in segments_of(found, rules) if segment.kind in TRANSLATED]
    if json_:
        for segment in segments:
            print_json(segment_object(segment))
        return
    for segment in segments:
        click.secho(f"{segment.where}  {segment.kind}", dim=True)
        click.echo(segment.text)
        if segment.spans:
            shown = (f"{span_type(span)} {segment.text[span.start : span.end]}" for span in segment.spans)
            click.secho("  " + " · ".join(shown), fg="cyan")
        click.echo()
    click.echo(f"{found.number}, {found.date}: {found.title}")
    counts = Counter(span_type(span) for segment in segments for span in segment.spans)
    if found.findings:
        print_findings(found.findings)
    click.echo(
        ", ".join([number(len(segments), "unit"), *(number(n, name) for name, n in counts.most_common())])
    )


def segment_object(segment: Segment) -> dict[str, object]:
    """A segment as scripts get it."""
    shown: dict[str, object] = {
        "id": segment.id,
        "kind": segment.kind.value,
        "section": segment.section,
        "text": segment.text,
        "spans": [span_object(span) for span in segment.spans],
    }
    return shown | {"codes": [code_object(code) for code in segment.codes]} if segment.codes else shown


def code_object(code: InlineCode) -> dict[str, object]:
    """An inline code as scripts get it."""
    place: dict[str, object] = {"type": code.kind.value, "start": code.start, "end": code.end}
    return place | {"href": code.href} if code.href else place


def span_type(span: Span) -> str:
    match span:
        case Quotation():
            return "quotation"
        case Marker():
            return "marker"
        case Citation():
            return "citation"
        case Placeable():
            return span.type.value


def span_object(span: Span) -> dict[str, object]:
    place: dict[str, object] = {"type": span_type(span), "start": span.start, "end": span.end}
    match span:
        case Quotation():
            return place | {"level": span.level, "opens": span.opens, "closes": span.closes}
        case Marker():
            return place | {"label": span.label}
        case Citation():
            sources = [
                {
                    "label": source.label,
                    "date": source.date,
                    "pages": source.pages,
                    "reference": source.reference,
                }
                for source in span.sources
            ]
            return place | {"sources": sources}
        case Placeable():
            return place | {"value": span.value}
