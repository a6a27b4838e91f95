"""What things must be without in the words of a question: "undoped", "not doped", "without dopants"."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.anchors import role_of
from kg.asked import Asked
from kg.ground import Grounded, Mention
from kg.lexicon import Lexicon

#: Relations of composition: what is not said to be in a thing is not in it.
COMPOSITION = frozenset({"containsElement", "hasComponent", "hasDopant", "usesMaterial", "partOf"})
_UN = "un"


@dataclass(frozen=True)
class Lack:
    """A relation in which a thing must not stand to a member of a class; to anything when no class is named."""

    relation: str
    class_name: str = ""
    mention: Mention | None = None


def read_lacks(grounded: Grounded, asked: Asked, lexicon: Lexicon) -> tuple[Lack, ...]:
    """Everything that what is asked for must be without, where no thing is named."""
    return tuple(dict.fromkeys([*_classes(asked, lexicon), *_verbs(asked), *_prefixed(grounded, asked, lexicon)]))


def _classes(asked: Asked, lexicon: Lexicon) -> Iterator[Lack]:
    """Parts and components named by their class: "without dopants", "without a sodium metal anode"."""
    for mention, name in asked.context:
        nouns = [s.id for s in mention.senses if s.kind == "inverse-noun"]
        if mention.negated and (relation := next(iter(nouns), "") or role_of(name, lexicon)):
            yield Lack(relation, name, mention)


def _verbs(asked: Asked) -> Iterator[Lack]:
    """A verb of composition that is negated and has no object: "that are not doped", "without doping"."""
    objects = [m for m in asked.left_out if not m.of("relation", "inverse")]
    for mention, sense in asked.relations:
        if mention.negated and sense.kind == "inverse" and sense.id in COMPOSITION and not objects:
            yield Lack(sense.id, mention=mention)


def _prefixed(grounded: Grounded, asked: Asked, lexicon: Lexicon) -> Iterator[Lack]:
    """A participle with "un-" before the class asked for: "undoped electrolytes"."""
    for token, after in zip(grounded.tokens, grounded.tokens[1:], strict=False):
        if token.fold.startswith(_UN) and any(m.start == after.start and m.of("class") for m in asked.head):
            verbs = lexicon.phrases.get(token.fold.removeprefix(_UN), ())
            relation = next((s.id for s in verbs if s.kind == "inverse" and s.id in COMPOSITION), "")
            if relation:
                yield Lack(relation)
