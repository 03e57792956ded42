"""The forms of the beneficiary’s portal."""
