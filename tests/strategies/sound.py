"""One sound template that has a bit of everything, to be spoiled by tests."""

from __future__ import annotations

from typing import Any

SOUND: dict[str, Any] = {
    "format": 1, "id": "earn-it", "version": "2026.1", "title": "Earn it", "summary": "Twenty weeks.",
    "category": "certification", "stages": ["mid"], "plan_from": "target", "duration": "P20W",
    "facts_as_of": "2026-11-21", "verify_url": "https://example.org/",
    "sources": [{"id": "A-1", "title": "The handbook", "url": "https://example.org/a", "class": "A"}],
    "questions": [
        {"key": "target", "ask": "date", "title": "Exam", "question": "When?"},
        {"key": "approved", "ask": "date", "title": "Approved", "question": "When?", "expect": "apply+P5D"},
        {"key": "result", "ask": "choice", "title": "Result", "question": "How?", "options": [
            {"key": "passed", "title": "Passed"}, {"key": "failed", "title": "Not yet"}]},
        {"key": "reports", "ask": "number", "title": "Reports", "question": "How many?", "default": 3},
        {"key": "earned", "ask": "date", "title": "Earned", "question": "When?", "expect": "exam", "if": ["passed"]},
    ],
    "skills": [{"key": "pm", "name": "Projects", "kind": "hard"}],
    "eligibility": {
        "measures": [{"key": "hours", "title": "Hours", "unit": "hour", "within": "P10Y"}],
        "paths": [{"title": "One", "needs": {"hours": 35}}], "sources": ["A-1"]},
    "milestones": [
        {"key": "verify", "title": "Check", "kind": "check", "when": "start", "evidence": "Note", "sources": ["A-1"],
         "sourced": ["when"]},
        {"key": "apply", "title": "Apply", "kind": "apply", "when": "start+P7W", "latest": "verify+P90D",
         "after": ["verify"], "evidence": "Mail", "asks": ["approved"], "effort": "PT1H", "per": "reports"},
        {"key": "study", "title": "Study", "kind": "learn", "when": "target-P10W",
         "repeat": {"every": "P1W", "count": 9}, "evidence": "Hours", "skills": ["pm"], "remind": ["P1D", "PT2H"]},
        {"key": "note", "title": "Note it", "kind": "log", "when": "study+P1D", "evidence": "Line"},
        {"key": "exam", "title": "Exam", "kind": "exam", "when": "target", "earliest": "target-P1W",
         "latest": "approved+P1Y", "fixed": True, "after": ["apply", "study"], "asks": ["result"],
         "evidence": "Result"},
        {"key": "again", "title": "Again", "kind": "decide", "when": "exam+P1W", "if": ["failed"], "evidence": "Date"},
        {"key": "units", "title": "Log", "kind": "log", "when": "cycle_end-P1Y",
         "repeat": {"rrule": "FREQ=MONTHLY;BYDAY=1MO", "until": "cycle_end"}, "evidence": "Entry",
         "earns": [{"credential": "it", "category": "ways", "topic": "ethics", "amount": 2}]},
    ],
    "credentials": [
        {"id": "it", "name": "IT", "issuer": "Us", "unit": "PDU",
         "cycle": {"ends": "anniversary", "length": "P3Y", "opens": "cycle_end-P6M", "grace": "P1Y"},
         "required": 60, "yearly": {"min": 10},
         "categories": [
            {"key": "education", "title": "Education", "min": 35, "max": 60, "children": [
                {"key": "ways", "title": "Ways", "max_per_year": 9, "rate": {"per": "hour", "units": 1}}]},
            {"key": "project", "title": "Project", "rate": {"per": "hour", "steps": [[50, 10], [100, 20]]}}],
         "topics": [{"key": "ethics", "title": "Ethics", "min": 2}],
         "carry_over": {"max": 20, "window": "P6M", "category": "education"},
         "renew_by": [{"key": "exam", "title": "Again"}], "unsure": ["cycle", "ways"], "keep_proof": "P3Y",
         "sources": ["A-1"]},
    ],
}  # fmt: skip
