"""A listing by SFTP is read name by name, whatever a server tells of each."""

from __future__ import annotations

from itertools import product

import paramiko
import pytest

from jet_refunds.transports.sftp import _skip_attributes

KINDS = paramiko.SFTPAttributes
FLAGS = (KINDS.FLAG_SIZE, KINDS.FLAG_UIDGID, KINDS.FLAG_PERMISSIONS, KINDS.FLAG_AMTIME, KINDS.FLAG_EXTENDED)


@pytest.mark.parametrize("flags", [sum(chosen) for chosen in product(*((0, flag) for flag in FLAGS))], ids=hex)
def test_what_follows_the_attributes_is_the_next_name(flags: int) -> None:
    sent = paramiko.Message()
    sent.add_int(flags)
    if flags & KINDS.FLAG_SIZE:
        sent.add_int64(2**40)
    for flag, numbers in ((KINDS.FLAG_UIDGID, (1000, 100)), (KINDS.FLAG_PERMISSIONS, (0o100644,))):
        for number in numbers if flags & flag else ():
            sent.add_int(number)
    for moment in (1_700_000_000, 1_700_000_060) if flags & KINDS.FLAG_AMTIME else ():
        sent.add_int(moment)
    if flags & KINDS.FLAG_EXTENDED:
        sent.add_int(2)
        for text in (b"acl@example", b"\xff", b"", b"\x00"):
            sent.add_string(text)
    sent.add_string(b"next.csv")
    answer = paramiko.Message(sent.asbytes())
    _skip_attributes(answer)
    assert answer.get_binary() == b"next.csv"
