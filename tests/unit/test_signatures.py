"""What public functions take and give can be read from their signatures: no bare dictionary, no positional tuple."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.unit.test_tree import modules

FROM_OUTSIDE = {"items", "ntransfercmd", "makepasv"}
"""A mapping's pairs; ftplib's own methods."""


def public_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """(where it stands, its syntax tree), methods too."""
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"helper/jet_refunds/{module.replace('.', '/')}: {node.name}", node


def types(function: ast.FunctionDef) -> list[str]:
    """As they are written, the result's last."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    written = (*(argument.annotation for argument in arguments), function.returns)
    return [ast.unparse(annotation) for annotation in written if annotation]


def fills_a_template(function: ast.FunctionDef) -> bool:
    return any("context_processor" in ast.unparse(decorator) for decorator in function.decorator_list)


def test_no_bare_dictionary_crosses_a_package() -> None:
    """Inside, a refund is a value (domain/); on the wire, a document of documents.py, which web/ reads and builds."""
    wrong = [
        f"{where} has {written}: say what is in it"
        for where, function in public_functions()
        if not fills_a_template(function)
        for written in types(function)
        if re.search(r"\b(dict|Mapping)\[str, Any\]|\bdict\[str, object\]", written)
    ]
    assert wrong == []


def test_no_result_is_known_by_its_place_in_a_tuple() -> None:
    """A tuple of one kind is a list; what has several kinds is a value with names."""
    wrong = [
        f"{where} gives {result}: name its members"
        for where, function in public_functions()
        if function.returns and function.name not in FROM_OUTSIDE
        for result in [ast.unparse(function.returns)]
        for members in re.findall(r"\btuple\[([^\[\]]*)\]", result)
        if "..." not in members and len(set(members.split(", "))) > 1
    ]
    assert wrong == []
