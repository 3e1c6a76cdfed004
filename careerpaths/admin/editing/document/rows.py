"""Adding, removing and moving rows of a form before anything is saved."""

from typing import Any

from careerpaths.admin.editing.document.reading import JOINTS


def change_rows(parts: dict[str, Any], order: str) -> None:
    """Do what a button says, such as `up p0.choices.2`. An impossible command changes nothing."""
    action, _, name = order.partition(" ")
    *outer, last = name.split(".") if name else [""]
    inner: Any = parts
    for step in outer:
        inner = _inside(inner, step)
    match action:
        case "add":
            _add(inner, last)
        case "open" if isinstance(inner, dict):
            inner[last] = {}
        case "close" if isinstance(inner, dict):
            inner.pop(last, None)
        case "remove" | "up" | "down" if last.isdigit() and (rows := _rows(inner)) is not None:
            _change_row(rows, action, int(last))
            if outer[-1:] == ["choices"]:
                _let_shares_follow(parts, outer, action, int(last))


def _inside(data: Any, step: str) -> Any:
    if step.isdigit():
        rows, n = _rows(data), int(step)
        return rows[n] if rows is not None and n < len(rows) else None
    return data.get(step) if isinstance(data, dict) else None


def _rows(data: Any) -> list[Any] | None:
    """The rows themselves, or those of a condition with several parts."""
    if isinstance(data, dict):
        data = next((data[joint] for joint in JOINTS if joint in data), None)
    return data if isinstance(data, list) else None


def _add(inner: Any, last: str) -> None:
    rows = _rows(_inside(inner, last))
    if rows is not None:
        rows.append(None)
    elif isinstance(inner, dict):
        inner[last] = [None]


def _change_row(rows: list[Any], action: str, n: int) -> None:
    other = n - 1 if action == "up" else n + 1
    if action == "remove" and n < len(rows):
        del rows[n]
    elif action != "remove" and 0 <= other < len(rows) and n < len(rows):
        rows[n], rows[other] = rows[other], rows[n]


def _let_shares_follow(parts: dict[str, Any], outer: list[str], action: str, n: int) -> None:
    """The probabilities of a question are in the order of its choices, so they move with the choices."""
    question: Any = parts
    for step in outer[:-1]:
        question = _inside(question, step)
    prior = question.get("prior") if isinstance(question, dict) else None
    shares = prior.get("choices") if isinstance(prior, dict) else None
    for row in shares.values() if isinstance(shares, dict) else ():
        _change_row(row, action, n)
