"""Exports: a view, or quads, as a file in one of twelve formats.

A file appears whole or not at all: it is written beside its place under another name and then moved there.
CSV is two files, `NAME-nodes.csv` and `NAME-edges.csv`; a cell that a spreadsheet would take for a formula begins with
an apostrophe.
"""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

import pyoxigraph as ox

from kg.drawing import Places, clean
from kg.errors import SseKgError
from kg.export_facts import LABEL, TYPE
from kg.names import PREFIXES, term
from kg.views import Edge, Node, View, edge_texts, to_networkx

_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


class ExportError(SseKgError):
    """A file that cannot be written, or a format that does not exist or does not fit."""


def export(content: View | Iterable[ox.Quad], format: str, path: Path | str) -> tuple[Path, ...]:
    """Writes a view or quads to a file and returns the files written.

    The RDF formats take both; turtle and rdfxml leave the names of the graphs out. All other formats take views.
    Raises ExportError for an unknown format and for a place that cannot be written.
    """
    path = Path(path)
    if format not in FORMATS:
        raise ExportError(f"unknown format {format!r}; choose one of {', '.join(FORMATS)}")
    if path.is_dir():
        raise ExportError(f"{path} is a folder; name a file in it")
    if format in _RDF:
        quads = quads_of(content) if isinstance(content, View) else content
        return write_files({path: rdf_bytes(quads, format)})
    if not isinstance(content, View):
        raise ExportError(f"{format} shows a view, not bare RDF; choose one of {', '.join(_RDF)}")
    if format == "csv":
        return write_files(csv_files(content, path))
    return write_files({path: _WRITERS[format](content)})


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_files(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Writes files so that each is there whole or as it was before; what is no ordinary file is written to directly."""
    unfinished: dict[Path, Path] = {}
    place = Path()
    try:
        for place, content in contents.items():
            target = place.resolve()
            if target.exists() and not target.is_file():
                target.write_bytes(content)  # a device or a pipe, never to be replaced
                continue
            temporary = target.with_name(f".sse-kg-{token_hex(6)}.part")
            unfinished[temporary] = target
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for temporary, target in unfinished.items():
            temporary.replace(target)
    except OSError as error:
        raise ExportError(f"cannot write {place}: {error.strerror or error}; choose another place") from error
    finally:
        for temporary in unfinished:
            temporary.unlink(missing_ok=True)
    return tuple(contents)


# ── RDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def quads_of(view: View) -> Iterable[ox.Quad]:
    """The RDF behind a view: names, classes and values of its things, its triples and the claims about them."""
    return view.quads or list(_plain_quads(view))


def _plain_quads(view: View) -> Iterator[ox.Quad]:
    """What a view made by hand says: labels, classes, triples."""
    for node in view.nodes:
        yield ox.Quad(_iri(node.iri), ox.NamedNode(LABEL), ox.Literal(node.label))
        for name in node.classes:
            yield ox.Quad(_iri(node.iri), ox.NamedNode(TYPE), ox.NamedNode(term(name)))
    for edge in view.edges:
        predicate = edge.predicate if ":" in edge.predicate else term(edge.predicate)
        yield ox.Quad(_iri(edge.subject), ox.NamedNode(predicate), _iri(edge.object))


def _iri(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def rdf_bytes(quads: Iterable[ox.Quad], format: str) -> bytes:
    """Quads in an RDF format, sorted, with the prefixes of the project."""
    kind = _RDF[format]
    quads = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    statements: Iterable[ox.Quad] | Iterable[ox.Triple] = quads
    if not kind.supports_datasets:
        statements = dict.fromkeys(_for_xml(quad.triple) if format == "rdfxml" else quad.triple for quad in quads)
    try:
        return ox.serialize(statements, format=kind, prefixes=PREFIXES) or b""
    except (ValueError, OSError) as error:
        raise ExportError(f"this RDF has no {format} form: {error}; choose nquads") from error


def _for_xml(triple: ox.Triple) -> ox.Triple:
    """The triple without characters that XML cannot hold."""
    value = triple.object
    if not isinstance(value, ox.Literal) or clean(value.value) == value.value:
        return triple
    datatype = None if value.language else value.datatype
    cleaned = ox.Literal(clean(value.value), datatype=datatype, language=value.language)
    return ox.Triple(triple.subject, triple.predicate, cleaned)


# ── graphs and tables ────────────────────────────────────────────────────────────────────────────────────────────────


def _readable(view: View) -> Any:
    """The networkx graph of a view without characters that XML cannot hold."""
    graph = to_networkx(view)
    attributes: list[dict[str, str]] = [data for _, data in graph.nodes(data=True)]
    attributes += [data for _, _, data in graph.edges(data=True)]
    for data in (*attributes, graph.graph):
        data.update({name: clean(text) for name, text in data.items()})
    return graph


def graphml_bytes(view: View) -> bytes:
    """GraphML, for yEd, Gephi, Cytoscape and igraph."""
    import networkx as nx

    buffer = io.BytesIO()
    nx.write_graphml(_readable(view), buffer)
    return buffer.getvalue()


def gexf_bytes(view: View) -> bytes:
    """GEXF, for Gephi; without the date of today, so that the same view gives the same bytes."""
    import networkx as nx

    text = "\n".join(nx.generate_gexf(_readable(view)))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def cytoscape_bytes(view: View, places: Places | None = None) -> bytes:
    """Cytoscape JSON (`.cyjs`), for Cytoscape desktop and Cytoscape.js, with places for the nodes."""
    from kg.drawing import layout

    places = places or layout(view)
    nodes = [
        {"data": _cytoscape_node(node), "position": {"x": 96 * places[node.iri][0], "y": -96 * places[node.iri][1]}}
        for node in view.nodes
    ]
    edges = [{"data": _cytoscape_edge(edge, number)} for number, edge in enumerate(view.edges, start=1)]
    document = {
        "format_version": "1.0",
        "generated_by": "sse-kg",
        "target_cytoscapejs_version": "~3.0",
        "data": {"name": clean(view.title), "shared_name": clean(view.title)},
        "elements": {"nodes": nodes, "edges": edges},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _cytoscape_node(node: Node) -> dict[str, Any]:
    label = clean(node.label)
    details = {name.replace(" ", "_"): clean(text) for name, text in node.details}
    return details | {
        "id": node.iri,
        "name": label,
        "shared_name": label,
        "label": label,
        "kind": node.kind,
        "classes": list(node.classes),
    }


def _cytoscape_edge(edge: Edge, number: int) -> dict[str, Any]:
    texts = {name: clean(text) for name, text in edge_texts(edge).items()}
    ends = {"id": f"e{number}", "source": edge.subject, "target": edge.object}
    return ends | texts | {"interaction": texts["label"], "references": list(edge.cited)}


def csv_files(view: View, path: Path) -> dict[Path, bytes]:
    """Two tables: the nodes, and the edges with the labels of both ends."""
    stem = path.with_suffix("") if path.suffix.lower() == ".csv" else path
    labels = {node.iri: node.label for node in view.nodes}
    details = sorted({name for node in view.nodes for name, _ in node.details})
    nodes = [["iri", "label", "kind", "classes", *details]]
    for node in view.nodes:
        known = dict(node.details)
        nodes.append([node.iri, node.label, node.kind, " | ".join(node.classes), *(known.get(n, "") for n in details)])
    texts = edge_texts(Edge("", "", "", ""))
    edges = [["subject", "subject label", "object", "object label", *texts]]
    for edge in view.edges:
        ends = [edge.subject, labels.get(edge.subject, ""), edge.object, labels.get(edge.object, "")]
        edges.append([*ends, *edge_texts(edge).values()])
    return {
        stem.with_name(f"{stem.name}-{part}.csv"): _csv(rows) for part, rows in (("nodes", nodes), ("edges", edges))
    }


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("Na3PS4"), safe_cell("@sum")
    ("'=1+1", 'Na3PS4', "'@sum")
    """
    text = clean(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


# ── pages and pictures ───────────────────────────────────────────────────────────────────────────────────────────────


def _html(view: View) -> bytes:
    from kg.export_page import page_bytes

    return page_bytes(view)


def _svg(view: View) -> bytes:
    from kg.export_picture import picture_bytes

    return picture_bytes(view, "svg")


def _png(view: View) -> bytes:
    from kg.export_picture import picture_bytes

    return picture_bytes(view, "png")


_WRITERS: dict[str, Callable[[View], bytes]] = {
    "graphml": graphml_bytes,
    "gexf": gexf_bytes,
    "cytoscape": cytoscape_bytes,
    "html": _html,
    "svg": _svg,
    "png": _png,
}
FORMATS = (*_RDF, "graphml", "gexf", "cytoscape", "csv", "html", "svg", "png")
