"""Bank accounts that pass every check of form and belong to nobody.

The bank code is 99999: the register of French credit institutions gives it to no bank. The key of the account (RIB) and that of the IBAN
are right, so that forms and payment files accept the account. The BIC is a test code by ISO 9362: its eighth character is 0.
"""

FICTITIOUS_BANK_CODE = "99999"
FICTITIOUS_BIC = "DEMOFRP0XXX"


def french_iban(account: int, branch: int = 1, bank: str = FICTITIOUS_BANK_CODE) -> str:
    """Write the IBAN of a French account, without spaces: bank 5 digits, branch 5, account 11, RIB key 2.

    >>> french_iban(1)
    'FR7699999000010000000000115'
    """
    rib_key = 97 - (89 * int(bank) + 15 * branch + 3 * account) % 97
    number = f"{bank}{branch:05d}{account:011d}{rib_key:02d}"
    check = 98 - int(f"{number}152700") % 97
    return f"FR{check:02d}{number}"


def has_valid_key(iban: str) -> bool:
    """Check an IBAN by ISO 7064 (remainder 1 by 97, letters as 10 to 35).

    >>> has_valid_key(french_iban(42)), has_valid_key("FR7699999000010000000000100")
    (True, False)
    """
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1
