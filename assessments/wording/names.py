"""How names are shown: identical ones are told apart, and a right-to-left one does not reorder the text around it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from careerpaths.scoring.answers import Case
from careerpaths.scoring.ruleset import Ruleset

LETTERS = "ABCDEFGH"  # for the options, in the order in which they were entered
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
OPEN, CLOSE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def isolated(name: str) -> str:
    """A name for use in a sentence, isolated if its direction could reorder the words around it.

    Its marks do what `<bdi>` does, and work where no element can be: in a page's title, a list of choices, a chart's
    description, a text file. Most names need none, so searching, copying and comparing work as before.
    """
    if name and (get_language_bidi() or any(unicodedata.bidirectional(c) in RIGHT_TO_LEFT for c in name)):
        return f"{OPEN}{name}{CLOSE}"
    return name


def unmarked(text: str) -> str:
    """The text without the marks of `isolated`, for a cell or a file that other programs compare."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def told_apart(names: Iterable[str]) -> list[str]:
    """The names of options in their order, ready to be shown. Those that read the same get their letter."""
    given = list(names)
    count = Counter(name.casefold() for name in given)
    return [
        f"{isolated(name)} ({letter})" if count[name.casefold()] > 1 else isolated(name)
        for name, letter in zip(given, LETTERS, strict=False)
    ]


def option_names(ruleset: Ruleset, case: Case) -> dict[str, str]:
    """The name of each option of a case, by its id: the name given by the person, or the kind of option."""
    kinds = ruleset.paths_by_id
    names = told_apart(option.name or kinds[option.path].short for option in case.options)
    return {option.id: name for option, name in zip(case.options, names, strict=True)}


def plain_name(ruleset: Ruleset, place: int, path: str) -> str:
    """What an option is called when names are hidden."""
    return _("Option %(letter)s (%(kind)s)") % {"letter": LETTERS[place], "kind": ruleset.paths_by_id[path].short}
