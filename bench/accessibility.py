"""How the site stands up to axe-core and to keyboard journeys: the tests of both, counted."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from measure import Table

ROOT = Path(__file__).parent.parent
TESTS = {"axe-core, WCAG 2.0 to 2.2 A and AA": "test_accessibility.py", "keyboard journeys": "test_keyboard.py"}


def counted(test: str, folder: Path) -> Counter[str]:
    """Return how many checks of a test file passed, failed and were skipped."""
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", f"tests/search_app/{test}"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):  # 1 is of a check that failed, and is counted
        sys.exit(f"{test} did not run: pytest ended with exit code {done.returncode}.")
    counts: Counter[str] = Counter()
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        counts["skipped" if "skipped" in kinds else "failed" if kinds & {"failure", "error"} else "passed"] += 1
    return counts


def main() -> None:
    """Measure and print. Where Chromium or axe-core is missing nothing was checked, and that is an error."""
    table = Table("Accessibility", ("checked by", "checks", "passed", "failed"))
    with tempfile.TemporaryDirectory(prefix="foilog-accessibility-") as folder:
        for title, test in TESTS.items():
            counts = counted(test, Path(folder))
            if counts["skipped"]:
                sys.exit(
                    f"{counts['skipped']} checks of {test} were skipped: they need Chromium, and `npm ci` for axe-core."
                )
            table.rows.append((title, str(counts.total()), str(counts["passed"]), str(counts["failed"])))
    print(table)


if __name__ == "__main__":
    main()
