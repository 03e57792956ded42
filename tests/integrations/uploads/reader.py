"""A tiny program that speaks as tesseract does, for machines without it: it says what it was asked, and the size of the image."""

import os
import sys
from pathlib import Path


PROGRAM = f"""#!{sys.executable}
import sys
image = sys.stdin.buffer.read()
assert sys.argv[1:] == ["stdin", "stdout", "-l", "fra", "--psm", "3"], sys.argv
assert image.startswith(b"\\xff\\xd8\\xff")
print("Facture n° 2024-117 du 03/10/2024")
print("Mme Zoé Müller")
print("Total à payer : 86,50 €")
"""


def reader_in(folder: Path, program: str = PROGRAM) -> str:
    """Write the program in a folder; give where it lies."""
    path = folder / "tesseract"
    path.write_text(program, "utf-8")
    os.chmod(path, 0o700)
    return str(path)
