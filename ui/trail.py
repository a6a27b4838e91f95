"""Where a person stands on a walk through the graph, as it stands in the address."""

from dataclasses import dataclass, replace

import streamlit as st

_MOST_OPENED = 40


@dataclass(frozen=True)
class Trail:
    """Names of the thing that is picked, of those opened in turn, and of the far end of a path.

    >>> Trail("Na3PS4", ("Na3PS4",)).pick("Na2S").open("Na2S").opened
    ('Na3PS4', 'Na2S')
    """

    picked: str = ""
    opened: tuple[str, ...] = ()
    to: str = ""

    def pick(self, name: str) -> "Trail":
        """Looks at a thing."""
        return replace(self, picked=name, to="" if self.to == name else self.to)

    def open(self, name: str) -> "Trail":
        """Shows neighbours of a thing, or more of them."""
        return replace(self, opened=(*self.opened, name)[-_MOST_OPENED:])

    def close(self, name: str) -> "Trail":
        """Folds the neighbours of a thing away."""
        return replace(self, opened=tuple(one for one in self.opened if one != name))


def read_trail() -> Trail:
    """The trail in the address; a thing named alone is opened."""
    picked = st.query_params.get("thing", "")
    opened = tuple(filter(None, st.query_params.get_all("open")))[:_MOST_OPENED]
    return Trail(picked, opened or ((picked,) if picked else ()), st.query_params.get("to", ""))


def write_trail(trail: Trail) -> None:
    """Puts a trail into the address; for callbacks."""
    wanted = {"thing": trail.picked, "to": trail.to}
    for name, value in wanted.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
    if trail.opened == (trail.picked,):
        st.query_params.pop("open", None)
    else:
        st.query_params["open"] = trail.opened


def begin(name: str) -> None:
    """A new walk from one thing, given by its id."""
    write_trail(Trail(name, (name,)))
