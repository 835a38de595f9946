"""Gather the sentences that contexts say: why something is refused, what waits for a person, what to do next.

They are written in English as they are said everywhere else; `There is no {what} {reference}.` stands in the catalogs under the
context *sentence*. `ordino.office.sentences` recognizes a sentence by it and says it in the reader's language.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ordino

SOURCE = Path(ordino.__file__).parent
# Edges and internals, whose texts are for those who run Ordino, and texts with catalogs of their own.
_ELSEWHERE = {"api", "cli", "engine", "locale", "office", "simulation", "site", "adapters"}
_NO_SENTENCES = {"models.py", "apps.py"}
_WORDS = re.compile(r"[A-Za-z]{2,}")
_FIELD = re.compile(r"\{\w*\}")


def sentences() -> list[str]:
    """Every sentence of the contexts, with its facts as fields, once."""
    found: dict[str, None] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if parts[0] not in _ELSEWHERE and path.name not in _NO_SENTENCES and not {"migrations", "tables"} & set(parts):
            found |= dict.fromkeys(_of(ast.parse(path.read_text()), narrow=parts[0] == "workers"))
    return list(found)


def _of(tree: ast.Module, *, narrow: bool) -> Iterator[str]:
    """The sentences of a module; of workers, whose texts are mostly for the log, only those that begin as sentences do."""
    aside = _not_said(tree)
    for node in ast.walk(tree):
        if id(node) in aside or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        text = _pattern(node) if isinstance(node, ast.JoinedStr) else node.value
        if isinstance(text, str) and _is_sentence(text) and (not narrow or _is_whole(text)):
            yield text


def _is_whole(text: str) -> bool:
    return text[0].isupper() and text.endswith((".", "}"))


def _is_sentence(text: str) -> bool:
    """Two words are enough, or one where facts make a sentence of it."""
    bare = _FIELD.sub("", text)
    words = len(_WORDS.findall(bare)) + (bare != text and text.endswith("."))
    return " " in text.strip() and words > 1 and not bare.isupper() and not set("\n|<>") & set(text)


def _not_said(tree: ast.Module) -> set[int]:
    """Docstrings, titles of problems (a context of their own), messages of defects, and parts of formatted texts."""
    aside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(id(node.value))
        elif isinstance(node, ast.Raise) or _is_title(node):
            aside |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr):
            for value in node.values:
                literal = value if isinstance(value, ast.Constant) else getattr(value, "format_spec", None)
                aside |= {id(part) for part in ast.walk(literal)} if literal is not None else set()
    return aside


def _is_title(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return any(isinstance(target, ast.Name) and target.id == "title" for target in targets)


def _pattern(node: ast.JoinedStr) -> str:
    """A formatted text with its facts as fields: `{self.what}` is `{what}`, what is reckoned is `{value}`."""
    parts, used = [], dict[str, int]()
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
            continue
        told = value.value if isinstance(value, ast.FormattedValue) else value
        name = told.attr if isinstance(told, ast.Attribute) else told.id if isinstance(told, ast.Name) else "value"
        name = name.lower().strip("_")
        used[name] = used.get(name, 0) + 1
        parts.append(f"{{{name}{used[name] if used[name] > 1 else ''}}}")
    return "".join(parts)
