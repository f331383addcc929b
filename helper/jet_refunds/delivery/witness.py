"""What proves that a file has arrived, and what is said while nothing does.

A file whose move was not answered is unclear: its staged name may be gone because it was moved, or because somebody
has removed it, swapped a folder or restored a backup. Only a witness counts: our own bytes under the final name, or an
acknowledgement under that name, which most often comes within minutes. Both are looked for at growing intervals.
"""

from __future__ import annotations

from jet_refunds.interfaces import Site
from jet_refunds.ledger.files import File
from jet_refunds.solid_commerce.file_names import REFUNDS

WAITS = (
    "It is not known yet whether the file has arrived. {doubt} Jet Refunds is looking for it. Nothing is sent twice."
)
ASKS = (
    "It cannot be found out whether the file has arrived. {doubt} It is not seen in JetRefunds, and no acknowledgement "
    "has come. Ask Solid Commerce whether they have it, then say so on Jet Refunds' page. It is not sent again before."
)


def stands(site: Site, file: File) -> bool:
    """Whether our own bytes stand under the final name."""
    final = f"{REFUNDS}/{file.name}"
    size = site.size(final)
    return size == len(file.body) and site.read(final, size + 1) == file.body
