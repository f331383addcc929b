"""The command `doctor`: every part is looked at; with --bundle, packed for a person who helps."""

from __future__ import annotations

from pathlib import Path

import click

from jet_refunds import app, runtime
from jet_refunds.cli import output
from jet_refunds.cli.options import data_dir_option, json_option, site_password, tell
from jet_refunds.diagnostics import bundle, doctor
from jet_refunds.settings import Settings


@click.command("doctor")
@click.option(
    "--bundle",
    "bundle_path",
    metavar="FILE.zip",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Pack the log, the settings without secrets, versions and findings. Overwrites nothing.",
)
@json_option
@data_dir_option
def examine(data_dir: Path, bundle_path: Path | None, *, as_json: bool) -> None:
    """Look at every part and say what to do."""
    secrets, running_at = app.secrets_for(Settings(data_dir), site_password()), runtime.running_at(data_dir)
    if bundle_path is None:
        tell(doctor.examine(data_dir, secrets, running_at), lambda finding: finding.part, "MEND", as_json=as_json)
        return
    bundle.write(bundle_path, data_dir, doctor.examine(data_dir, secrets, running_at, with_reasons=False))
    output.say_lines(output.wrapped(f"{bundle_path} is written.", whole_words=True))
    output.say_lines(f"\n{bundle.README}".removesuffix("\n"))
