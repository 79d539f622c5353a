"""Small exact formulas over named figures: + - * / parentheses, min, max; errors are data that name the place."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Lookup: TypeAlias = Callable[[str], Fraction | None]

# People also type the signs of a Chinese keyboard; each stands for one character, so that positions stay.
_ASCII = str.maketrans("＋－−–×＊∙÷／（），．０１２３４５６７８９", "+---***//(),.0123456789")
LONGEST = 1000
DEEPEST = 50
_FUNCTIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {"min": min, "max": max}


@dataclass(frozen=True, slots=True)
class FormulaTrouble:
    """Why a formula has no value: a code, the position in its text (from 0) and the piece that stands there.

    Codes of reading: ``unexpected``, ``ends_early``, ``too_long``, ``too_deep``. Codes of working out: ``missing_figure``,
    ``zero_divisor``.
    """

    code: str
    position: int
    piece: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "number", "name", or the sign itself; "" at the end
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class _Value:
    value: Fraction
    position: int


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class _Signed:
    inner: "_Tree"
    position: int


@dataclass(frozen=True, slots=True)
class _Pair:
    sign: str
    left: "_Tree"
    right: "_Tree"
    position: int


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    arguments: tuple["_Tree", ...]
    position: int


_Tree: TypeAlias = _Value | _Name | _Signed | _Pair | _Call


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that can be worked out: its text, the figures it names and its tree."""

    text: str
    names: tuple[str, ...]
    tree: _Tree


class _TroubleError(Exception):
    def __init__(self, code: str, position: int, piece: str = "") -> None:
        super().__init__(code)
        self.trouble = FormulaTrouble(code, position, piece)


def parse_formula(text: str) -> Formula | FormulaTrouble:
    """The formula a text writes, or what is wrong with it and where."""
    if len(text) > LONGEST:
        return FormulaTrouble("too_long", LONGEST)
    try:
        parser = _Parser(_tokens(text.translate(_ASCII)))
        tree = parser.sum(0)
        parser.expect("")
    except _TroubleError as error:
        return error.trouble
    return Formula(text, tuple(dict.fromkeys(parser.names)), tree)


def evaluate(formula: Formula, figure: Lookup) -> Fraction | FormulaTrouble:
    """The exact value over the figures, or which figure is missing, or where a divisor is zero."""
    try:
        return _value(formula.tree, figure)
    except _TroubleError as error:
        return error.trouble


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        start, sign = at, text[at]
        if sign.isspace():
            at += 1
        elif sign in "+-*/(),":
            at += 1
            found.append(_Token(sign, sign, start))
        elif sign in "0123456789.":
            while at < len(text) and text[at] in "0123456789.":
                at += 1
            word = text[start:at]
            if word.count(".") > 1 or word == ".":
                raise _TroubleError("unexpected", start, word)
            found.append(_Token("number", word, start))
        elif sign.isidentifier():
            while at < len(text) and (sign + text[start + 1 : at + 1]).isidentifier():
                at += 1
            found.append(_Token("name", text[start:at], start))
        else:
            raise _TroubleError("unexpected", start, sign)
    found.append(_Token("", "", len(text)))
    return found


class _Parser:
    """Recursive descent: a sum of products of factors. Holds only how far it has read and the names it met."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self.names: list[str] = []

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _sign(self) -> str:
        return self._tokens[self._at].kind

    def expect(self, kind: str) -> None:
        token = self._next()
        if token.kind != kind:
            raise _TroubleError("unexpected" if token.kind else "ends_early", token.position, token.text)

    def sum(self, depth: int) -> _Tree:
        tree = self._product(depth)
        while self._sign() in ("+", "-"):
            token = self._next()
            tree = _Pair(token.kind, tree, self._product(depth), token.position)
        return tree

    def _product(self, depth: int) -> _Tree:
        tree = self._factor(depth)
        while self._sign() in ("*", "/"):
            token = self._next()
            tree = _Pair(token.kind, tree, self._factor(depth), token.position)
        return tree

    def _factor(self, depth: int) -> _Tree:
        token = self._next()
        if depth > DEEPEST:
            raise _TroubleError("too_deep", token.position, token.text)
        if token.kind == "number":
            return _Value(Fraction(token.text), token.position)
        if token.kind == "-":
            return _Signed(self._factor(depth + 1), token.position)
        if token.kind == "(":
            tree = self.sum(depth + 1)
            self.expect(")")
            return tree
        if token.kind == "name":
            if token.text in _FUNCTIONS:
                return self._call(token, depth)
            self.names.append(token.text)
            return _Name(token.text, token.position)
        raise _TroubleError("unexpected" if token.kind else "ends_early", token.position, token.text)

    def _call(self, name: _Token, depth: int) -> _Tree:
        self.expect("(")
        arguments = [self.sum(depth + 1)]
        while self._sign() == ",":
            self._next()
            arguments.append(self.sum(depth + 1))
        self.expect(")")
        return _Call(name.text, tuple(arguments), name.position)


def _value(tree: _Tree, figure: Lookup) -> Fraction:
    if isinstance(tree, _Value):
        return tree.value
    if isinstance(tree, _Name):
        found = figure(tree.name)
        if found is None:
            raise _TroubleError("missing_figure", tree.position, tree.name)
        return found
    if isinstance(tree, _Signed):
        return -_value(tree.inner, figure)
    if isinstance(tree, _Call):
        return _FUNCTIONS[tree.name]([_value(each, figure) for each in tree.arguments])
    return _pair(tree, figure)


def _pair(tree: _Pair, figure: Lookup) -> Fraction:
    # A long sum is a tree that leans to the left: walk down it instead of calling down, so that its length costs no depth.
    spine: list[_Pair] = []
    left: _Tree = tree
    while isinstance(left, _Pair):
        spine.append(left)
        left = left.left
    value = _value(left, figure)
    for pair in reversed(spine):
        right = _value(pair.right, figure)
        if pair.sign == "+":
            value += right
        elif pair.sign == "-":
            value -= right
        elif pair.sign == "*":
            value *= right
        elif right:
            value /= right
        else:
            raise _TroubleError("zero_divisor", pair.position, "/")
    return value
