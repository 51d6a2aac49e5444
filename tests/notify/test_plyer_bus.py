from __future__ import annotations

import sys
from contextlib import suppress
from types import ModuleType

import pytest

from planner.notify.plyer_bus import _stand_in


def test_the_stand_in_for_dbus_is_there_as_long_as_anyone_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "dbus", raising=False)
    with _stand_in():
        with _stand_in():
            assert hasattr(sys.modules["dbus"], "SessionBus")
        assert hasattr(sys.modules["dbus"], "Interface")
    assert "dbus" not in sys.modules


def test_a_real_dbus_module_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ModuleType("dbus")
    monkeypatch.setitem(sys.modules, "dbus", real)
    with suppress(ZeroDivisionError), _stand_in():
        assert sys.modules["dbus"] is not real
        raise ZeroDivisionError
    assert sys.modules["dbus"] is real
