"""Two open stores on one folder against a model: the machine of the tests, for longer."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.store.test_machine import TwoStores
from tests.torture.scenes import tell

RUNS = 150
STEPS = 50


def test_two_stores_on_one_folder_never_differ_from_the_model() -> None:
    run_state_machine_as_test(
        TwoStores,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    tell(f"model: {RUNS} runs of up to {STEPS} steps on two open stores, none differs")
