"""The frozen types that cross the seams between tables, graph, question and answer."""

from dataclasses import dataclass, field
from urllib.parse import quote

from kg.names import DOI


@dataclass(frozen=True)
class Place:
    """Where the review states a thing: a sentence (`4.1.1:7`) or a table row (`T1:5`)."""

    section: str = ""
    sentence: int = 0
    table: int = 0
    row: int = 0

    def __str__(self) -> str:
        return f"T{self.table}:{self.row}" if self.table else f"{self.section}:{self.sentence}"


@dataclass(frozen=True)
class Entity:
    """A thing with a name: one row of an entity table."""

    id: str
    label: str
    classes: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    definition: str = ""
    broader: tuple[str, ...] = ()
    formula: str = ""
    likely: str = ""
    phase: str = ""
    components: tuple[str, ...] = ()
    element: str = ""
    ions: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Acceptance:
    """Where an extracted fact was found, by which rule and how surely, and who accepted it when.

    `candidate` is its key among the reviewed ones. `paper` is empty for the review itself; the numbers of section and
    table are those of the paper.
    """

    candidate: str
    fingerprint: str
    rule: str
    confidence: float
    by: str
    on: str
    paper: str = ""
    section: str = ""
    table: int = 0
    row: int = 0

    @property
    def locator(self) -> str:
        """Section, table and row in words.

        >>> from dataclasses import replace
        >>> found = Acceptance("c" * 12, "0" * 12, "toy", 0.9, "A. Toy", "2026-11-22T09:30:00Z", "toy-2027")
        >>> replace(found, section="Results", table=2, row=5).locator
        'section Results, Table 2 row 5'
        """
        table = f"Table {self.table}" + (f" row {self.row}" if self.row else "") if self.table else ""
        return ", ".join(filter(None, (f"section {self.section}" if self.section else "", table)))


@dataclass(frozen=True)
class Source:
    """What a fact rests on: places in the review, works it cites, groups it credits, and how sure it is.

    `accepted` is set for facts that were extracted; those from another paper have no places in the review.
    """

    places: tuple[Place, ...]
    references: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    stance: str = "asserted"
    dispute: str = ""
    note: str = ""
    accepted: Acceptance | None = None


@dataclass(frozen=True)
class Statement:
    """One relation between two things, as the review has it."""

    subject: str
    predicate: str
    object: str
    source: Source
    aspect: str = ""
    condition: str = ""


@dataclass(frozen=True)
class Measurement:
    """One value of a property of a thing, with its conditions as (key, text) pairs."""

    subject: str
    property: str
    sign: str
    value: float
    unit: str
    source: Source
    upper: float | None = None
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Confirmation:
    """A fact of the graph which extraction found as well, at the same place."""

    fact: Statement | Measurement
    acceptance: Acceptance


@dataclass(frozen=True)
class Cell:
    """A cell that was built: ids of its materials; several electrolytes are layers."""

    id: str
    label: str
    cathode: str
    electrolyte: tuple[str, ...]
    interlayer: tuple[str, ...]
    anode: str
    source: Source


@dataclass(frozen=True)
class Reference:
    """A work the review cites, as printed."""

    number: int
    authors: tuple[str, ...]
    journal: str
    year: int
    volume: str = ""
    issue: str = ""
    pages: str = ""
    same_as: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence of the review by section, number and fingerprint, and why no fact rests on it where none does."""

    section: str
    number: int
    paragraph: int
    fingerprint: str
    skip: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper whose text was read for candidates."""

    id: str
    title: str
    doi: str = ""
    year: int | None = None

    @property
    def address(self) -> str:
        """Where its DOI leads; nothing where it has none.

        >>> Paper("doe-2027", "Toy", "10.1000/a<b>").address
        'https://doi.org/10.1000/a%3Cb%3E'
        """
        return f"{DOI}{quote(self.doi, safe='/().;:-_')}" if self.doi else ""

    @property
    def citation(self) -> str:
        """Its title, with the year where that does not say it.

        >>> Paper("x", "Doe et al., J. Toy", year=2027).citation, Paper("x", "Toy 2027", year=2027).citation
        ('Doe et al., J. Toy, 2027', 'Toy 2027')
        """
        return f"{self.title}, {self.year}" if self.year and str(self.year) not in self.title else self.title

    @property
    def mark(self) -> str:
        """How an answer cites it: by its short name, but never as a bare number, which is a reference of the review.

        >>> Paper("doe-2027", "Toy").mark, Paper("39", "Toy").mark
        ('doe-2027', 'paper-39')
        """
        return self.id if any(map(str.isalpha, self.id)) else f"paper-{self.id}"


@dataclass(frozen=True)
class Curated:
    """All facts that people curated or accepted; accepted ones come after the others."""

    entities: dict[str, Entity]
    statements: tuple[Statement, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    cells: tuple[Cell, ...] = ()
    references: dict[int, Reference] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    tables: dict[int, str] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    disputes: dict[str, str] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    confirmed: tuple[Confirmation, ...] = ()
