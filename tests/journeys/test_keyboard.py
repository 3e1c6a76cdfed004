"""Everything works with a keyboard alone, and the focus is always visible."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPage
from tests.journeys.visitor import Visitor

FOCUS_IS_VISIBLE = """() => {
  const at = document.activeElement;
  const marks = [at, at.nextElementSibling, at.closest('.choice')].filter(Boolean).map(e => getComputedStyle(e));
  return marks.some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none');
}"""


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until the element with this accessible text has the focus; each stop must be visible."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_VISIBLE), page.evaluate("document.activeElement.outerHTML")
        text = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText ?? ''")
        if name in text:
            return
    raise AssertionError(f"{name} cannot be reached with Tab.")


def test_goal_options_grid_and_result_work_with_the_keyboard_alone(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/goal_role/")
    tab_to(page, "Setting my own research direction")
    page.keyboard.press("Space")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/options/")
    for kind in ("Typical: PhD", "Typical: Research assistant"):
        tab_to(page, kind)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    uid = Visitor(page).uid
    page.goto(f"/a/{uid}/q/opt_peers/")
    tab_to(page, "Outstanding")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Strong").first).to_be_checked()
    tab_to(page, "Continue")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"/a/{uid}/tasks/")
    tab_to(page, "See the result")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    tab_to(page, "The same as a table")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").first).to_be_visible()


def test_the_list_of_errors_takes_the_focus(new_page: NewPage) -> None:
    visitor = Visitor(new_page())
    visitor.begin()
    visitor.go("q/research_experience_years/")
    visitor.enter("many")
    visitor.go_on()
    expect(visitor.page.get_by_role("alert")).to_be_focused()
