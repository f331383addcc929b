"""The tree keeps to its own drawing: who may know whom, one name for one thing, and what must never be written.

Each test collects what is wrong as sentences, so that a failure says what broke and what to do.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from jet_refunds import __version__, schema_validation
from jet_refunds.domain.money import AMOUNT_NAMES
from jet_refunds.domain.order import PRICE_NAMES, Item, Order
from jet_refunds.domain.refund import Line, Refund
from jet_refunds.domain.refund_view import LineView, RefundView
from jet_refunds.ledger.tables import refund_line
from jet_refunds.solid_commerce.csv_file import COLUMNS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "helper" / "jet_refunds"
DEMO = ROOT / "helper" / "jet_refunds_demo"
EXTENSION = ROOT / "extension"
FLOORS = (
    ("documents", "errors", "owner_only", "peer_user", "plain_text", "proofs", "seat"),
    ("clock",),
    ("event_log",),
    ("schema_validation",),
    ("domain",),
    ("interfaces", "settings", "solid_commerce"),
    ("ledger",),
    ("site", "refund_service"),
    ("delivery",),
    ("diagnostics",),
    ("web", "transports", "desktop", "credentials", "ftp_server"),
    ("app", "listener"),
    ("runtime",),
    ("cli",),
    ("__main__",),
)
"""The packages and modules of jet_refunds, the lowest first: each may know the floors below its own, nothing else."""
EDGES = next(packages for packages in FLOORS if "web" in packages)
BELOW_AN_ADAPTER = {"errors", "plain_text", "clock", "event_log", "domain", "interfaces", "settings"}
"""What an edge that is no screen may know of the core."""

Rule = Callable[[str, str], str | None]
"""(module, what it imports) -> what is wrong with that; module names are below jet_refunds, e.g. web.guard."""


@cache
def modules(folder: Path = PACKAGE) -> dict[str, ast.Module]:
    """Name below the package in ``folder`` -> its syntax tree; a package within goes by its own name."""
    return {
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix("__init__").removesuffix("."): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in sorted(folder.rglob("*.py"))
    }


def imports(tree: ast.Module) -> Iterator[str]:
    """Full names: `from a import b` counts as a.b, since b may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide who knows whom"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def broken(rule: Rule) -> list[str]:
    return [
        f"helper/jet_refunds/{module.replace('.', '/')} imports {imported}: {wrong}"
        for module, tree in modules().items()
        for imported in imports(tree)
        if (wrong := rule(module, imported))
    ]


def floor(name: str) -> int | None:
    """The floor of a module or of what it imports; None for what is no package of ours, such as __version__."""
    first = name.removeprefix("jet_refunds.").partition(".")[0]
    return next((number for number, packages in enumerate(FLOORS) if first in packages), None)


def package(name: str) -> str:
    return name.removeprefix("jet_refunds.").partition(".")[0]


def own(imported: str) -> bool:
    return imported == "jet_refunds" or imported.startswith("jet_refunds.")


# -- the arrows


def test_every_package_has_its_floor() -> None:
    there = {package(name) for name in modules() if name}
    drawn = {name for packages in FLOORS for name in packages}
    assert there == drawn, "FLOORS and the listing of helper/jet_refunds differ"


def test_no_package_reaches_up_or_sideways() -> None:
    """So the edges, on one floor, know only the core; and nobody below knows who puts it together."""

    def rule(module: str, imported: str) -> str | None:
        mine, other = floor(module), floor(imported) if own(imported) else None
        if mine is None or other is None or package(module) == package(imported) or other < mine:
            return None
        return "it may know only the floors below its own; ask by an interface (interfaces.py), put together in app.py"

    assert broken(rule) == []


def test_an_adapter_knows_the_interface_and_plain_values_alone() -> None:
    def rule(module: str, imported: str) -> str | None:
        adapter = package(module) in EDGES and package(module) != "web"
        known = BELOW_AN_ADAPTER | {package(module)}
        if adapter and own(imported) and floor(imported) is not None and package(imported) not in known:
            return "an adapter serves an interface and knows nothing of who uses it"
        return None

    assert broken(rule) == []


def test_only_app_names_the_adapters_and_the_commands_their_own() -> None:
    """cli/commands.py shows the tray, cli/serve_ftp.py runs the FTP site; every other adapter is named by app.py.

    With --json a command prints the same documents as the API: it may know what builds them, and no more of web/.
    """
    allowed = {("cli.commands", "desktop"), ("cli.serve_ftp", "ftp_server")}
    documents = "jet_refunds.web.to_document"

    def rule(module: str, imported: str) -> str | None:
        named = package(module) in ("runtime", "cli", "__main__") and own(imported) and package(imported) in EDGES
        known = (module, package(imported)) in allowed or imported == documents
        return "app.py names the adapters" if named and not known else None

    assert broken(rule) == []


@pytest.mark.parametrize("folder", [PACKAGE, DEMO], ids=lambda folder: folder.name)
def test_no_circle_between_files(folder: Path) -> None:
    """Nor between a file and a package: what is in a circle can only be understood together."""
    known = modules(folder)
    arrows = {
        name: {
            target
            for imported in imports(tree)
            if imported.startswith(f"{folder.name}.")
            for target in _run_by(imported.removeprefix(f"{folder.name}."), name, known)
        }
        for name, tree in known.items()
    }
    assert _circle(arrows) is None


def _run_by(imported: str, module: str, known: dict[str, ast.Module]) -> Iterator[str]:
    """What Python runs for an import in ``module``: the packages around the file that are not around both, the file."""
    parts = imported.split(".")
    *packages, file = (name for end in range(len(parts) + 1) if (name := ".".join(parts[:end])) in known)
    yield from (name for name in packages[1:] if not f"{module}.".startswith(f"{name}."))
    if file != module:
        yield file


def _circle(arrows: dict[str, set[str]]) -> list[str] | None:
    """One circle, as the names on the way round; None where there is none."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str] | None:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return None
        done.add(name)
        found = (walk(target, [*way, name]) for target in sorted(arrows.get(name, ())))
        return next((circle for circle in found if circle), None)

    return next((circle for name in arrows if (circle := walk(name, []))), None)


def test_a_circle_is_found() -> None:
    assert _circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert _circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) is None


def test_the_helper_knows_nothing_of_the_demo() -> None:
    """The demo is not in the wheel; that it knows nothing of the helper is said in tests/world/test_world.py."""

    def rule(_module: str, imported: str) -> str | None:
        return "a seller's computer has no demo" if imported.partition(".")[0] == "jet_refunds_demo" else None

    assert broken(rule) == []


def test_the_pure_core_asks_nothing_of_the_world() -> None:
    """Plain values in, plain values out: no files, no network, no database, no environment."""
    pure = {"domain", "solid_commerce", "clock", "errors", "interfaces", "plain_text"}
    worldly = {"os", "socket", "sqlite3", "sqlalchemy", "flask", "subprocess", "threading", "logging", "urllib", "time"}

    def rule(module: str, imported: str) -> str | None:
        outside = imported.partition(".")[0] in worldly and not imported.startswith("urllib.parse.")
        allowed = (package(module), imported) == ("clock", "time")
        pure_only = package(module) in pure and outside and not allowed
        return "this part of the core is pure: hand the value in" if pure_only else None

    assert broken(rule) == []


def test_the_picture_in_the_package_names_every_package() -> None:
    drawn = ast.get_docstring(modules()[""]) or ""
    missing = [name for packages in FLOORS for name in packages if not name.startswith("_") and name not in drawn]
    assert missing == [], "helper/jet_refunds/__init__.py draws the house without them"


@pytest.mark.parametrize(
    ("libraries", "home", "why"),
    [
        ({"ftplib"}, "transports.ftp", "FTP is spoken only in transports/ftp*.py; everybody else asks a Site"),
        ({"paramiko"}, "transports.sftp", "SFTP is spoken only in transports/sftp*.py"),
        ({"sqlalchemy", "alembic", "sqlite3"}, "ledger", "SQL is held only by ledger/"),
        ({"keyring"}, "credentials", "the keychain is an adapter in credentials/"),
        (
            {"flask", "flask_cors", "werkzeug"},
            "web",
            "HTTP is spoken only in web/ (and composed by app.py, served by listener/)",
        ),
        ({"pystray", "PIL", "Xlib", "jeepney"}, "desktop", "the desktop is known only to desktop/"),
        ({"waitress"}, "listener", "the helper is served only by listener/"),
        ({"pyftpdlib"}, "ftp_server", "an FTP site is served only by ftp_server/"),
        ({"click"}, "cli", "the terminal belongs to cli/"),
    ],
)
def test_a_library_lives_in_one_place(libraries: set[str], home: str, why: str) -> None:
    def rule(module: str, imported: str) -> str | None:
        at_home = module == home or module.startswith((f"{home}.", f"{home}_"))
        allowed = at_home or (package(module) in ("app", "listener") and "flask" in libraries)
        return why if imported.partition(".")[0] in libraries and not allowed else None

    assert broken(rule) == []


DOORS: tuple[tuple[str, set[str], str], ...] = (
    (
        r"\bclick\.(s?echo|prompt|confirm|get_text_stream)\b|(?<![\w.])print\(|\bsys\.(stdout|stderr)\.write",
        {"cli/output.py"},
        "text of others would command the terminal: cli/output.py says it",
    ),
    (
        r"\bsay_lines\((?!output\.|_wrapped\(|f\"\\n\{bundle\.README)",
        {"cli/output.py"},
        "a line end of others would begin a line of ours: say() it, or wrapped() it first",
    ),
    (
        r"\bensure_ascii=False",
        {"event_log/entry.py", "web/json_body.py"},
        "JSON that is shown is ASCII: plain_json() of plain_text.py writes it",
    ),
    (
        r"\|\s*safe\b|\bautoescape\s*=\s*False|%-?\s*autoescape|\bMarkup\((?!['\"])",
        set(),
        "text of others would become markup",
    ),
    (
        r"\.basicConfig\(|\blogging\.StreamHandler\(|FileHandler\(",
        {"event_log/log_file.py", "ftp_server/log_file.py"},
        "an entry is one line, whatever it quotes: one of the two logs writes it",
    ),
    (
        r"\b(create_engine|engine_from_config|create_async_engine)\((?![^)]*\bhide_parameters=True)",
        set(),
        "an error of the database would quote a refund: hide_parameters=True",
    ),
)
"""What shows text of others, where it may stand, and why nowhere else."""


@pytest.mark.parametrize(("form", "home", "why"), DOORS, ids=[why.split(":")[0] for _, _, why in DOORS])
def test_text_of_others_goes_out_by_few_doors_alone(form: str, home: set[str], why: str) -> None:
    """What comes through them acts on nothing: test_hostile_texts.py in tests/cli/ and in tests/web/."""
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
    wrong = [
        f"helper/jet_refunds/{name} has {found[0]}: {why}"
        for path in sources
        if (name := path.relative_to(PACKAGE).as_posix()) not in home
        if (found := re.search(form, path.read_text(encoding="utf-8")))
    ]
    assert sources
    assert wrong == []


# -- the extension


@cache
def scripts() -> dict[str, str]:
    """Path below extension/ -> text without comments."""
    found = {}
    for path in sorted(EXTENSION.rglob("*.js")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found[path.relative_to(EXTENSION).as_posix()] = re.sub(r"(^|\s)//.*", r"\1", text)
    return found


MAY_KNOW = {
    "shared": set(),
    "portal": {"shared"},
    "page_world": set(),
    "content": {"portal", "shared"},
    "panel": {"portal", "shared"},
    "background": {"shared"},
    "options": {"shared"},
    "popup": {"shared"},
}
"""The extension's folders. Pages, content scripts and background meet only by messages (shared/messages.js). That no
circle is between files is eslint's to say."""


def test_no_folder_of_the_extension_reaches_up() -> None:
    """Nor does a folder within one of them: the files beside it tell the story, and it is a part of that."""
    wrong = []
    for name, text in scripts().items():
        mine = Path(name).parent
        for target in re.findall(r"""(?:from|import)\s*\(?"(\.[^"]+)\"""", text):
            other = (EXTENSION / mine / target).resolve().relative_to(EXTENSION).parent
            if other.parts[0] != mine.parts[0] and other.parts[0] not in MAY_KNOW[mine.parts[0]]:
                known = MAY_KNOW[mine.parts[0]] or "itself"
                wrong.append(f"extension/{name} imports {target}: {mine.parts[0]}/ may know only {known}")
            if other in mine.parents and not target.endswith(".d.ts"):
                wrong.append(f"extension/{name} imports {target}: {mine}/ may not know who puts it together")
    assert wrong == []


def test_only_the_background_s_helper_module_calls_fetch() -> None:
    requests = {"page_world/listener.js": "new "}  # it hears those of the page, and makes none
    wrong = [
        f"extension/{name} reaches for the network: only background/helper.js may"
        for name, text in scripts().items()
        if re.search(rf"\bfetch\s*\(|{requests.get(name, '')}XMLHttpRequest|WebSocket|EventSource|sendBeacon", text)
        and name != "background/helper.js"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (r"\blocalStorage\b|\bsessionStorage\b", "a content script or the page could read it"),
        (r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write", "scraped text would become markup"),
        (r"\beval\s*\(|new Function\b", "text must never become a program"),
    ],
)
def test_the_extension_never_uses_what_lets_a_page_in(form: str, why: str) -> None:
    wrong = [
        f"extension/{name} has {found[0]}: {why}"
        for name, text in scripts().items()
        if (found := re.search(form, text))
    ]
    assert wrong == []


def manifest() -> dict[str, object]:
    loaded: dict[str, object] = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def test_the_page_may_load_the_extension_s_modules_without_dynamic_addresses() -> None:
    """use_dynamic_url broke the loader."""
    assert "use_dynamic_url" not in json.dumps(manifest())


def test_the_extension_asks_for_the_loopback_and_the_portal_alone() -> None:
    assert set(manifest()["host_permissions"]) == {"http://127.0.0.1/*", "https://partner.jet.com/*"}  # type: ignore[call-overload]
    permissions = set(manifest()["permissions"])  # type: ignore[call-overload]
    assert not permissions & {"tabs", "history", "cookies", "webRequest", "storage", "<all_urls>"}


def test_every_file_that_the_manifest_names_exists() -> None:
    named = set(re.findall(r'"([\w/.-]+\.(?:js|html|png|json))"', json.dumps(manifest())))
    missing = [f"manifest.json names {name}, which is not there" for name in named if not (EXTENSION / name).is_file()]
    assert named
    assert missing == []


# -- one version


def test_helper_and_extension_have_one_version() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    said = {
        "helper/jet_refunds/__init__.py": __version__,
        "extension/manifest.json": manifest()["version"],
        "package.json": package["version"],
    }
    assert len(set(said.values())) == 1, f"the versions differ: {said}"


# -- one name for one thing


def properties(schema: str, place: str) -> set[str]:
    found = schema_validation.SCHEMAS[schema]
    for step in place.split("/")[1:]:
        found = found[step]
    return set(found["properties"])


def test_a_line_has_one_name_for_each_field_in_schema_python_database_and_csv() -> None:
    line = {field.name for field in fields(Line)}
    assert properties("common", "/$defs/line") == line
    flat = line - {"refund_amount"} | set(AMOUNT_NAMES)
    assert set(COLUMNS) == flat | {"merchant_order_id", "alt_refund_id"}
    assert set(refund_line.columns.keys()) >= flat
    assert properties("refund-status", "/$defs/status_line") == {field.name for field in fields(LineView)}
    assert properties("common", "/$defs/refund_amount") == set(AMOUNT_NAMES)


def test_a_refund_has_one_name_for_each_field_in_schema_and_python() -> None:
    refund = {field.name for field in fields(Refund)} - {"request_sha256", "order_json"}
    assert properties("refund", "") - {"schema_version"} == refund
    view = {field.name for field in fields(RefundView)} | {"total"}
    assert properties("refund-status", "") - {"schema_version"} == view


def test_an_order_has_one_name_for_each_field_in_schema_and_python() -> None:
    assert properties("order", "") - {"schema_version"} == {field.name for field in fields(Order)}
    assert properties("order", "/$defs/order_item") == {field.name for field in fields(Item)}
    assert properties("common", "/$defs/item_price") == set(PRICE_NAMES.values())


def words_of_the_contract() -> set[str]:
    """Every property name of every schema that has more than one word."""
    found: set[str] = set()

    def collect(schema: object) -> None:
        if isinstance(schema, dict):
            found.update(schema.get("properties", {}))
            for value in schema.values():
                collect(value)
        elif isinstance(schema, list):
            for value in schema:
                collect(value)

    collect(list(schema_validation.SCHEMAS.values()))
    return {word for word in found if "_" in word}


def test_the_extension_uses_the_contract_s_names_unchanged() -> None:
    """merchantOrderId, or order_id for merchant_order_id, would be a second name for one thing."""
    wrong = []
    camel = {re.sub(r"_(\w)", lambda letter: letter[1].upper(), word): word for word in words_of_the_contract()}
    for name, text in scripts().items():
        for second, first in camel.items():
            if re.search(rf"\.{second}\b|\b{second}\??:", text):
                wrong.append(f"extension/{name} says {second}: its one name is {first}")
    assert wrong == []


def test_the_extension_knows_every_field_of_an_order_and_of_a_line() -> None:
    """It makes both documents, so each name stands in it as the schema writes it."""
    text = "\n".join(scripts().values())
    needed = properties("order", "") | properties("order", "/$defs/order_item") | properties("common", "/$defs/line")
    missing = [f"no file of extension/ says {name}" for name in sorted(needed) if not re.search(rf"\b{name}\b", text)]
    assert missing == []


def test_a_name_that_reads_like_the_contract_s_is_the_contract_s() -> None:
    """In the extension: a property with an underscore is Jet's, the CSV's or the contract's, never one of ours."""
    known = words_of_the_contract() | set(AMOUNT_NAMES) | set(PRICE_NAMES.values())
    known |= {
        word
        for schema in schema_validation.SCHEMAS.values()
        for word in re.findall(r"[a-z]+(?:_[a-z]+)+", json.dumps(schema))
    }
    known |= raw_data_names() | codes() | {"host_permissions"}  # the manifest's
    wrong = [
        f"extension/{name} says .{word}: no schema, no rule and no raw data of Jet's know that name"
        for name, text in scripts().items()
        for word in sorted(set(re.findall(r"\.([a-z]+(?:_[a-z]+)+)\b", text)) - known)
    ]
    assert wrong == []


def raw_data_names() -> set[str]:
    """What Jet's order document says beyond ours; the extension reads it."""
    return {
        "customer_reference_order_id",
        "has_shipments",
        "shipment_items",
        "shipment_sku_quantity",
        "response_shipment_sku_quantity",
        "response_shipment_cancel_qty",
        "merchant_order_ids",
    }


def codes() -> set[str]:
    """The codes of findings and problems, as the helper's sources write them."""
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    return {word for text in texts for word in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', text)}


# -- what is never written

TEXT = {".py", ".js", ".json", ".md", ".toml", ".html", ".css", ".txt", ".mako", ".cfg", ".yml", ".yaml", ".svg", ""}
LEFT_OUT = {".git", ".venv", ".cache", "node_modules", "__pycache__", ".hypothesis", "screenshots", "dist", "build"}
GENERATED = ("_cache", ".egg-info")


@cache
def texts() -> list[tuple[str, str]]:
    """(path below the root, text) of every file that belongs to the project."""
    found: list[tuple[str, str]] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - LEFT_OUT - {name for name in folders if name.endswith(GENERATED)})
        paths = [Path(folder) / name for name in sorted(names) if Path(name).suffix in TEXT]
        found += [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
    return found


FORBIDDEN = {
    r"/(root|work|home/\w+|Users/\w+)/[\w.]": "a path of one machine",
    r"[A-Z]:\\\\Users\\\\": "a path of one machine",
    r"registry\.npm" + r"js\.org|npm" + r"js\.com/(?!package)|pypi" + r"\.org/simple|files\.python" + r"hosted\.org": (
        "a registry's host: which one is used is the business of the machine"
    ),
    r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b": "a promise; do it or leave it out",
    r"(?i)pytest\.mark\.(sk" + r"ip|xf" + r"ail)\b": "a test that does not run",
}
"""Written in pieces, so that this file does not complain of itself."""


@pytest.mark.parametrize(("form", "what"), FORBIDDEN.items())
def test_some_things_are_never_written(form: str, what: str) -> None:
    wrong = [f"{name} has {found[0]!r}: {what}" for name, text in texts() if (found := re.search(form, text))]
    assert wrong == []


def test_a_status_never_says_refunded() -> None:
    """Accepted by Solid Commerce is all that is known; whether Jet paid, nobody here knows."""
    states = schema_validation.SCHEMAS["common"]["$defs"]["state"]["enum"]
    assert not [state for state in states if "refunded" in state]


# -- size


def test_no_module_has_grown_a_second_noun() -> None:
    """At 300 lines a second noun has appeared: give it a file of its own. (rules.py is one list of small functions.)"""
    generated = PACKAGE / "documents.py"
    long = [
        f"{path.relative_to(ROOT)} has {count} lines: a second noun has appeared"
        for folder, ending in ((ROOT / "helper", "*.py"), (EXTENSION, "*.js"))
        for path in sorted(folder.rglob(ending))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 340 and path != generated
    ]
    assert long == []
