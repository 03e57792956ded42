"""The confined child that looks for QR codes on some pages of a PDF."""

import json

import pypdfium2
import zxingcpp

from entraide.integrations.confinement import serve


# A square of 35 mm prints 5 dots a millimetre at 130 points an inch: three for each dot of a code of 45.
_POINTS_AN_INCH = 130
_LONGEST_SIDE = 1_700


def look(argument: str, content: bytes) -> bytes:
    """Answer, for each page asked, the codes that read and whether one does not."""
    asked = json.loads(argument)
    document = pypdfium2.PdfDocument(content)
    seen = [_seen(document[number]) for number in range(asked["first"] - 1, min(asked["last"], len(document)))]
    return json.dumps(seen).encode()


def _seen(page: pypdfium2.PdfPage) -> dict:
    scale = min(_POINTS_AN_INCH / 72, _LONGEST_SIDE / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    found = zxingcpp.read_barcodes(bitmap.to_numpy().squeeze(), formats=zxingcpp.BarcodeFormat.QRCode, return_errors=True)
    bitmap.close()
    page.close()
    return {"codes": [code.text for code in found if code.valid], "is_damaged": any(not code.valid for code in found)}


if __name__ == "__main__":
    serve(look)
