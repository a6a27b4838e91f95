"""Audit of the list of references: works listed twice, never or wrongly cited, and odd figures or names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from kg.audit_book import Book, Fact, Finding, all_facts, say_places
from kg.model import Entity, Reference

_LONG = 170
"""Pages; the longest reviews of the field stay below."""
_PAGES = re.compile(r"(\d+)-(\d+)")
_DOUBT = re.compile(r"probabl|likely|looks wrong|belongs to|mistak|misprint")


def _work(reference: Reference) -> str:
    return f"[{reference.number}] {reference.authors[0]}, {reference.journal} {reference.year}"


def listed_twice(book: Book) -> Iterator[Finding]:
    """One paper under two numbers: the same journal, volume and first page, or marked so by a curator."""
    by_place: dict[tuple[str, str, str], list[Reference]] = defaultdict(list)
    pairs: dict[tuple[int, int], str] = {}
    for reference in book.curated.references.values():
        if reference.same_as in book.curated.references:
            pairs[reference.same_as or 0, reference.number] = reference.note or "the same paper"
        if reference.volume and reference.pages:
            by_place[reference.journal, reference.volume, reference.pages.split("-")[0]].append(reference)
    for alike in by_place.values():
        for one, other in combinations(alike, 2):
            if one.authors[0] == other.authors[0]:
                pairs.setdefault((one.number, other.number), "the same journal, volume and page")
    for (low, high), why in sorted(pairs.items()):
        one, other = book.curated.references[low], book.curated.references[high]
        yield Finding("listed twice", f"{_work(one)} is listed again as [{high}]: {why}", f"cite [{low}]", (one, other))


def never_cited(book: Book) -> Iterator[Finding]:
    """A work in the list on which no statement, value or cell rests."""
    cited = {number for fact in all_facts(book.curated) for number in fact.source.references}
    for reference in book.curated.references.values():
        if reference.number not in cited:
            what = f"{_work(reference)} is in the list, and no statement of the review rests on it"
            yield Finding(
                "never cited", what, "it is called in a caption only, or another number is misprinted", (reference,)
            )


def wrong_credit(book: Book) -> Iterator[Finding]:
    """A group is credited by name for a work that none of its people wrote."""
    wrong: dict[tuple[str, tuple[int, ...]], list[Fact]] = defaultdict(list)
    for fact in all_facts(book.curated):
        known = [book.curated.references[n] for n in fact.source.references if n in book.curated.references]
        for name in fact.source.groups if known else ():
            group = book.curated.entities.get(name)
            if group and not any(_wrote(group, reference) for reference in known):
                wrong[name, fact.source.references].append(fact)
    for (name, numbers), facts in wrong.items():
        group = book.curated.entities[name]
        cited = ", ".join(f"{_work(book.curated.references[n])} et al." for n in numbers)
        where = say_places(*facts)
        yield Finding(
            "credited to others",
            f"{group.label} is credited for {cited}, which none of its people wrote ({where})",
            _their_work(book, group, numbers),
            (*facts, *(book.curated.references[n] for n in numbers)),
        )


def _wrote(group: Entity, reference: Reference) -> bool:
    return bool(_surnames(group) & {author.split()[-1].casefold() for author in reference.authors})


def _surnames(group: Entity) -> set[str]:
    """Surnames of the people of a group; a bare alias such as `Hayashi` may be all there is."""
    people = [name for name in group.aliases if re.search(r"\S \S", name) and not re.search(r"'s |et al", name)]
    return {name.split()[-1].casefold() for name in people or group.aliases[:1]}


def _their_work(book: Book, group: Entity, numbers: tuple[int, ...]) -> str:
    theirs = [r for r in book.curated.references.values() if _wrote(group, r)]
    cited = {number for fact in all_facts(book.curated) for number in fact.source.references}
    near = sorted(theirs, key=lambda r: (r.number in cited, min(abs(r.number - n) for n in numbers)))
    return f"{_work(near[0])} is likely meant" if near else "the name or the number is misprinted"


def group_names(book: Book) -> Iterator[Finding]:
    """A group called by a given name, or by a surname that is spelled in two ways."""
    for group in book.curated.entities.values():
        if group.kind != "groups":
            continue
        plain = {re.sub(r"'s (team|group)| et al\.?", "", name): None for name in group.aliases}
        surname = group.label.split("'s ")[0].split()[-1]
        given = {name.split()[0] for name in plain if re.fullmatch(rf"[^\s.]+ {re.escape(surname)}", name)}
        for name in plain:
            if name in given:
                yield Finding(
                    "called by a given name", f"{group.label} is called {name}", "a given name, not a surname", (group,)
                )
        single = [name for name in plain if " " not in name]
        for one, other in combinations(single, 2):
            if len(one) > 4 and _distance(one, other) == 1:
                what = f"{group.label} is spelled {one} and {other}"
                yield Finding("name spelled in two ways", what, _by_authors(book, one, other), (group,))


def _by_authors(book: Book, one: str, other: str) -> str:
    count = Counter(author.split()[-1] for r in book.curated.references.values() for author in r.authors)
    return f"{max((one, other), key=lambda name: count[name])} is right by the list of references"


def author_names(book: Book) -> Iterator[Finding]:
    """One author spelled in two ways: equal initials, surnames one letter apart, and co-authors in common."""
    papers: dict[str, list[Reference]] = defaultdict(list)
    for reference in book.curated.references.values():
        for author in reference.authors:
            papers[author].append(reference)
    for one, other in combinations(sorted(papers), 2):
        if one.rsplit(" ", 1)[0] != other.rsplit(" ", 1)[0] or min(len(one.split()[-1]), len(other.split()[-1])) < 5:
            continue
        mates = {a for r in papers[one] for a in r.authors} & {a for r in papers[other] for a in r.authors}
        if len(mates) > 1 and _distance(one, other) == 1:
            rare, usual = sorted((one, other), key=lambda name: len({r.pages for r in papers[name]}))
            numbers = ", ".join(f"[{r.number}]" for r in papers[rare])
            what = f"{rare} in {numbers} and {usual} elsewhere share {len(mates)} co-authors"
            yield Finding("name spelled in two ways", what, f"{usual} is likely meant", (*papers[rare], *papers[usual]))


def _distance(one: str, other: str) -> int:
    """Whether texts differ by one letter (1), none (0) or more (2)."""
    if one == other:
        return 0
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return 2
    at = next((i for i, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    return 1 if short[at + (len(short) == len(long)) :] == long[at + 1 :] else 2


def volume_and_year(book: Book) -> Iterator[Finding]:
    """A journal with one volume a year: a work whose volume belongs to another year."""
    numbered: dict[str, list[tuple[int, Reference]]] = defaultdict(list)
    for reference in book.curated.references.values():
        if reference.volume.isdigit():
            numbered[reference.journal].append((reference.year - int(reference.volume), reference))
    for journal, works in numbered.items():
        first, count = Counter(offset for offset, _ in works).most_common(1)[0]
        for offset, reference in works:
            if offset == 0 or (offset != first and len(works) > 3 and count >= 0.75 * len(works)):
                what = f"{_work(reference)} has volume {reference.volume}"
                meant = (
                    f"{journal} has volume {reference.year - first} in {reference.year}: volume or year is misprinted"
                )
                if offset == 0:
                    meant = "the year stands for the volume, as some journals have it"
                yield Finding("volume and year", what, meant, (reference,), hint=offset == 0)


def pages(book: Book) -> Iterator[Finding]:
    """A range of pages that is no range of one paper, or pages without a volume."""
    for reference in book.curated.references.values():
        match = _PAGES.fullmatch(reference.pages)
        if match and not 0 <= int(match[2]) - int(match[1]) <= _LONG:
            what = f"{_work(reference)} has pages {reference.pages}"
            meant = "no paper is that long: an ISSN or another number stands in its place"
            yield Finding("odd pages", what, meant, (reference,))
        elif match and not reference.volume:
            what = f"{_work(reference)} has pages {reference.pages} and no volume"
            yield Finding("odd pages", what, "the volume is missing", (reference,))


def noted(book: Book) -> Iterator[Finding]:
    """What a curator found odd in an entry of the list and wrote into its note."""
    shown = {finding.about[0] for finding in (*volume_and_year(book), *pages(book))}
    for reference in book.curated.references.values():
        if _DOUBT.search(reference.note) and reference not in shown:
            yield Finding("noted in the list", _work(reference), reference.note, (reference,))


RULES = (
    listed_twice,
    never_cited,
    wrong_credit,
    group_names,
    author_names,
    volume_and_year,
    pages,
    noted,
)
