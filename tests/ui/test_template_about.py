from __future__ import annotations

import pytest

from planner.library.checking import check_bytes
from planner.ui.screens.template_about import about
from tests.domain.ledgers import BLOCKS, document_of
from tests.strategies.spoiling import encoded


def lines(block: dict[str, object], cells: int) -> list[str]:
    return [row.data.plain for row in about(check_bytes(encoded(document_of(block)), "rule"), cells)]


def test_a_certificate_tells_in_words_what_keeps_it() -> None:
    told = lines(BLOCKS["pmp"], 400)
    at = told.index("Keeping the PMP · PMI")
    assert told[at + 1].startswith("Credits  60 PDU in 3 years (check): at least 35 Education, of which 8 each in Ways")
    assert "Renew    · You may still renew up to 1 year after the end." in told


@pytest.mark.parametrize("cells", [30, 42, 78])
def test_every_sentence_hangs_from_its_label_in_any_width(cells: int) -> None:
    told = lines(BLOCKS["asq-cssbb"], cells)
    assert max(map(len, told)) <= cells
    part = told[told.index("Keeping the CSSBB · ASQ") + 1 :]
    labels = [each[:9].strip() for each in part if each[:9].strip()]
    assert labels[:8] == ["Credits", "Rates", "Cycle", "Renew", "If not", "Instead", "Remind", "Check"]


def test_markup_in_a_rule_is_shown_as_it_stands() -> None:
    hostile = "[b]Law[/b] [@click=app.quit]x[/] %s {0} <b>"
    block = {**BLOCKS["csm"], "name": hostile, "categories": [{"key": "a", "title": hostile, "max": 5}]}
    told = lines(block, 400)
    assert f"Keeping the {hostile} · Scrum Alliance" in told
    assert any(each.endswith(f"at most 5 {hostile}.") for each in told)
