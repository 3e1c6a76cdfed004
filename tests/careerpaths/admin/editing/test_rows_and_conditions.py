"""Buttons add, move and remove rows, and conditions are built by choosing."""

from typing import Any

from django.test import Client

from careerpaths.models import RulesetVersion
from careerpaths.publishing import save_draft
from careerpaths.scoring.parsing import parse
from harness.documents import item
from tests.careerpaths.admin.editing.forms import Sheet, at, page


def press(client: Client, address: str, sheet: Sheet, order: str) -> Sheet:
    """The page that comes back when a button of the form is pressed."""
    assert order in sheet.buttons, sorted(sheet.buttons)
    answer = client.post(address, {**sheet.data, "do": order})
    assert answer.status_code == 200
    return Sheet.of(answer.content.decode())


def choose(client: Client, address: str, sheet: Sheet, name: str, subject: str) -> Sheet:
    assert subject in sheet.options[f"{name}.subject"]
    return press(client, address, sheet.put(**{f"{name}.subject": subject}), f"show {name}")


def saved(client: Client, address: str, sheet: Sheet, draft: RulesetVersion) -> None:
    answer = client.post(address, sheet.data)
    assert answer.status_code == 302, answer.content.decode().partition("ed-summary")[2][:900]
    draft.refresh_from_db()
    assert parse(draft.document).digest == draft.digest


LONELY_START = {
    "p0.id": "lonely_start",
    "p0.name": "A lonely start",
    "p0.target": "sustainability",
    "p0.action": "multiply",
    "p0.amount": "0.8",
    "p0.rationale": "Being alone at the start wears people out.",
    "p0.source": "E88 assumption",
}


def test_an_adjustment_is_added_by_choosing(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "adjustments", "new")
    sheet = page(admin_client, address).put(**LONELY_START)
    sheet = choose(admin_client, address, sheet, "p0.when", "all")
    sheet = press(admin_client, address, sheet, "add p0.when")
    sheet = choose(admin_client, address, sheet, "p0.when.0", "q:opt_company")
    assert sheet.data["p0.name"] == ["A lonely start"]
    sheet.put(**{"p0.when.0.in": ["alone"]})
    sheet = press(admin_client, address, sheet, "add p0.when")
    sheet = choose(admin_client, address, sheet, "p0.when.1", "any")
    sheet = press(admin_client, address, sheet, "add p0.when.1")
    sheet = choose(admin_client, address, sheet, "p0.when.1.0", "q:opt_mentor_hours")
    sheet.put(**{"p0.when.1.0.below": "2"})
    sheet = press(admin_client, address, sheet, "add p0.when.1")
    sheet = choose(admin_client, address, sheet, "p0.when.1.1", "path")
    sheet.put(**{"p0.when.1.1.in": ["independent"]})
    saved(admin_client, address, sheet, draft)
    assert item(draft.document, "adjustments", "lonely_start") == {
        "id": "lonely_start",
        "name": "A lonely start",
        "when": {
            "all": [
                {"question": "opt_company", "in": ["alone"]},
                {"any": [{"question": "opt_mentor_hours", "below": 2}, {"path": ["independent"]}]},
            ]
        },
        "target": "sustainability",
        "action": "multiply",
        "amount": 0.8,
        "rationale": "Being alone at the start wears people out.",
        "source": ["E88", "assumption"],
    }


def test_a_single_condition_becomes_the_first_of_several(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "flags", "item", "F02_mentor_reputation")
    before = item(draft.document, "flags", "F02_mentor_reputation")["when"]
    sheet = choose(admin_client, address, page(admin_client, address), "p0.when", "any")
    saved(admin_client, address, sheet, draft)
    assert item(draft.document, "flags", "F02_mentor_reputation")["when"] == {"any": [before]}


def test_a_choice_is_added_with_its_numbers(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "questions", "item", "opt_peers")
    sheet = press(admin_client, address, page(admin_client, address), "add p0.choices")
    n = len(item(draft.document, "questions", "opt_peers")["choices"])
    sheet.put(**{f"p0.choices.{n}.id": "unknown_ones", f"p0.choices.{n}.label": "People I have never met"})
    sheet = press(admin_client, address, sheet, f"up p0.choices.{n}")
    assert sheet.data[f"p0.choices.{n - 1}.id"] == ["unknown_ones"]
    sheet.put(**{sheet.where("levels.unknown_ones"): "0.1"})
    for name in [name for name in sheet.data if ".prior.choices." in name and name.endswith(f".{n - 1}")]:
        assert sheet.data[name] == [""]
        sheet.put(**{name: "0"})
    saved(admin_client, address, sheet, draft)
    question = item(draft.document, "questions", "opt_peers")
    assert question["choices"][n - 1]["id"] == "unknown_ones"
    assert {shares[n - 1] for shares in question["prior"]["choices"].values()} == {0}
    assert item(draft.document, "tables", "opt_peers")["levels"]["unknown_ones"] == 0.1


def test_a_point_of_a_curve_is_added(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "curves", "item", "mentor_hours")
    points = item(draft.document, "curves", "mentor_hours")["points"]
    sheet = press(admin_client, address, page(admin_client, address), "add p0.points")
    sheet.put(**{f"p0.points.{len(points)}.0": "500", f"p0.points.{len(points)}.1": "1"})
    saved(admin_client, address, sheet, draft)
    assert item(draft.document, "curves", "mentor_hours")["points"] == [*points, [500, 1]]


def test_an_empty_row_is_left_out(admin_client: Client, draft: RulesetVersion) -> None:
    before = draft.digest
    for steps, name in ((("phases",), "p0"), (("curves", "item", "mentor_hours"), "p0.points")):
        address = at(draft.pk, *steps)
        sheet = press(admin_client, address, page(admin_client, address), f"add {name}")
        saved(admin_client, address, sheet, draft)
        assert draft.digest == before


def test_items_are_reordered_within_their_group(admin_client: Client, draft: RulesetVersion) -> None:
    def order() -> list[str]:
        draft.refresh_from_db()
        return [q["id"] for q in draft.document["questions"] if q["section"] == "option_people"]

    first, second, *rest = order()
    address = at(draft.pk, "questions", "item", second, "move")
    assert admin_client.post(address, {"to": "up"}).status_code == 302
    assert order() == [second, first, *rest]
    assert admin_client.get(address).status_code == 405


def test_optional_parts_of_an_item_can_be_opened_and_closed(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "questions", "item", "opt_peers")
    sheet = press(admin_client, address, page(admin_client, address), "close p0.find_out")
    assert "p0.find_out.how" not in sheet.data
    sheet = press(admin_client, address, sheet, "open p0.find_out")
    sheet.put(
        **{
            "p0.find_out.how": "Ask.",
            "p0.find_out.whom": "Them.",
            "p0.find_out.ask": "Who?",
            "p0.find_out.minutes": "5",
        }
    )
    saved(admin_client, address, sheet, draft)
    assert item(draft.document, "questions", "opt_peers")["find_out"]["minutes"] == 5


def test_an_empty_choice_is_removed_with_its_column(admin_client: Client, draft: RulesetVersion) -> None:
    before = draft.digest
    address = at(draft.pk, "questions", "item", "opt_peers")
    sheet = press(admin_client, address, page(admin_client, address), "add p0.choices")
    n = len(item(draft.document, "questions", "opt_peers")["choices"])
    sheet = press(admin_client, address, sheet, f"up p0.choices.{n}")
    saved(admin_client, address, sheet, draft)
    assert draft.digest == before


def test_a_deeply_nested_condition_is_shown_and_kept(admin_client: Client, draft: RulesetVersion) -> None:
    deep: dict[str, Any] = {"question": "opt_company", "in": ["alone"]}
    for _ in range(40):
        deep = {"any": [deep]}
    flag = item(draft.document, "flags", "F02_mentor_reputation")
    flag["when"] = deep
    save_draft(draft, draft.document)
    address = at(draft.pk, "flags", "item", "F02_mentor_reputation")
    assert "“Company” is “Nobody”" in admin_client.get(address).content.decode()
    saved(admin_client, address, page(admin_client, address).put(**{"p0.title": "Another title"}), draft)
    flag = item(draft.document, "flags", "F02_mentor_reputation")
    assert (flag["when"], flag["title"]) == (deep, "Another title")


def test_the_reason_for_a_change_goes_into_the_log(admin_client: Client, draft: RulesetVersion) -> None:
    address = at(draft.pk, "about")
    sheet = page(admin_client, address).put(note="A better title.", **{"p0.title": "New"})
    saved(admin_client, address, sheet, draft)
    entry = draft.log.get()
    assert (entry.note, [change.path for change in entry.changes.all()]) == ("A better title.", ["title"])
