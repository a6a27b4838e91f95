"""Every format written, and read again by another program than the one that wrote it."""

import csv
import errno
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image
from test_views import HUB, small_graph, small_store

from kg import export as export_module
from kg.drawing import STYLES, clean, echarts_options, layout, shown_label
from kg.export import FORMATS, ExportError, csv_files, export, graphml_bytes, safe_cell
from kg.names import resource, term
from kg.views import Edge, Node, View, neighbourhood, whole

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> & $x^$ $$\\frac{1}{2}$$ \x00\x1b {{ 7*7 }} 电解质"
)


@pytest.fixture
def view() -> View:
    return neighbourhood(small_store(), resource(HUB), hops=2)


@pytest.fixture
def hostile() -> View:
    """Labels, relations, details and a title as an enemy would write them."""
    nodes = (
        Node("urn:a", HOSTILE, "Material", ("Material",), (("formula", HOSTILE),)),
        Node("urn:b", "=HYPERLINK(1)", "Strategy", ("Strategy",)),
        Node("urn:c", "", HOSTILE, ()),
    )
    edges = (
        Edge("urn:a", "urn:p", HOSTILE, "urn:b", (1,), "asserted", "curated", (HOSTILE,)),
        Edge("urn:a", "mitigates", "mitigates", "urn:b"),
        Edge("urn:b", "mitigates", "mitigates", "urn:b"),
    )
    return View(nodes, edges, title=HOSTILE)


def written(view: View, format: str, folder: Path) -> Path:
    (path,) = export(view, format, folder / f"out.{format}")
    return path


# ── RDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyparsing")
@pytest.mark.parametrize(
    ("format", "name"),
    [("turtle", "turtle"), ("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld"), ("rdfxml", "xml")],
)
def test_rdflib_reads_what_was_written(format: str, name: str, view: View, tmp_path: Path) -> None:
    from rdflib import Dataset, Graph

    path = written(view, format, tmp_path)
    if format in ("turtle", "rdfxml"):
        triples = len(Graph().parse(path, format=name))
        assert triples == len({quad.triple for quad in view.quads})
    else:
        quads = sum(1 for _ in Dataset().parse(path, format=name).quads((None, None, None, None)))
        assert quads == len(view.quads)


def test_a_turtle_of_a_view_holds_claims_and_our_prefixes(view: View, tmp_path: Path) -> None:
    text = written(view, "turtle", tmp_path).read_text(encoding="utf-8")
    assert "@prefix sse: <https://w3id.org/sse-kg/ontology#>" in text
    assert "sse:Claim" in text
    assert re.search(r"sse:cites sser:ref-108", text)


def test_bare_quads_can_be_written_too(tmp_path: Path) -> None:
    (path,) = export(small_store().quads(), "nquads", tmp_path / "all.nq")
    assert len(path.read_bytes().splitlines()) == len(small_store())
    assert {quad.subject for quad in ox.parse(path=str(path))} == {quad.subject for quad in small_graph()}
    with pytest.raises(ExportError, match="turtle"):
        export(small_store().quads(), "graphml", tmp_path / "all.graphml")


def test_a_view_made_by_hand_has_rdf(hostile: View, tmp_path: Path) -> None:
    for format in ("turtle", "nquads", "trig", "jsonld"):
        (path,) = export(hostile, format, tmp_path / f"h.{format}")
        assert HOSTILE in {
            quad.object.value
            for quad in ox.parse(path=str(path), format=export_module._RDF[format])
            if isinstance(quad.object, ox.Literal)
        }
    etree.parse(written(hostile, "rdfxml", tmp_path))  # without what XML cannot hold


# ── graphs ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_graphml_reads_again(view: View, tmp_path: Path) -> None:
    graph = nx.read_graphml(written(view, "graphml", tmp_path), force_multigraph=True)
    assert (len(graph), graph.number_of_edges()) == (len(view.nodes), len(view.edges))
    assert graph.nodes[resource("alucone-film")]["label"] == "alucone film on Na"
    found = [d for s, o, d in graph.edges(data=True) if (s, o) == (resource("alucone-film"), resource("side-reaction"))]
    assert [(d["predicate"], d["references"], d["status"]) for d in found] == [("mitigates", "108", "curated")]


def test_gexf_reads_again(view: View, tmp_path: Path) -> None:
    path = written(view, "gexf", tmp_path)
    graph = nx.read_gexf(path)
    assert (len(graph), graph.number_of_edges()) == (len(view.nodes), len(view.edges))
    assert graph.nodes[resource("alucone-film")]["label"] == "alucone film on Na"
    assert b"lastmodifieddate" not in path.read_bytes()


def test_cytoscape_json_reads_again(view: View, tmp_path: Path) -> None:
    document = json.loads(written(view, "cytoscape", tmp_path).read_text(encoding="utf-8"))
    nodes, edges = document["elements"]["nodes"], document["elements"]["edges"]
    assert (len(nodes), len(edges)) == (len(view.nodes), len(view.edges))
    ids = {node["data"]["id"] for node in nodes}
    assert {edge["data"][end] for edge in edges for end in ("source", "target")} <= ids
    assert len({edge["data"]["id"] for edge in edges}) == len(edges)
    assert all({"x", "y"} == set(node["position"]) for node in nodes)


def test_csv_is_two_tables(view: View, tmp_path: Path) -> None:
    nodes, edges = export(view, "csv", tmp_path / "graph.csv")
    assert [path.name for path in (nodes, edges)] == ["graph-nodes.csv", "graph-edges.csv"]
    with nodes.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows] == [node.label for node in view.nodes]
    with edges.open(encoding="utf-8", newline="") as file:
        links = list(csv.DictReader(file))
    assert len(links) == len(view.edges)
    assert {row["iri"] for row in rows} >= {row["subject"] for row in links}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph-edges.csv", "graph-nodes.csv"]


def test_hostile_labels_stay_text_in_every_graph_format(hostile: View, tmp_path: Path) -> None:
    for format in ("graphml", "gexf"):
        path = written(hostile, format, tmp_path)
        etree.parse(path)
        graph = nx.read_graphml(path) if format == "graphml" else nx.read_gexf(path)
        assert graph.nodes["urn:a"]["label"] == clean(HOSTILE)
    document = json.loads(written(hostile, "cytoscape", tmp_path).read_text(encoding="utf-8"))
    assert document["elements"]["nodes"][0]["data"]["label"] == clean(HOSTILE)
    nodes, _ = export(hostile, "csv", tmp_path / "h.csv")
    assert "'=HYPERLINK(1)" in nodes.read_text(encoding="utf-8")


texts = st.text(max_size=40)


@given(texts, texts)
def test_any_label_survives_graphml_but_for_what_xml_cannot_hold(label: str, said: str) -> None:
    view = View(
        (Node("urn:a", label, "Material"), Node("urn:b", "b", "Material")), (Edge("urn:a", "p", said, "urn:b"),)
    )
    graph = nx.read_graphml(io.BytesIO(graphml_bytes(view)))
    # XML itself turns every end of a line into \n, or lxml writes \r as a reference
    assert graph.nodes["urn:a"].get("label", "") == clean(label)
    assert graph.edges["urn:a", "urn:b"].get("label", "") == clean(said)


@given(texts)
def test_any_label_survives_csv_and_is_no_formula(label: str) -> None:
    tables = csv_files(View((Node("urn:a", label, "Material"),), ()), Path("x.csv"))
    rows = list(csv.reader(io.StringIO(tables[Path("x-nodes.csv")].decode(), newline="")))
    assert rows[1][1] == safe_cell(label)
    assert rows[1][1].removeprefix("'") == clean(label).removeprefix("'")
    assert not rows[1][1].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


# ── pages and pictures ───────────────────────────────────────────────────────────────────────────────────────────────


def test_svg_is_well_formed_and_its_text_is_text(view: View, tmp_path: Path) -> None:
    tree = etree.parse(written(view, "svg", tmp_path))
    words = " ".join(tree.getroot().itertext())
    assert tree.getroot().tag.endswith("svg")
    for said in ("alucone film on Na", "Na₂S interphase", "strategy (9)", "mitigates [108]"):
        assert said in words
    assert not tree.xpath("//*[local-name()='script']")


def test_png_is_a_picture_in_colours_of_the_kinds(view: View, tmp_path: Path) -> None:
    with Image.open(written(view, "png", tmp_path)) as picture:
        assert 800 < picture.width <= 8000
        assert 400 < picture.height <= 8000
        colours = {colour for _, colour in picture.convert("RGB").getcolors(maxcolors=1 << 24) or []}
    for kind in ("Material", "Strategy", "FailureMechanism"):
        colour = STYLES[kind].colour
        assert tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) in colours


def test_pictures_are_the_same_each_time(view: View, tmp_path: Path) -> None:
    for format in ("svg", "png", "html", "graphml", "gexf", "turtle", "cytoscape"):
        once, twice = (written(view, format, tmp_path).read_bytes() for _ in range(2))
        if format != "html":  # Bokeh gives its elements new ids
            assert once == twice, format


@pytest.mark.parametrize("format", ["svg", "png", "html", "cytoscape"])
def test_hostile_and_empty_views_are_drawn(format: str, hostile: View, tmp_path: Path) -> None:
    assert written(hostile, format, tmp_path).stat().st_size > 500
    assert written(View((), ()), format, tmp_path).stat().st_size > 100
    assert written(View((Node("urn:a", "a", "Material"),), ()), format, tmp_path).stat().st_size > 100


def test_html_is_one_file_and_hostile_labels_are_text(hostile: View, tmp_path: Path) -> None:
    page = html.parse(str(written(hostile, "html", tmp_path)), html.HTMLParser(encoding="utf-8"))
    assert not page.xpath("//script[@src] | //link[@href] | //img | //iframe | //object")
    assert page.findtext(".//h1") == shown_label(hostile.nodes[0])
    assert not [s for s in page.xpath("//script/text()") if s.strip().startswith("alert(1)")]
    (data,) = page.xpath("//script[@type='application/json']/text()")
    assert "</script" not in data
    assert not re.search(r"@import|url\(\s*['\"]?https?:", " ".join(page.xpath("//style/text()")))


@pytest.fixture
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium on the PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


_READY = "window.Bokeh && Bokeh.documents.length && Bokeh.documents[0].is_idle"
_PLACE = """(label) => {
  const figure = Bokeh.documents[0].roots()[0], shown = Bokeh.index.get_by_id(figure.id);
  const data = figure.renderers.map((r) => r.data_source.data).find((d) => d.marker);
  const at = Array.from(data.label).indexOf(label), box = shown.canvas_view.el.getBoundingClientRect();
  return [box.x + shown.frame.x_scale.compute(data.x[at]), box.y + shown.frame.y_scale.compute(data.y[at])];
}"""
_CLEAR = """() => Bokeh.documents[0].roots()[0].renderers.map((r) => r.data_source.data)
  .filter((d) => d.marker).slice(0, 1).flatMap((d) => Array.from(d.label).filter((_, i) => d.alpha[i] === 1))"""
_TOOLTIP = """() => {
  const texts = [], look = (root) => root.querySelectorAll("*").forEach((el) => {
    if (el.classList.contains("bk-Tooltip") && el.shadowRoot) texts.push(el.shadowRoot.textContent);
    if (el.shadowRoot) look(el.shadowRoot);
  });
  look(document); return texts.join(" ");
}"""


def _opened(browser: Any, path: Path, trouble: list[str]) -> Any:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith("http") and trouble.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_function(_READY)
    return page


def test_the_page_works_offline(browser: Any, view: View, tmp_path: Path) -> None:
    trouble: list[str] = []
    page = _opened(browser, written(view, "html", tmp_path), trouble)
    assert len(page.evaluate(_CLEAR)) == len(view.nodes)
    place = page.evaluate(_PLACE, "alucone film on Na")
    page.mouse.move(*place)
    page.mouse.click(*place)
    page.wait_for_function(f"({_CLEAR})().length < {len(view.nodes)}")
    linked = {"alucone film on Na", "artificial SEI", "side reaction of Na", "Na₂S interphase formation"}
    assert set(page.evaluate(_CLEAR)) == linked | {"sulfide solid electrolyte"}
    page.wait_for_function(f"({_TOOLTIP})().includes('strategy')")
    assert trouble == []


def test_hostile_labels_are_text_in_the_page(browser: Any, hostile: View, tmp_path: Path) -> None:
    trouble: list[str] = []
    page = _opened(browser, written(hostile, "html", tmp_path), trouble)
    assert page.evaluate("document.querySelector('h1').textContent") == shown_label(hostile.nodes[0])
    page.mouse.move(*page.evaluate(_PLACE, shown_label(hostile.nodes[0])))
    page.wait_for_function(f"({_TOOLTIP})().includes('</script>')")
    assert page.evaluate("document.images.length") == 0
    assert trouble == []


# ── the chart of the app ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_plain_data(dark: bool, hostile: View) -> None:
    options = echarts_options(hostile, dark)
    text = json.dumps(options)
    assert "function" not in text
    (series,) = options["series"]
    assert [node["id"] for node in series["data"]] == ["urn:a", "urn:b", "urn:c"]
    assert {link["source"] for link in series["links"]} <= {"urn:a", "urn:b"}
    assert all(series["categories"][node["category"]] for node in series["data"])


def test_the_chart_says_what_it_leaves_out() -> None:
    view = neighbourhood(small_store(), resource(HUB), most=4)
    names = [node["name"] for node in echarts_options(view)["series"][0]["data"]]
    assert names[-1] == f"+{view.left_out} more"


def test_no_label_lies_on_another(view: View) -> None:
    from kg.drawing import labels_of, size_of

    places, labels = layout(view), labels_of(view)
    assert set(places) == {node.iri for node in view.nodes}
    boxes = [(*places[iri], *size_of(label)) for iri, label in labels.items()]
    for number, (x, y, width, height) in enumerate(boxes):
        for u, v, wide, high in boxes[number + 1 :]:
            assert abs(x - u) > 0.9 * (width + wide) / 2 or abs(y - v) > 0.9 * (height + high) / 2
    assert places == layout(view)


def test_a_big_view_is_drawn_with_fewer_labels(tmp_path: Path) -> None:
    nodes = tuple(Node(f"urn:{n}", f"thing {n}", "Material") for n in range(620))
    edges = tuple(Edge(f"urn:{n}", "causes", "causes", f"urn:{n // 3}") for n in range(1, 620))
    with Image.open(written(View(nodes, edges), "png", tmp_path)) as picture:
        assert max(picture.size) <= 8000


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_format_of_the_contract_is_there(shared: Path) -> None:
    (line,) = [line for line in (shared / "contract.md").read_text().splitlines() if "sse-kg export" in line]
    assert set(line.split(" F: ")[1].rstrip(" |").split(", ")) == set(FORMATS)


def test_an_unknown_format_lists_the_known(view: View, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"docx.*turtle.*png"):
        export(view, "docx", tmp_path / "x")


def test_a_folder_is_no_file(view: View, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        export(view, "turtle", tmp_path)


def test_a_missing_folder_is_named(view: View, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no-such"):
        export(view, "turtle", tmp_path / "no-such" / "x.ttl")


@pytest.mark.parametrize("format", FORMATS)
def test_an_error_leaves_the_old_file(format: str, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = [tmp_path / name for name in ("x.out", "x.out-nodes.csv", "x.out-edges.csv")]
    for path in old:
        path.write_text("old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(export_module.os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        export(view, format, tmp_path / "x.out")
    assert {path.read_text() for path in old} == {"old"}
    assert sorted(tmp_path.iterdir()) == sorted(old)


def test_a_file_is_replaced_in_one_step_and_others_may_read_it(view: View, tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("old")
    with path.open() as reader:
        export(view, "turtle", path)
        assert reader.read() == "old"  # who reads the old file keeps it
    fresh = tmp_path / "fresh"
    fresh.touch()
    assert path.stat().st_mode == fresh.stat().st_mode


def test_a_device_is_written_to_and_not_replaced(view: View) -> None:
    before = Path(os.devnull).stat().st_mode
    export(view, "turtle", os.devnull)
    assert Path(os.devnull).stat().st_mode == before


def test_the_whole_graph_goes_into_every_graph_format(tmp_path: Path) -> None:
    view = whole(small_store())
    for format in FORMATS:
        for path in export(view, format, tmp_path / f"whole.{format}"):
            assert path.stat().st_size > 500
    assert term("IonicConductivity") in (tmp_path / "whole.graphml").read_text(encoding="utf-8")
