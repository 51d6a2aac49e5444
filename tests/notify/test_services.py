"""Services of apprise, with a server on this machine: nothing here leaves it."""

from __future__ import annotations

import sys
import time
from base64 import b64encode
from collections.abc import Iterator

import pytest

from planner.notify import programs, service_child, services
from planner.notify.service_child import Missing, resolved
from planner.notify.services import INSTALL, ServiceNotifier
from planner.ports import Outcome
from tests.notify.server import Server

SECRET = "tk-2f81/9c;"
IN_ADDRESS = "tk-2f81%2F9c%3B"


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def test_title_and_body_arrive_as_they_are_and_a_secret_as_one_part(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_TEST_TOKEN", SECRET)
    one = ServiceNotifier("mine", f"json://me:${{PLANNER_TEST_TOKEN}}@127.0.0.1:{server.port}/planner")
    title, body = "--wait <b>R&D</b>: “x” 👩‍👩‍👧‍👦", "Earn the PMP · due tomorrow\n\\n {title} a & b"
    assert one.notify(title, body, "key") == Outcome(True, "mine")
    ((path, sent, authorization),) = server.got
    assert (path, sent["title"], sent["message"]) == ("/planner", title, body)
    assert authorization == "Basic " + b64encode(f"me:{SECRET}".encode()).decode()


def test_what_sends_it_on_to_another_is_not_followed(server: Server) -> None:
    server.status, server.location = 307, f"http://127.0.0.1:{server.port}/elsewhere"
    outcome = ServiceNotifier("mine", f"json://127.0.0.1:{server.port}/here").notify("A", "b", "key")
    assert outcome == Outcome(False, "mine", "It answered with error 307.")
    assert [path for path, _, _ in server.got] == ["/here"]


@pytest.mark.thorough
def test_an_error_is_told_by_its_number_and_nothing_else(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    server.status = 500
    one = ServiceNotifier("mine", f"json://me:{IN_ADDRESS}@127.0.0.1:{server.port}/{IN_ADDRESS}")
    outcome = one.notify("A", "b", "key")
    assert outcome == Outcome(False, "mine", "It answered with error 500.")
    assert_hidden(outcome, capfd)


@pytest.mark.thorough
def test_a_refused_connection_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    one = ServiceNotifier("mine", f"json://me:{IN_ADDRESS}@127.0.0.1:1/{IN_ADDRESS}")
    outcome = one.notify("A", "b", "key")
    assert outcome == Outcome(False, "mine", "It could not be reached.")
    assert_hidden(outcome, capfd)


def test_one_that_hangs_is_given_up_on_within_its_time(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    server.hangs = True
    one = ServiceNotifier("mine", f"json://{IN_ADDRESS}@127.0.0.1:{server.port}", budget=1)
    began = time.monotonic()
    outcome = one.notify("A", "b", "key")
    assert outcome == Outcome(False, "mine", "It gave no answer within 1 s.")
    assert time.monotonic() - began < 3
    assert_hidden(outcome, capfd)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of apprise's own
@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"nonsense://{IN_ADDRESS}", ("bad-address", "")),
        (IN_ADDRESS, ("bad-address", "")),
        ("json://${PLANNER_NOT_SET}@127.0.0.1", ("no-variable", "PLANNER_NOT_SET")),
        ("json://${bad name}@127.0.0.1", ("no-place", "")),
        ("keyring:nothing", ("no-place", "")),
        ("json://127.0.0.1", ("ok", "")),
    ],
)
def test_an_address_is_looked_at_without_sending_anything(address: str, said: tuple[str, str]) -> None:
    assert service_child.answer({"act": "check", "address": address}) == said


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ('["bad-address", ""]', "Its address in [notify.services] is none that apprise can read."),
        ('["no-variable", "TOKEN"]', "The variable TOKEN is not set here."),
        ('["no-entry", "planner/ntfy"]', "keyring set planner ntfy"),
        ('["no-place", ""]', "a ${…} that names neither"),
        ('["broke", "MemoryError"]', "Asking it broke off (MemoryError)."),
        ('["something new", "x"]', "It did not take the notification."),
        ("Traceback", "Asking it broke off."),
        ("", "Asking it broke off."),
    ],
)
def test_a_word_of_the_child_is_a_sentence_here(word: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "run", lambda *_, **__: programs.Answer(0, word))
    outcome = ServiceNotifier("mine", "json://127.0.0.1").notify("A", "b", "key")
    assert not outcome.ok
    assert says in outcome.detail


def assert_hidden(outcome: Outcome, capfd: pytest.CaptureFixture[str]) -> None:
    said = repr(outcome) + "".join(capfd.readouterr())
    assert SECRET not in said
    assert "2f81" not in said


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "find_spec", lambda _: None)
    outcome = ServiceNotifier("mine", "json://127.0.0.1").check()
    assert INSTALL in outcome.detail
    assert sys.executable in INSTALL


def test_places_are_filled_from_the_environment_and_the_keyring() -> None:
    entries = {"planner/ntfy": "ntfys://a/b", "planner/part": "p/q"}
    environ = {"WHOLE": "slack://A/B/C", "PART": "a/b@c"}

    def of(address: str) -> str:
        return resolved(address, environ, entries.__getitem__)

    assert of("ntfys://topic") == "ntfys://topic"
    assert of("keyring:planner/ntfy") == "ntfys://a/b"
    assert of("${keyring:planner/ntfy}") == "ntfys://a/b"
    assert of(" ${WHOLE} ") == "slack://A/B/C"
    assert of("ntfys://me:${PART}@host/${keyring:planner/part}") == "ntfys://me:a%2Fb%40c@host/p%2Fq"
    with pytest.raises(Missing) as missing:
        of("x://${EMPTY}")
    assert (missing.value.word, missing.value.name) == ("no-variable", "EMPTY")


def test_what_the_keyring_raises_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    def locked(service: str, user: str) -> str:
        raise RuntimeError(f"{service} {user} {SECRET}")

    monkeypatch.setattr(keyring, "get_password", locked)
    with pytest.raises(Missing) as missing:
        service_child.from_keyring("planner/ntfy")
    assert (missing.value.word, missing.value.name) == ("no-keyring", "planner/ntfy")
    assert missing.value.__suppress_context__
    monkeypatch.setattr(keyring, "get_password", lambda service, user: f"{service}-{user}")
    assert service_child.from_keyring("planner/ntfy/2") == "planner-ntfy/2"
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    with pytest.raises(Missing):
        service_child.from_keyring("planner/ntfy")
