"""Runs each block of a page by itself and says how it ended."""

import pathlib
import sys
import traceback

for file in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    try:
        exec(compile(file.read_text(), str(file), "exec"), {"__name__": "__main__"})
        print("@@", file.stem, "ok", flush=True)
    except Exception as failure:
        traceback.print_exc()
        line = traceback.extract_tb(failure.__traceback__)[1].line
        why = f"{type(failure).__name__} at `{line}` {failure}".replace("\n", " ")
        print("@@", file.stem, "FAIL:", why[:300], flush=True)
