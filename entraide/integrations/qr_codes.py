"""A text as a picture of dots that any phone's camera reads."""

from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage


# The white margin that the standard wants around the dots, in dots.
QUIET_ZONE = 4


def qr_svg(text: str) -> str:
    """Draw a text as an SVG of one path, which scales to any size; 15 % of its dots may be lost."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    out = BytesIO()
    code.make_image().save(out)
    return out.getvalue().decode()
