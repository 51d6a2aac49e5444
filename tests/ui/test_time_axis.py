"""The axis above the timeline."""

from __future__ import annotations

import pytest

from planner.domain.scale import ZOOMS, Scale, Zoom
from planner.ui.widgets.time_axis import TODAY_WORD, TimeAxis
from tests.services.people import TODAY


@pytest.mark.parametrize("zoom", ZOOMS)
def test_no_label_is_cut_at_the_edge(zoom: Zoom) -> None:
    for width in range(40, 90):
        scale = Scale.at(zoom, TODAY, width, cell=15)
        axis = scale.axis()
        bar = TimeAxis()
        bar.set_reactive(TimeAxis.window, (scale, axis, TODAY, 10))
        shown = str(bar.render()).splitlines()
        for line, labels in zip(shown, (axis.upper, axis.lower), strict=True):
            whole = {word for label in labels for word in label.text.split()} | {TODAY_WORD}
            assert set(line.split()) <= whole, (width, line)
            assert any(label.text in line for label in labels)
