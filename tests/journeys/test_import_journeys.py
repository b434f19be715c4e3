"""The analyst's import, by keyboard alone: a file with a mistake, mended, looked at, loaded, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, Page, expect

from running_site import Site
from service import make_person
from sightline.domain.roles import Role

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,F,02/05/2014,WBRI,,,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "A1,03/06/2024,S,C1,N1,U6,PR1,05/08/2024,X1,CARPL,,,\n"
)
WRONG, RIGHT = "A1,30/02/2025,P,C1,N1,U4,PR1,,,,,,\n", "A1,05/08/2024,P,C1,N1,U4,PR1,,,,,,\n"


def give(page: Page, *files: Path) -> None:
    """Choose files and send them, by keyboard."""
    page.goto("/imports/")
    page.get_by_role("button", name="Import files").press("Enter")
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_label("Year of the return").select_option("2025")
    page.get_by_role("button", name="Read and check").press("Enter")
    page.wait_for_url("**/imports/*/")


def again(page: Page) -> None:
    """The page anew. While a job runs it loads itself anew too, and one of the two gives way."""
    try:
        page.reload()
    except Error:
        page.wait_for_load_state()


def test_an_analyst_mends_a_return_looks_at_it_loads_it_and_undoes_it(
    site: Site, page: Page, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    header, episodes = tmp_path / "Header.csv", tmp_path / "Episodes.csv"
    header.write_text(HEADER)
    episodes.write_text(EPISODES + WRONG)
    with site.data():
        analyst = make_person(Role.ANALYST, name="Ana Analyst")
    site.sign_in(page, analyst)
    page.goto("/imports/")
    axe(page)
    page.goto("/imports/new/")
    axe(page)
    page.get_by_role("button", name="Read and check").press("Enter")
    expect(page.get_by_text("Choose the files of the return, or a zip with them.").first).to_be_visible()
    axe(page)

    give(page, header, episodes)
    axe(page)
    site.work()
    again(page)
    expect(page.get_by_text("Episodes.csv, line 3, DECOM")).to_be_visible()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Set aside and remove the files").press("Enter")

    episodes.write_text(EPISODES + RIGHT)
    give(page, header, episodes)
    site.work()
    again(page)
    page.get_by_role("link", name="2 episodes").press("Enter")
    expect(page.get_by_text("New: A1").first).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Back to the import").press("Enter")
    with page.expect_navigation():
        page.get_by_role("button", name="Load this into the register").press("Enter")
    site.work()
    again(page)
    expect(page.get_by_text("What changed").or_(page.get_by_text("Loaded by")).first).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Undo this import").press("Enter")
    expect(page.get_by_text("Every row says again what it said before.").first).to_be_visible()
    for address in ("/imports/to-decide/", "/late-notices/", "/imports/extract/"):
        page.goto(address)
        axe(page)


def test_it_works_without_javascript(site: Site, plain_page: Page, tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("shopping,list\nmilk,2\n")
    with site.data():
        analyst = make_person(Role.ANALYST)
    site.sign_in(plain_page, analyst)
    give(plain_page, tmp_path / "notes.csv")
    site.work()
    again(plain_page)
    expect(plain_page.get_by_text("No file of a return was found.")).to_be_visible()
