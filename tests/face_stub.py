"""Writes `territorial/__init__.pyi`, what type checkers and editors see of the lazy face.

Run it after a change of the names in `territorial/__init__.py`; a test compares.
"""

from pathlib import Path

import territorial

STUB = Path(territorial.__file__).with_suffix(".pyi")


def stub() -> str:
    """The stub that fits the names of the face."""
    lines = ["# Written by tests/face_stub.py from the names in __init__.py."]
    lines += [f"from territorial import {name} as {name}" for name in sorted(territorial._MODULES)]
    for module, names in sorted(territorial._NAMES.items()):
        lines += [f"from {module} import {name} as {name}" for name in sorted(names)]
    lines += ["", "__version__: str", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
