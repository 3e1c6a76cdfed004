"""Write down what the shipped rules say: `python -m tests.scoring.recorded`. Only before a change of their form."""

import gzip
import json

from harness.cases import compiled
from tests.scoring.recorded.saying import said_of
from tests.scoring.recorded.test_recorded import FILE, written_cases

if __name__ == "__main__":
    lines = [json.dumps(said_of(compiled(), case)) for case in written_cases()]
    FILE.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
