"""A strict reader of iCalendar, for tests: it takes nothing that RFC 5545 does not write down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NAME = re.compile(r"[A-Z][A-Z0-9-]*")
PARAMETER = re.compile(r";([A-Z][A-Z0-9-]*)=([^\x00-\x08\x0a-\x1f\x7f\";:,]*|\"[^\x00-\x08\x0a-\x1f\x7f\"]*\")")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
DATE = re.compile(r"\d{8}")
WALL = re.compile(r"\d{8}T\d{6}")
UTC = re.compile(r"\d{8}T\d{6}Z")
DURATION = re.compile(r"[+-]?P(\d+W|\d+D(T(\d+H)?(\d+M)?(\d+S)?)?|T(\d+H)?(\d+M)?(\d+S)?)")
TEXT = {"SUMMARY", "DESCRIPTION", "CATEGORIES", "UID", "X-WR-CALNAME", "TZID", "TZNAME", "PRODID"}
ONCE = {
    "VTODO": {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "DUE", "STATUS", "PERCENT-COMPLETE", "COMPLETED"},
    "VEVENT": {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DESCRIPTION", "DTSTART", "DURATION", "STATUS", "TRANSP"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
}
NEEDED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VTODO": {"UID", "DTSTAMP"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
STATUS = {
    "VTODO": {"NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"},
    "VEVENT": {"TENTATIVE", "CONFIRMED", "CANCELLED"},
}
MAY_HOLD = {
    "VCALENDAR": {"VTODO", "VEVENT", "VTIMEZONE"},
    "VTODO": {"VALARM"},
    "VEVENT": {"VALARM"},
    "VTIMEZONE": {"STANDARD", "DAYLIGHT"},
}


@dataclass
class Line:
    """One property."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """A text as it was before it was escaped."""
        return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], self.value)


@dataclass
class Part:
    """A component."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def __getitem__(self, name: str) -> Line:
        (found,) = [line for line in self.lines if line.name == name]
        return found

    def __contains__(self, name: str) -> bool:
        return any(line.name == name for line in self.lines)

    def all(self, *names: str) -> list[Part]:
        """The parts of these names."""
        return [part for part in self.parts if part.name in names]


def read(data: bytes) -> Part:
    """The VCALENDAR in `data`; asserts that every line and part is as it must be."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    for each in physical:
        assert len(each) <= 75, each
        assert b"\r" not in each, each
        assert b"\n" not in each, each
        each.decode("utf-8")  # no character is split by a fold
    lines: list[str] = []
    for each in physical:
        if each[:1] in {b" ", b"\t"}:
            lines[-1] += each[1:].decode()
        else:
            lines.append(each.decode())
    stack: list[Part] = []
    done: Part | None = None
    for text in lines:
        assert done is None, "something follows the end"
        line = _line(text)
        if line.name == "BEGIN":
            assert not stack or line.value in MAY_HOLD.get(stack[-1].name, set()), line
            stack.append(Part(line.value))
        elif line.name == "END":
            part = stack.pop()
            assert part.name == line.value
            _check(part)
            if stack:
                stack[-1].parts.append(part)
            else:
                done = part
        else:
            assert not stack[-1].parts, "properties come before the parts"
            stack[-1].lines.append(line)
    assert done is not None
    assert done.name == "VCALENDAR"
    _check_zones(done)
    return done


def _line(text: str) -> Line:
    assert not CONTROL.search(text), text
    name = NAME.match(text)
    assert name, text
    at = name.end()
    parameters = {}
    while match := PARAMETER.match(text, at):
        assert match[1] not in parameters
        parameters[match[1]] = match[2].strip('"')
        at = match.end()
    assert text[at : at + 1] == ":", text
    line = Line(name[0], parameters, text[at + 1 :])
    if line.name in TEXT:
        separators = "," if line.name == "CATEGORIES" else ""
        assert re.fullmatch(rf"([^\\;,]|\\[\\;,nN]|[{separators or 'x'}])*", line.value), line
    return line


def _check(part: Part) -> None:
    names = [line.name for line in part.lines]
    assert NEEDED[part.name] <= set(names), part
    for name in ONCE.get(part.name, set()):
        assert names.count(name) <= 1, (part.name, name)
    for line in part.lines:
        match line.name:
            case "DUE" | "DTSTART":
                form = DATE if line.parameters.get("VALUE") == "DATE" else WALL
                assert form.fullmatch(line.value), line
            case "DTSTAMP" | "CREATED" | "COMPLETED":
                assert UTC.fullmatch(line.value), line
                assert not line.parameters
            case "TRIGGER" | "DURATION":
                assert DURATION.fullmatch(line.value), line
            case "STATUS":
                assert line.value in STATUS[part.name], line
            case "SEQUENCE" | "PERCENT-COMPLETE":
                assert line.value.isdigit()
            case "TZOFFSETFROM" | "TZOFFSETTO":
                assert re.fullmatch(r"[+-]\d{4}(\d{2})?", line.value), line
    for alarm in part.all("VALARM"):
        end = alarm["TRIGGER"].parameters.get("RELATED") == "END"
        assert end == (part.name == "VTODO"), "a to-do without a start counts from its due"
        assert "DUE" in part or "DTSTART" in part


def _check_zones(calendar: Part) -> None:
    known = [zone["TZID"].value for zone in calendar.all("VTIMEZONE")]
    assert len(known) == len(set(known))
    for entry in calendar.all("VTODO", "VEVENT"):
        for line in entry.lines:
            if "TZID" in line.parameters:
                assert line.parameters["TZID"] in known
    ids = [entry["UID"].value for entry in calendar.all("VTODO", "VEVENT")]
    assert len(ids) == len(set(ids))
