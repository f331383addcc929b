"""Requests that no browser of the seller's sends, made by a grammar: each is to be refused, or is no request at all.

Those with a proof would be granted, were it not for the one thing that is wrong with them: so a reader that overlooks
it writes a refund, or shows one. A proof is of one method, target and body, and is good once and for a minute: a mark
stands for it, until the request is sent.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.support import documents as doc

SEED = 20261128
_MARK = re.compile(rb"Jet-Refunds @(\d{6})@")
_FIRST = re.compile(rb"(?P<method>[^ ]*) (?P<target>.*?)(\s+HTTP.*)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Hostile:
    """`name` says what is wrong with it."""

    name: str
    sent: bytes


class Grammar:
    def __init__(self, port: int, worn: Sequence[str]) -> None:
        """`worn` are proofs that are good no more, or were never good for this."""
        self._own, self._worn = f"127.0.0.1:{port}", worn
        self._port = port
        self._random = random.Random(SEED)
        self._body = json.dumps(doc.refund(of=doc.order(merchant_order_id="cd" * 16))).encode()
        self._proofs: list[tuple[str, str, bytes]] = []
        """(method, target, body) of each mark."""
        self._inner = self.granted()

    def all(self) -> Iterator[Hostile]:
        yield from self._lengths()
        yield from self._codings()
        yield from self._names_of_lengths()
        yield from self._chunks()
        yield from self._targets()
        yield from self._hosts()
        yield from self._first_lines()
        yield from self._headers()
        yield from self._twice()
        yield from self._origins()
        yield from self._encodings()
        yield from self._sizes()
        yield from self._cut_off()
        yield from self._odd_bytes()
        yield from self._no_http()
        yield from self._strangers()

    def granted(self, target: str = "/v1/refunds") -> bytes:
        """What all others are made from; it is granted."""
        fields = [*self._said(target=target), f"Content-Length: {len(self._body)}".encode()]
        return self._post(fields, self._body, f"POST {target} HTTP/1.1".encode())

    def proved(self, sent: bytes, authorization: Callable[[str, str, bytes], str]) -> bytes:
        """With fresh proofs in place of the marks."""
        return _MARK.sub(lambda mark: authorization(*self._proofs[int(mark[1])]).encode(), sent)

    def _mark(self, method: str, target: str, body: bytes) -> str:
        self._proofs.append((method, target, body))
        return f"Jet-Refunds @{len(self._proofs) - 1:06}@"

    def _mark_of(self, first: bytes) -> str:
        """For the request without a body that begins with this line."""
        line = _FIRST.fullmatch(first)
        assert line is not None, first
        return self._mark(line["method"].decode("latin-1").upper(), line["target"].decode("latin-1"), b"")

    def _said(self, body: bytes | None = None, target: str = "/v1/refunds") -> list[bytes]:
        """`body` is what is proved; else the refund."""
        mark = self._mark("POST", target, self._body if body is None else body)
        lines = (f"Host: {self._own}", f"Authorization: {mark}", "Content-Type: application/json")
        return [line.encode() for line in lines]

    @staticmethod
    def _post(fields: list[bytes], body: bytes, first: bytes = b"POST /v1/refunds HTTP/1.1") -> bytes:
        return b"\r\n".join([first, *fields]) + b"\r\n\r\n" + body

    def _get(self, first: bytes, host: str | None = None) -> bytes:
        said = f"Host: {host or self._own}\r\nAuthorization: {self._mark_of(first)}"
        return first + b"\r\n" + said.encode() + b"\r\n\r\n"

    def _coded(self) -> bytes:
        """The body in one chunk."""
        return b"%x\r\n%s\r\n0\r\n\r\n" % (len(self._body), self._body)

    def _lengths(self) -> Iterator[Hostile]:
        """Where one reader sees the body's end, and another a second request."""
        size = len(self._body)
        odd = (
            f"+{size}", f"-{size}", f"0{size}", f"0x{size:x}", f"{size}.0", f"{size},", f"{size}, {size}",
            f"{size} {size}",
            f"{size};", f"{size}_0", "", "x", f"\u0661{size}", f"{size}e0", "9" * 5_000, f"{size}\x0b", f'"{size}"',
        )  # fmt: skip
        for value in odd:
            length = f"Content-Length: {value}".encode()
            yield Hostile(f"length {value[:20]!r}", self._post([*self._said(), length], self._body + self._inner))

    def _codings(self) -> Iterator[Hostile]:
        size, coded = len(self._body), self._coded()
        codings = (
            "chunked", "Chunked", "chunked, chunked", "chunked,", "identity", "gzip", "gzip, chunked", "chunked, gzip",
            "chunked;q=1", "xchunked", "chunked\x0b", "\x0cchunked", '"chunked"', "", "chunked, identity", "trailers",
        )  # fmt: skip
        for value in codings:
            coding = f"Transfer-Encoding: {value}".encode()
            length = f"Content-Length: {size}".encode()
            for fields in ([length, coding], [coding, length]):
                for sent in (self._body, coded, b"0\r\n\r\n"):
                    yield Hostile(
                        f"length and coding {value!r}", self._post([*self._said(), *fields], sent + self._inner)
                    )
            if value.lower() != "chunked":
                yield Hostile(f"coding {value!r}", self._post([*self._said(), coding], coded + self._inner))
            old = self._post([*self._said(), coding], coded + self._inner, b"POST /v1/refunds HTTP/1.0")
            yield Hostile(f"coding {value!r} in HTTP/1.0", old)

    def _names_of_lengths(self) -> Iterator[Hostile]:
        """Which one reader takes for a length or a coding, and another for nothing."""
        size, coded = len(self._body), self._coded()
        for name in (
            "Content-Length ", " Content-Length", "Content_Length", "Content-Length\t", "Content-Length\x0b",
            "Content Length"
        ):  # fmt: skip
            for pair in (f"{name}: {size}", f"Content-Length: 0\r\n{name}: {size}"):
                sent = self._post([*self._said(), pair.encode()], self._body + self._inner)
                yield Hostile(f"length as {name!r}", sent)
        for name in ("Transfer-Encoding ", "Transfer_Encoding", "Transfer-Encoding\t", "\tTransfer-Encoding"):
            sent = self._post([*self._said(), f"{name}: chunked".encode()], coded + self._inner)
            yield Hostile(f"coding as {name!r}", sent)
        for first, second in ((0, size), (size, 0), (size, size), (size, size + 1), (1, size)):
            lengths = [f"Content-Length: {each}".encode() for each in (first, second)]
            yield Hostile("two lengths", self._post([*self._said(), *lengths], self._body + self._inner))
        for folded in (b"Transfer-Encoding:\r\n chunked", b"Transfer-Encoding: x\r\n\tchunked", b"X: y\r\n  z: 1"):
            yield Hostile("a folded line", self._post([*self._said(), folded], coded + self._inner))
        for wanted in (b"100-continue", b"200-ok", b"100-continue, x", b""):
            fields = [*self._said(), b"Expect: " + wanted, f"Content-Length: {size}".encode()]
            yield Hostile("a promise is wanted", self._post(fields, self._body))

    def _chunks(self) -> Iterator[Hostile]:
        """A body in pieces, which a lenient reader would put together."""
        fields = [*self._said(), b"Transfer-Encoding: chunked"]
        size = b"%x" % len(self._body)
        wrong_sizes = (
            b"0x" + size, b"+" + size, b"-" + size, b" " + size, size + b" ", b"", size + b"\x00", size + b"\n",
            b"_" + size,
            size + b"g", b"g", size + b";\x00", size + b";a=\"", size + b"\x0b", b"\xff" + size, b"F" * 17,
            b"0" * 300 + size,
            size + b";" + b"a" * 300,
        )  # fmt: skip
        for wrong in wrong_sizes:
            body = wrong + b"\r\n" + self._body + b"\r\n0\r\n\r\n"
            if wrong in (b"0" * 300 + size, size + b";" + b"a" * 300):  # fits one piece, so it is cut in two
                body = body[:200]
            yield Hostile(f"chunk of size {wrong[:12]!r}", self._post(fields, body + self._inner[: len(body) // 9]))
        for end in (b"", b"\r", b"\n", b"xx", b"\r\n0", b"\r\n0\r\n", b"\n0\r\n\r\n", b"  \r\n0\r\n\r\n"):
            yield Hostile(f"chunk that ends with {end!r}", self._post(fields, size + b"\r\n" + self._body + end))

    def _targets(self) -> Iterator[Hostile]:
        """What is asked for is not a path of ours."""
        evil = (
            "evil.example", f"evil.example:{self._port}", "127.0.0.1", f"127.0.0.1:{self._port + 1}", "localhost",
            f"x@{self._own}", f"{self._own}@evil.example", f"{self._own}.evil.example", f"127.0.0.1:0{self._port}", "",
            f"[::1]:{self._port}", f"0.0.0.0:{self._port}", f"2130706433:{self._port}", f"0x7f.1:{self._port}",
            f"127.1:{self._port}", f"{self._own}:80", f"{self._own}%00", f"{self._own} ", f"localhost.:{self._port}",
            f"127.0.0.1:{self._port}x", f"127.0.0.1:+{self._port}", f"xn--127-.0.0.1:{self._port}",
        )  # fmt: skip
        for authority in evil:
            for scheme in ("http", "https", "HTTP", "ftp", "file", "ws", "chrome-extension"):
                target = f"{scheme}://{authority}/v1/refunds".encode()
                yield Hostile(f"target {target!r}", self._get(b"GET " + target + b" HTTP/1.1"))
        for method in (b"GET", b"OPTIONS", b"CONNECT", b"POST", b"HEAD"):
            for target in (
                b"*",
                self._own.encode(),
                b"evil.example:443",
                b"v1/refunds",
                b"?x",
                b"",
                b"http:/v1/refunds",
            ):
                yield Hostile(f"target {target!r}", self._get(method + b" " + target + b" HTTP/1.1"))
        for odd in (
            b"/v1/refunds#x",
            b"/v1/refunds \x00",
            b"/v1/re\xffunds",
            b"/v1/refunds\t",
            b"/v1/ref unds",
            b"\\v1\\refunds",
        ):
            yield Hostile(f"target {odd!r}", self._get(b"GET " + odd + b" HTTP/1.1"))
        for path in (b"/v1/refunds/..%2f..%2fledger.db", b"/static/..%2f..%2fapp.py", b"/static/%2e%2e/app.py",
        b"/static//etc/passwd",
                     b"/static/%00", b"/v1/%2e%2e/", b"/v1/refunds/1%00", b"/v1/refunds/-1",
                     b"/v1/refunds/" + b"9" * 400):  # fmt: skip
            yield Hostile(f"path {path[:30]!r}", self._get(b"GET " + path + b" HTTP/1.1"))

    def _hosts(self) -> Iterator[Hostile]:
        """A name that leads here is not ours for that (DNS rebinding)."""
        hosts = (
            "evil.example", f"evil.example:{self._port}", "127.0.0.1", "localhost", f"127.0.0.1:{self._port + 1}", "",
            f"[::1]:{self._port}", f"0.0.0.0:{self._port}", f"2130706433:{self._port}", f"127.1:{self._port}",
            "127.0.0.1:80",
            f"{self._own}, evil.example", f"evil.example, {self._own}", f"{self._own}.", f"x@{self._own}",
            f"{self._own}/x",
            f"localhost.:{self._port}", f"127.0.0.1.:{self._port}", f"{self._own} evil", f"127.0.0.1:0{self._port}",
            f"127.0.0.1.nip.io:{self._port}", f"http://{self._own}", f"{self._own}\x00", f"{self._own}:{self._port}",
            f"127.0.0.01:{self._port}", f"app.localhost:{self._port}", f"\u2460\u2461:{self._port}", "a" * 5_000,
        )  # fmt: skip
        for host in hosts:
            for first in (
                b"GET /v1/refunds HTTP/1.1",
                b"GET /v1/refunds HTTP/1.0",
                b"GET / HTTP/1.1",
                b"HEAD /v1/refunds HTTP/1.1",
            ):
                said = f"Host: {host}\r\nAuthorization: {self._mark_of(first)}\r\n\r\n".encode()
                yield Hostile(f"host {host[:40]!r}", first + b"\r\n" + said)
        for first in (b"GET /v1/refunds HTTP/1.1", b"GET /v1/refunds HTTP/1.0"):
            yield Hostile("no host", first + f"\r\nAuthorization: {self._mark_of(first)}\r\n\r\n".encode())

    def _first_lines(self) -> Iterator[Hostile]:
        methods = (
            b"get", b"Get", b"GET\x00", b"TRACE", b"TRACK", b"PUT", b"DELETE", b"PATCH", b"CONNECT", b"PROPFIND",
            b"DEBUG",
            b"G" * 21, b"G" * 9_000, b"GE T", b"\xc7ET", b"(GET)", b"GET,", b"1GET", b"PRI", b"SUBSCRIBE",
            b"M-SEARCH", b"POST",
        )  # fmt: skip
        for method in methods:
            yield Hostile(f"method {method[:20]!r}", self._get(method + b" /v1/refunds/1/undo HTTP/1.1"))
        versions = (
            b"", b" HTTP/0.9", b" HTTP/1.2", b" HTTP/2.0", b" HTTP/3", b" HTTP/1.1 ", b" HTTP/1.1\x00",
            b" http/1.1", b" HTTPS/1.1",
            b" HTTP/1,1", b" HTTP/11", b" HTTP/1.", b" HTTP/.1", b" HTTP/1.11", b"  HTTP/1.1", b"\tHTTP/1.1",
            b" HTTP/1.1 x", b" HTTP/-1.1",
        )  # fmt: skip
        for version in versions:
            yield Hostile(f"version {version!r}", self._get(b"GET /v1/refunds" + version))
        for before in (
            b"\r\n",
            b"\r\n\r\n",
            b"\n",
            b" ",
            b"\t",
            b"\x00",
            b"\xef\xbb\xbf",
            b"\x0b",
            b"x",
            b"0\r\n\r\n",
            b"}",
        ):
            yield Hostile(f"{before!r} comes first", before + self._get(b"GET /v1/refunds HTTP/1.1"))

    def _headers(self) -> Iterator[Hostile]:
        wrong = (
            b"X", b": y", b"X y", b"X : y", b" X: y", b"\tX: y", b"X\x00: y", b"X: y\x00", b"X: \x01", b"X: y\x7f",
            b"X: y\rZ: 1",
            b"X: y\nZ: 1", b"X: y\n", b"X: y\r", b"X_Y: z", b"(X): y", b"X\xc3: y", b"X;: y", b"X@: y", b"X[: y",
            b'"X": y', b"X/: y",
            b"X: \x1b[31m", b"X: \x08", b"\x00", b"\x0b", b"=: y", b"X,: y", b"{X}: y", b"X\\: y", b"X?: y",
            b"X<: y", b"\xff: y",
        )  # fmt: skip
        for line in wrong:
            for place in (0, 1, 3):
                fields = [*self._said(), f"Content-Length: {len(self._body)}".encode()]
                fields.insert(place, line)
                yield Hostile(f"header {line!r}", self._post(fields, self._body))
        bare = self._inner.partition(b"\r\n\r\n")[0]
        for end in (b"\n", b"\r", b"\n\r"):
            yield Hostile(f"lines that end with {end!r}", bare.replace(b"\r\n", end) + end + end + self._body)

    def _twice(self) -> Iterator[Hostile]:
        """Of which the first would be right for one reader, the last for another."""
        said = self._said()
        for line in said:
            name = line.partition(b":")[0]
            for other in (line, name + b": x", name.upper() + b": x", name.lower() + b":"):
                for order in ([line, other], [other, line]):
                    rest = [each for each in said if each != line]
                    fields = [*order, *rest, f"Content-Length: {len(self._body)}".encode()]
                    yield Hostile(f"twice {name!r}", self._post(fields, self._body))
        for name in (b"Origin", b"Cookie", b"Jet-Refunds-Api", b"Connection", b"X-Forwarded-For", b"Accept"):
            fields = [*self._said(), name + b": 1", name + b": 1", f"Content-Length: {len(self._body)}".encode()]
            yield Hostile(f"twice {name!r}", self._post(fields, self._body))

    def _origins(self) -> Iterator[Hostile]:
        """A page's script may not ask, whatever it knows."""
        origins = (
            "null", "http://evil.example", "https://partner.jet.com", f"http://{self._own}",
            f"http://localhost:{self._port}", "file://",
            "chrome-extension://", "chrome-extension://x/y", "chrome-extension://x.evil.example", "moz-extension:x",
            "about:blank",
            "http://evil.example/chrome-extension://x", "chrome-extension://x, http://evil.example",
            "safari-web-extension://x", "",
        )  # fmt: skip
        for origin in origins:
            fields = [*self._said(), f"Origin: {origin}".encode(), f"Content-Length: {len(self._body)}".encode()]
            yield Hostile(f"origin {origin!r}", self._post(fields, self._body))

    def _encodings(self) -> Iterator[Hostile]:
        text = self._body.decode()
        bodies = {
            name: text.encode(name)
            for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "cp037")
        }
        bodies.pop("utf-7")  # the same bytes as UTF-8
        for name, body in bodies.items():
            fields = [*self._said(body), f"Content-Length: {len(body)}".encode()]
            yield Hostile(f"body in {name}", self._post(fields, body))
        for kind in (
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "application/jsonp",
            "text/json",
            "",
            "json",
        ):
            fields = [
                *self._said()[:2],
                f"Content-Type: {kind}".encode(),
                f"Content-Length: {len(self._body)}".encode(),
            ]
            yield Hostile(f"content type {kind!r}", self._post(fields, self._body))
        for body in (
            b"",
            b"\x00" * 100,
            b"[" * 100_000,
            b"{" * 9_999,
            b'{"a":1,"a":2}',
            b"NaN",
            b'"\\ud800"',
            b"[1e999]",
            self._body * 2,
            b"\xff",
        ):
            fields = [*self._said(body), f"Content-Length: {len(body)}".encode()]
            yield Hostile(f"body {body[:12]!r}", self._post(fields, body))

    def _sizes(self) -> Iterator[Hostile]:
        own, empty, large = self._said(), self._said(b""), b" " * 2_200_000
        for size in (10**7, 10**9, 10**12, 10**17, 10**18, 10**40):
            yield Hostile(f"length {size}", self._post([*own, f"Content-Length: {size}".encode()], self._body))
        yield Hostile("a long path", self._get(b"GET /" + b"a" * 70_000 + b" HTTP/1.1"))
        yield Hostile("a long header", self._post([*empty, b"X: " + b"a" * 70_000], b""))
        yield Hostile("many headers", self._post([*empty, *(b"X%d: 1" % number for number in range(9_000))], b""))
        yield Hostile("a long name", self._post([*empty, b"X" * 70_000 + b": 1"], b""))
        yield Hostile("a first line without an end", b"GET /" + b"a" * 90_000)
        yield Hostile("a body that is too large", self._post([*self._said(large), b"Content-Length: 2200000"], large))

    def _cut_off(self) -> Iterator[Hostile]:
        """Nobody knows what would have come: nothing may be done."""
        whole = self._inner
        for end in sorted(self._random.sample(range(1, len(whole)), 120)):
            yield Hostile(f"cut off after {end} bytes", whole[:end])

    def _odd_bytes(self) -> Iterator[Hostile]:
        """A control byte anywhere in the head."""
        head = self._inner.partition(b"\r\n\r\n")[0]
        for _ in range(150):
            place = self._random.randrange(len(head))
            byte = bytes([self._random.choice([*range(9), *range(10, 32), 127])])
            yield Hostile(f"{byte!r} at {place}", self._inner[:place] + byte + self._inner[place:])

    def _no_http(self) -> Iterator[Hostile]:
        yield Hostile("TLS", bytes.fromhex("1603010200010001fc0303") + self._random.randbytes(500))
        yield Hostile("SSH", b"SSH-2.0-OpenSSH_9.2\r\n")
        yield Hostile("SMB", bytes.fromhex("00000054ff534d4272000000001801280000") + b"\0" * 60)
        yield Hostile("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
        yield Hostile(
            "a proxy's line", b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n" + self._get(b"GET /v1/refunds HTTP/1.1")
        )
        yield Hostile("FTP", b"USER seller\r\nPASS x\r\n")
        for size in (1, 2, 10, 100, 1_000, 10_000, 100_000):
            for _ in range(6):
                yield Hostile(f"{size} bytes of anything", self._random.randbytes(size))

    def _strangers(self) -> Iterator[Hostile]:
        """Well-formed, and without a right."""
        paths = (
            "/v1/refunds", "/v1/refunds/1", "/v1/orders", "/v1/page-codes", "/v1/full-amounts",
            "/v1/files/x/resolve", "/v1/refunds/1/undo",
            "/v1/refunds/1/send", "/v1/refunds?check=1", "/", "/refunds/1", "/site", "/pair", "/unpair", "/pause",
            "/hurry", "/go-on", "/open/x",
            "/v1/pairings", "/site/trust", "/resolve", "/seen", "/files/x/answer",
        )  # fmt: skip
        rights = (
            "",
            "Bearer",
            "Bearer x",
            "Jet-Refunds",
            "Jet-Refunds a b c d",
            "Jet-Refunds @@",
            *self._worn,
        )
        for path in paths:
            for method in ("GET", "POST"):
                for right in rights:
                    said = f"Host: {self._own}\r\nAuthorization: {right}\r\n"
                    said += f"Cookie: jet-refunds={'x' * 43}\r\n"
                    body = '{"code": "ABCD-EFGH", "client": "x"}' if method == "POST" else ""
                    said += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
                    yield Hostile(
                        f"{method} {path} with {right[:10]!r}", f"{method} {path} HTTP/1.1\r\n{said}".encode()
                    )
