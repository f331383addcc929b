"""The world in one piece, and its honesty."""

from __future__ import annotations

import ast
import csv
import ftplib
import io
from collections.abc import Callable
from pathlib import Path

from jet_refunds_demo.portal.catalogue import REFUSED
from jet_refunds_demo.solid_commerce.verdict import COLUMNS
from jet_refunds_demo.world import World

DEMO = Path(__file__).parents[2] / "helper/jet_refunds_demo"


def test_the_world_imports_nothing_of_the_helper() -> None:
    for path in sorted(DEMO.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            ours = [name for name in names if name.split(".")[0] == "jet_refunds"]
            assert not ours, f"{path.name} imports {ours[0]}: the embedded world must know nothing of the helper"
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path.name} has a relative import"


def test_a_file_brought_by_ftp_is_answered_by_ftp(world: World, until: Callable[[Callable[[], bool]], None]) -> None:
    """The order that the processor does not know is refused in its own words."""
    refused = world.order(REFUSED)
    row = [
        refused.merchant_order_id,
        "JR-00009",
        refused.order_item_id(0),
        "1",
        "1",
        "Accidental order",
        "",
        "",
        "1.00",
        "0.00",
        "0.00",
        "0.00",
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, row])
    with ftplib.FTP(timeout=10, encoding="utf-8") as line:
        line.connect(world.site.host, world.site.port)
        line.login(world.site.user, world.site.password)
        line.storbinary("STOR a.tmp", io.BytesIO(text.getvalue().encode()))
        line.rename("a.tmp", "JetRefunds/JET_REFUND_112326030400.csv")
        until(lambda: line.nlst("JetRefunds/Acks") == ["JET_REFUND_112326030400_Ack.csv"])
        answer = io.BytesIO()
        line.retrbinary("RETR JetRefunds/Acks/JET_REFUND_112326030400_Ack.csv", answer.write)
    [found] = csv.DictReader(io.StringIO(answer.getvalue().decode(), newline=""))
    assert found["Status"] == "FALSE"
    assert "was not found in your account" in found["ErrorMessage"]
    assert world.site.history["JET_REFUND_112326030400.csv"] == [text.getvalue().encode()]


def test_two_worlds_live_beside_each_other(tmp_path: Path) -> None:
    with World(tmp_path / "one") as one, World(tmp_path / "two") as two:
        ports = [
            one.site.port,
            one.portal.port,
            one.portal.tls_port,
            two.site.port,
            two.portal.port,
            two.portal.tls_port,
        ]
        assert len(set(ports)) == 6
