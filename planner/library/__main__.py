"""`python -m planner.library FILE…`: check template files, print every problem, exit 4 if there is one."""

from __future__ import annotations

import sys
from pathlib import Path

from planner.domain.errors import TemplateInvalid
from planner.library.checking import check_file, warnings_of


def main(names: list[str]) -> int:
    """The exit code."""
    code = 0
    for name in names:
        try:
            template = check_file(Path(name))
        except TemplateInvalid as error:
            code = error.exit_code
            sys.stdout.write("\n".join([error.message, *(f"  {problem}" for problem in error.problems), ""]))
        else:
            count = len(template.milestones)
            sys.stdout.write(f"{name}: {template.id} {template.version}, {count} milestones: sound\n")
            sys.stdout.writelines(f"  perhaps not meant: {warning}\n" for warning in warnings_of(template))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
