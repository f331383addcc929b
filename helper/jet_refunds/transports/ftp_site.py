"""A signed-in FTP connection as the seller's site (port Site): ftplib's errors in the port's words."""

# ruff: noqa: S321 - the seller's site speaks FTP

from __future__ import annotations

import ftplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from jet_refunds.errors import NotThere, SiteRefused, SiteUnclear, SiteUnknown, SiteUnreachable
from jet_refunds.interfaces import LONG_AGO
from jet_refunds.transports import filename_encoding
from jet_refunds.transports.ftp_client import CLOSING, FtpClient, error_text, reply, wire
from jet_refunds.transports.network import LISTING_BYTES

_NOT_UNDERSTOOD = ("500", "501", "502", "504")
_LONG_AGO = f"{datetime.fromtimestamp(LONG_AGO, UTC):%Y%m%d%H%M%S}"
_NO_FILE = ".jet-refunds-no-such-file"
_COUNTED = 64 * 1024 * 1024
"""Where there is neither SIZE nor a listing with sizes, a file is read to count its bytes; none of ours is larger."""


class FtpSite:
    """One signed-in connection."""

    def __init__(self, client: FtpClient, security: str, features: frozenset[str]) -> None:
        self._client, self.security = client, security
        self._names = filename_encoding.Names()
        self._encoding = "utf-8" if "UTF8" in features or not features else "latin-1"
        self._mlsd = bool({"MLST", "MLSD"} & features)
        self._size = not features or "SIZE" in features
        self._size_is_tried = False
        self._stored: str | None = None
        self._stored_size = 0

    @property
    def abilities(self) -> frozenset[str]:
        return frozenset(name for name, has in (("SIZE", self._size), ("MLSD", self._mlsd)) if has)

    def do_without(self, ability: str) -> None:
        if ability == "SIZE":
            self._size = False
        if ability == "MLSD":
            self._mlsd = False

    def store(self, path: str, data: bytes) -> None:
        with self._asked(f"store {path}"):
            self._client.store(self._raw(path), data)
        self._stored, self._stored_size = path, len(data)

    def size(self, path: str) -> int | None:
        """By SIZE; a server without it is asked for a listing with sizes, or for the bytes."""
        with self._asked(f"look at {path}"):
            if self._size:
                try:
                    self._client.use("I")  # some refuse SIZE after a listing, with the same 550 as for no file
                    size = self._client.size(self._raw(path))
                    if not self._is_a_lie(path, size):
                        return size
                except ftplib.error_perm as error:
                    if str(error).startswith("550") and path != self._stored:
                        return None
                    if str(error).startswith("550"):
                        counted = self._counted(path)
                        self._size = counted is None  # what we have just stored is there: it says so of every file
                        return counted
                    if not str(error).startswith(_NOT_UNDERSTOOD):
                        raise
                    self._size = False
        return self._counted(path)

    def _is_a_lie(self, path: str, size: int | None) -> bool:
        """Some say the same of every file, also of one that is not there, or 0 of what was just stored."""
        if not self._size_is_tried:
            self._size_is_tried = True
            folder, slash, _ = path.rpartition("/")
            self._size = self._client.ask(f"SIZE {self._raw(folder + slash + _NO_FILE)}") == ""
        if path == self._stored and size != self._stored_size and self._counted(path) == self._stored_size:
            self._size = False
        return not self._size

    def _counted(self, path: str) -> int | None:
        folder, _, name = path.rpartition("/")
        found = self._entries(folder)
        if name not in found:
            return None
        size = found[name]
        return size if size is not None else len(self.read(path, _COUNTED))

    def rename(self, old: str, new: str) -> None:
        """The second command follows in time or not at all: the courier's lease does not wait for it."""
        source, target = self._raw(old), self._raw(new)
        with self._asked(f"rename {old}"):
            try:
                try:
                    answer = self._client.sendcmd(f"RNFR {source}")  # takes no longer than network.SECONDS
                except TimeoutError as error:
                    raise SiteUnreachable(
                        f"The FTP site is too slow to rename {old} now. It was not asked to."
                    ) from error
                if not answer.startswith("3"):
                    raise ftplib.error_reply(answer)
                self._stored = None
                self._client.voidcmd(f"RNTO {target}")
            except ftplib.error_perm as error:
                if not str(error).startswith("550") or self._exists(old):
                    raise
                raise NotThere(f"The FTP site has no file {old}.") from error

    def rename_in_place(self, old: str, new: str) -> bool:
        with self._asked(f"look at {old}"):
            ask, fact = self._fact_that_stays(old)
        self.rename(old, new)
        with self._asked(f"look at {new}"):
            return fact != "" and ask(new) == fact

    def _fact_that_stays(self, path: str) -> tuple[Callable[[str], str], str]:
        """How to ask for it, and what it is; empty: there is none.

        The "unique" fact of MLST (RFC 3659), where it stays the same from look to look; else the time of change,
        which is set back first: by MFMT, or by MDTM as vsftpd and others take it.
        """
        self._client.ask("OPTS MLST type;size;unique;")
        unique = self._unique(path)
        if unique and self._unique(path) == unique:
            return self._unique, unique
        for command in ("MFMT", "MDTM"):
            if self._client.ask(f"{command} {_LONG_AGO} {self._raw(path)}"):
                changed_at = self._changed_at(path)
                return self._changed_at, changed_at if changed_at == _LONG_AGO else ""
        return self._changed_at, ""

    def _unique(self, path: str) -> str:
        """Empty where it is not told."""
        for line in self._client.ask(f"MLST {self._raw(path)}").splitlines()[1:-1]:
            facts, _, _ = line.strip().partition(" ")
            for fact in facts.split(";"):
                name, _, value = fact.partition("=")
                if name.lower() == "unique":
                    return value
        return ""

    def _changed_at(self, path: str) -> str:
        return self._client.ask(f"MDTM {self._raw(path)}").removeprefix("213 ").strip()

    def _exists(self, path: str) -> bool:
        """Asked in two ways: a 550 may also mean "not allowed"."""
        folder, _, name = path.rpartition("/")
        return self.size(path) is not None or name in self._entries(folder)

    def read(self, path: str, limit: int) -> bytes:
        with self._asked(f"read {path}"):
            try:
                self._client.use("I")
                return self._client.fetch(f"RETR {self._raw(path)}", limit)
            except ftplib.error_perm as error:
                if str(error).startswith("550") and not self._exists(path):
                    raise NotThere(f"The FTP site has no file {path}.") from error
                raise

    def names(self, folder: str) -> list[str]:
        return list(self._entries(folder))

    def delete(self, path: str) -> None:
        with self._asked(f"delete {path}"):
            self._stored = None
            try:
                self._client.delete(self._raw(path))
            except ftplib.error_perm as error:
                if str(error).startswith("550") and not self._exists(path):
                    raise NotThere(f"The FTP site has no file {path}.") from error
                raise

    def make_folder(self, path: str) -> bool:
        with self._asked(f"create the folder {path}"):
            try:
                self._client.voidcmd(f"MKD {self._raw(path)}")
            except ftplib.error_perm:
                if not self._is_folder(path):
                    raise
                return False
        return True

    def remove_folder(self, path: str) -> None:
        with self._asked(f"remove the folder {path}"):
            try:
                self._client.rmd(self._raw(path))
            except ftplib.error_perm as error:
                if str(error).startswith("550") and not self._is_folder(path):
                    raise NotThere(f"The FTP site has no folder {path}.") from error
                raise

    # -- listings

    def _entries(self, folder: str) -> dict[str, int | None]:
        """Bare names, and sizes where the listing tells them."""
        with self._asked(f"list {folder or 'the folder'}"):
            if self._mlsd:
                try:
                    return self._by_mlsd(folder)
                except ftplib.error_perm as error:
                    if not str(error).startswith(_NOT_UNDERSTOOD):
                        self._must_be_folder(folder, error)
                        raise
                    self._mlsd = False
            return dict.fromkeys(self._by_nlst(folder))

    def _by_mlsd(self, folder: str) -> dict[str, int | None]:
        """RFC 3659: "type=file;size=12; NAME"."""
        found: dict[str, int | None] = {}
        for line in self._lines(f"MLSD {self._raw(folder)}"):
            written, _, name = line.partition(b" ")
            facts = dict(fact.partition("=")[::2] for fact in written.decode("latin-1").lower().split(";"))
            if facts.get("type") not in ("cdir", "pdir"):
                size = facts.get("size", "")
                found[self._bare(name)] = int(size) if size.isascii() and size.isdigit() else None
        return found

    def _by_nlst(self, folder: str) -> list[str]:
        """NLST leaves dot-names out on many servers; most understand -a. Some answer 550 for an empty folder."""
        for options in ("-a ", ""):
            try:
                self._client.use("A")
                lines = self._lines(f"NLST {options}{self._raw(folder)}")
            except ftplib.error_perm as error:
                if not str(error).startswith("550") and not (options and str(error).startswith(_NOT_UNDERSTOOD)):
                    raise
                self._must_be_folder(folder, error)
            except ftplib.error_temp as error:
                if not str(error).startswith("450"):
                    raise
                self._must_be_folder(folder, error)
            else:
                if folder and lines == [self._names.raw(folder, self._encoding)]:  # vsftpd's way to say so
                    raise SiteRefused(f"The FTP site does not let you see what is in {folder}.")
                found = [self._bare(line) for line in lines]
                if found:
                    return [name for name in found if name not in (".", "..")]
        self._must_be_folder(folder, None)  # vsftpd says 226 to everything, and lists nothing
        return []

    def _lines(self, command: str) -> list[bytes]:
        listing = self._client.fetch(command.rstrip(), LISTING_BYTES)
        if len(listing) >= LISTING_BYTES:
            raise SiteRefused("The FTP site's folder holds too many files to list.")
        return [stripped for line in listing.split(b"\n") if (stripped := line.rstrip(b"\r"))]

    def _bare(self, line: bytes) -> str:
        return self._names.text(line.rpartition(b"/")[2])

    def _must_be_folder(self, folder: str, error: ftplib.Error | None) -> None:
        if not self._is_folder(folder):
            raise NotThere(f"The FTP site has no folder {folder}.") from error

    def _is_folder(self, folder: str) -> bool:
        if not folder:
            return True
        here = self._client.ask("PWD")
        here = ftplib.parse257(here) if here.startswith("257") else ""
        try:
            self._client.cwd(self._raw(folder))
        except ftplib.error_perm:
            return False
        try:
            for step in [here] if here else [".."] * (folder.count("/") + 1):  # some do not tell where they are
                self._client.cwd(step)
        except ftplib.error_perm as error:
            raise ftplib.error_proto("it does not let us back into the folder that we came from") from error
        return True

    # -- words

    def _raw(self, path: str) -> str:
        return wire(self._names.raw(path, self._encoding))

    @contextmanager
    def _asked(self, what: str) -> Iterator[None]:
        """ftplib's errors in the port's words. A reply of 4xx or 5xx is an answer; anything else leaves it open.

        421 is what a server says when it hangs up; whether it has read the command before is not known.
        """
        if not self._client.is_open:
            raise SiteUnreachable(f"The connection to the FTP site is closed; it was not asked to {what}.")
        try:
            yield
        except (ftplib.error_perm, ftplib.error_temp) as error:
            if str(error).startswith(CLOSING):
                self._client.close()
                raise SiteUnclear(
                    f"The FTP site hung up when it was asked to {what} (it said: {reply(error)})."
                ) from error
            raise SiteRefused(f"The FTP site did not {what} (it said: {reply(error)}).") from error
        except (SiteUnclear, SiteUnreachable, SiteUnknown):
            self._client.close()
            raise
        except (OSError, EOFError, ftplib.Error, ValueError) as error:
            self._client.close()
            raise SiteUnclear(
                f"The connection broke while the FTP site was asked to {what} ({error_text(error)})."
            ) from error
