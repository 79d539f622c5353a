"""Finding words in a long table."""

import re
import sys
from unicodedata import normalize

from desktop.grid.finder import SQUARED
from desktop.kit.search import folded


def test_every_sign_that_is_folded_into_an_ideograph_is_known() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not "一" <= chr(code) <= "鿿"]
    made = [sign for sign in signs if re.search("[一-鿿]", normalize("NFKC", sign))]
    assert len(made) > 500
    assert [sign for sign in made if SQUARED.search(sign) is None] == []
    assert folded("㈠㊣") == "(一)正"
