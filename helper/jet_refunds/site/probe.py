"""Trying the seller's site: all that a delivery needs, step by step, and what is learned on the way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TypedDict

from jet_refunds.domain.site_capabilities import Capabilities, Staging
from jet_refunds.errors import JetRefundsError, NotThere, SiteError, SiteRefused, SiteUnknown
from jet_refunds.interfaces import Progress, Site
from jet_refunds.site.late_files import shown_size
from jet_refunds.solid_commerce.file_names import ACKS, MARKS, REFUNDS

_BODY = b"Jet Refunds tried this site. This file can be deleted.\r\n"
_OTHER = b"Jet Refunds tried whether this would be overwritten. This file can be deleted.\r\n"

ONE_COMPUTER = (
    f"Only one computer may use this site: no folder {MARKS} can be made beside {REFUNDS}. To use it from several, ask "
    "whoever runs the site to allow that."
)
SLOW = 5.0
"""Seconds: a rename of a small file that takes longer is taken for a copy."""

Plan = tuple[tuple[str, Callable[[], str]], ...]
"""Steps with their names; each says what it found."""

_ADVICE = {
    f"folder {REFUNDS}": "Ask whoever runs the site to let you make folders, or to make {0} and {0}/Acks for you.",
    f"folder {ACKS}": "Ask whoever runs the site to let you make folders, or to make {0}/Acks for you.",
    "stage": "Ask whoever runs the site to let you write files in its folder or in {0}, and whether it is full.",
    "size": "The site may be full, or change files on the way. Ask whoever runs it.",
    "rename": "Ask whoever runs the site to let you rename files into {0}. Without that nothing is delivered safely.",
    "list": "Ask whoever runs the site to let you see what is in {0} and {0}/Acks.",
    "read": "Ask whoever runs the site to let you read files in {0}/Acks, and to leave them as they are.",
    "clean up": "Everything else works. Ask whoever runs the site to let you delete files.",
}


@dataclass(frozen=True)
class Step:
    """One step of the probe. `seconds` it took; `message` says what was found, or what to change when it failed.

    `fingerprint` is what the site has shown when it is not known: the seller compares it and may trust it.
    """

    step: str
    ok: bool
    message: str
    seconds: float
    fingerprint: str | None = None

    def document(self) -> StepDocument:
        """As the command prints it for programs."""
        return {"step": self.step, "ok": self.ok, "message": self.message, "seconds": round(self.seconds, 3)}


class StepDocument(TypedDict):
    step: str
    ok: bool
    message: str
    seconds: float


@dataclass(frozen=True)
class ProbeResult:
    """The steps up to the first that failed; `capabilities` is None when it failed before a file could be moved."""

    steps: list[Step]
    capabilities: Capabilities | None


class Steps:
    """Port Progress: collects what is done. The step that began last and is not done is the one that fails.

    Another thread may look at it meanwhile.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.begins("sign in")

    @property
    def begun(self) -> str:
        """The name of the step that began last."""
        return self._step

    def take(self, plan: Plan) -> None:
        for name, action in plan:
            self.begins(name)
            self.done(action())

    def begins(self, step: str) -> None:
        self._step, self._start = step, time.monotonic()

    def done(self, message: str) -> None:
        self.steps.append(Step(self._step, True, message, self._seconds()))

    def failed(self, error: JetRefundsError) -> None:
        advice = _ADVICE.get(self._step, "") if isinstance(error, SiteRefused | NotThere) else ""
        message = f"{error} {advice.format(REFUNDS)}".strip()
        shown = error.fingerprint if isinstance(error, SiteUnknown) else None
        self.steps.append(Step(self._step, False, message, self._seconds(), shown))

    def _seconds(self) -> float:
        return time.monotonic() - self._start


def run(
    open_site: Callable[[Progress], AbstractContextManager[Site]], made: Callable[[], None], steps: Steps, mark: str
) -> ProbeResult:
    """Try the site step by step. `made` is told when JetRefunds was not there; `mark` is in the names of our files."""
    capabilities: Capabilities | None = None
    with ExitStack() as opened:
        try:
            site = opened.enter_context(open_site(steps))
            with leaving_nothing(site, made, mark) as probe:
                steps.take(probe.moving())
                capabilities = probe.capabilities()
                steps.take(probe.reading())
        except JetRefundsError as error:
            steps.failed(error)
    return ProbeResult(steps.steps, capabilities)


def learn(site: Site, made: Callable[[], None], mark: str) -> Capabilities:
    """The same in short, without a watcher: as far as it is needed to deliver. Raises SiteError."""
    with leaving_nothing(site, made, mark, thorough=False) as probe:
        for _, action in probe.moving():
            action()
        return probe.capabilities()


@contextmanager
def leaving_nothing(site: Site, made: Callable[[], None], mark: str, *, thorough: bool = True) -> Iterator[Probe]:
    probe = Probe(site, made, mark, thorough=thorough)
    try:
        yield probe
    finally:
        probe.sweep()


class Probe:
    """One carrying of a small file, as a delivery would.

    A `thorough` one also finds out what happens to a file that stands in the way. It has a name of its own, since a
    courier may learn while a person tests; and so has each data folder, by its `mark`, since several computers may use
    one site. Of one data folder names are always the same: what a crash left behind is used again.
    """

    def __init__(self, site: Site, made: Callable[[], None], mark: str, *, thorough: bool) -> None:
        self._site, self._made, self._thorough = site, made, thorough
        self._name = f"jet-refunds-{'test' if thorough else 'trial'}-{mark}.tmp"
        self._staging: Staging = "root"
        self._final = ""
        self._overwrites: bool | None = None
        self._in_place: bool | None = None
        self._reserves: bool | None = None
        self._left: dict[str, None] = {}

    def moving(self) -> Plan:
        return (
            (f"folder {REFUNDS}", lambda: self._folder(REFUNDS)),
            (f"folder {ACKS}", lambda: self._folder(ACKS)),
            ("stage", self._stage),
            ("size", self._size),
            ("rename", self._rename),
            ("share", self._share),
        )

    def reading(self) -> Plan:
        return (
            ("list", self._list),
            ("read", self._read),
            ("clean up", self._clean_up),
        )

    def capabilities(self) -> Capabilities:
        """After moving()."""
        abilities = self._site.abilities
        return Capabilities(
            self._staging, "SIZE" in abilities, "MLSD" in abilities, self._overwrites, self._in_place, self._reserves
        )

    def sweep(self) -> None:
        """What a step that failed has left behind; what cannot be removed is only a probe's remains."""
        for path in list(self._left):
            try:
                self._delete(path)
            except SiteError:
                continue

    def _folder(self, path: str) -> str:
        missing = self._site.make_folder(path)
        if missing and path == REFUNDS:
            self._made()
        return "It was made." if missing else "It is there."

    @property
    def _staged(self) -> str:
        return self._name if self._staging == "root" else f"{REFUNDS}/.staged-{self._name}"

    def _store(self, path: str, body: bytes) -> None:
        self._left[path] = None
        self._site.store(path, body)
        shown_size(self._site, path)

    def _delete(self, path: str) -> None:
        with suppress(NotThere):  # it was moved, or never came to be
            self._site.delete(path)
        self._left.pop(path)

    def _stage(self) -> str:
        """In the site's own folder by preference: the processor does not read there."""
        try:
            self._store(self._staged, _BODY)
        except SiteRefused:
            self._staging = "beside"
            self._store(self._staged, _BODY)
            return f"Files are uploaded within {REFUNDS}, under another name first."
        return "Files are uploaded beside the two folders first."

    def _size(self) -> str:
        size = self._site.size(self._staged)
        if size != len(_BODY):
            raise SiteRefused(f"The site kept {size or 0} of {len(_BODY)} bytes.")
        return (
            "All of it is there." if "SIZE" in self._site.abilities else "All of it is there. Sizes take longer here."
        )

    def _rename(self) -> str:
        """Across folders, and under a dot-name, where they are allowed; else less."""
        try:
            self._move(dot=True)
        except SiteRefused:
            if self._staging == "beside":
                raise
            try:
                self._move(dot=False)
            except SiteRefused:
                self._staging = "beside"
                self._store(self._staged, _BODY)
                self._move(dot=True)
        if self._thorough:
            self._overwrites = self._replaced()
        where = "from folder to folder" if self._staging == "root" else f"within {REFUNDS}"
        over = "would be overwritten" if self._overwrites else "is never overwritten"
        how = (
            ""
            if self._in_place
            else " It may copy them on the way: after a broken connection you may be asked more often."
        )
        return f"Files can be moved {where}. What stands there {over}.{how}"

    def _move(self, *, dot: bool) -> None:
        final = f"{REFUNDS}/{'.' if dot else ''}{self._name}"
        self._left[final] = None
        if self._site.size(final) is not None:
            self._site.delete(final)  # left by a probe that was cut off
        start = time.monotonic()
        self._in_place = self._site.rename_in_place(self._staged, final) and time.monotonic() - start < SLOW
        self._final = final

    def _replaced(self) -> bool:
        """Whether a second rename goes over the first one's file."""
        self._store(self._staged, _OTHER)
        try:
            self._site.rename(self._staged, self._final)
        except SiteRefused:
            return False
        return True

    def _share(self) -> str:
        """Whether a folder that stands is told from one that was just made: several computers keep apart by that."""
        try:
            self._site.make_folder(MARKS)
            trial = f"{MARKS}/{self._name}"
            made = [self._site.make_folder(trial), self._site.make_folder(trial)]
            self._site.remove_folder(trial)
        except (SiteRefused, NotThere):
            self._reserves = False
        else:
            self._reserves = not made[1]
        return "Several computers may use this site." if self._reserves else ONE_COMPUTER

    def _list(self) -> str:
        """A dot-name may be hidden; another must be seen, or the courier could not tell what is taken."""
        folder, _, name = self._final.rpartition("/")
        if name not in self._site.names(folder) and not name.startswith("."):
            raise SiteRefused(f"The site does not show {name} in {folder}, though it is there.")
        return f"Acknowledgements lying there: {len(self._site.names(ACKS))}."

    def _read(self) -> str:
        wanted = _OTHER if self._overwrites else _BODY
        try:
            found = self._site.read(self._final, len(wanted) + 1)
        except NotThere:
            return "It was taken away before it could be read: something takes every file."
        if found != wanted:
            raise SiteRefused("What was read is not what was written: the site changes files on the way.")
        return "What was written comes back as it was."

    def _clean_up(self) -> str:
        for path in list(self._left):
            self._delete(path)
        return "Nothing is left of this trial."
