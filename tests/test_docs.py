"""The pages: every picture is shown by one of them, and every link leads to something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("templates/*.md")])
LINK = re.compile(r"(!?)\[([^\]\n]*)\]\(([^)\s]+)\)")


def links(page: Path) -> list[tuple[str, str, str]]:
    """Whether it is a picture (`!`), its words and where it leads, of each link outside of code."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return LINK.findall(text)


def anchors(page: Path) -> set[str]:
    """What `#…` can name on the page: its headings in small letters, with hyphens for spaces."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_something_and_every_picture_says_what_it_shows(page: Path) -> None:
    for picture, words, address in links(page):
        if address.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = address.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), address
        assert not anchor or anchor in anchors(found), address
        assert not picture or len(words) > 3, f"{address} has no words for who cannot see it"


def test_every_picture_is_shown_by_a_page() -> None:
    shown = {
        (page.parent / address).resolve() for page in PAGES for _, _, address in links(page) if "://" not in address
    }
    assert [path.name for path in sorted((ROOT / "docs/pictures").iterdir()) if path not in shown] == []
