"""The protocol: what is no request, what could be two, what is too much or too slow."""
import socket
import threading
import time

from harness import Wrong, case, is_problem, statuses, want

HOST = b"Host: 127.0.0.1\r\n"


def refused(force, data, *allowed, **more):
    """Exactly one answer, with one of these statuses, or none at all where 0 is among them: never a second request."""
    got = statuses(force.raw(data, **more))
    want(got in [[status] for status in allowed if status] or (not got and 0 in allowed), "wanted", allowed, "got", got, "for", data[:200])


def raw_case(name, data, *allowed, **more):
    case("http: " + name)(lambda force: refused(force, data, *allowed, **more))


# ---- malformed and truncated
raw_case("nothing at all is sent", b"", 0)
raw_case("random bytes instead of a request", bytes(range(1, 256)) * 8 + b"\r\n\r\n", 400, 0)
raw_case("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200, 400, 0)
raw_case("a request line without a version", b"GET /healthz\r\n\r\n", 400, 505, 0)
raw_case("HTTP/0.9, 2.0 and 9.9 are not spoken", b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n", 400, 505, 0)
raw_case("an unknown method", b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 501)
raw_case("a head that ends in the middle", b"GET /healthz HTTP/1.1\r\nHost: 127.0.", 400, 0)
raw_case("a body shorter than its length", b"POST /api/v1/note HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n{}", 400, 0)
raw_case("no Host", b"GET /healthz HTTP/1.1\r\n\r\n", 400)
raw_case("two Hosts", b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + b"\r\n", 400)
raw_case("a Host that is no host", b"GET /healthz HTTP/1.1\r\nHost: a b, c\r\n\r\n", 400)
raw_case("a header name with a space", b"GET /healthz HTTP/1.1\r\n" + HOST + b"Bad Name: 1\r\n\r\n", 400)
raw_case("a header without a colon", b"GET /healthz HTTP/1.1\r\n" + HOST + b"nocolon\r\n\r\n", 400)
raw_case("a target that does not begin with a slash", b"GET healthz HTTP/1.1\r\n" + HOST + b"\r\n", 400)
raw_case("a control byte in the target", b"GET /health\x01z HTTP/1.1\r\n" + HOST + b"\r\n", 400)
raw_case("an address of 20,000 characters", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, 431)
raw_case("a header of 100,000 characters", b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 100000 + b"\r\n\r\n", 431, 413, 0)  # 0: closed, the answer lost on the way
raw_case("a thousand headers", b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 1000 + b"\r\n", 431)
raw_case("an escaped NUL in the path", b"GET /api/v1/note%00 HTTP/1.1\r\n" + HOST + b"\r\n", 400)
raw_case("an escaped slash in the path", b"GET /api/v1/note%2f..%2fsecret HTTP/1.1\r\n" + HOST + b"\r\n", 400)
raw_case("an escape that is not UTF-8", b"GET /%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n", 400)
raw_case("an escape that is cut off", b"GET /api/v1/note?where=%4 HTTP/1.1\r\n" + HOST + b"\r\n", 400)

# ---- two requests in one
SMUGGLED = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /api/v1/note HTTP/1.1\r\n" + HOST
raw_case("smuggling: Transfer-Encoding alone", POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 411)
raw_case("smuggling: length and Transfer-Encoding", POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 411, 400)
raw_case("smuggling: an unusual Transfer-Encoding", POST + b"Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc" + SMUGGLED, 411, 400)
raw_case("smuggling: two different lengths", POST + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + SMUGGLED, 400)
raw_case("smuggling: two equal lengths", POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + SMUGGLED, 400)
raw_case("smuggling: a length with a plus", POST + b"Content-Length: +2\r\n\r\n{}" + SMUGGLED, 400)
raw_case("smuggling: a negative length", POST + b"Content-Length: -1\r\n\r\n" + SMUGGLED, 400)
raw_case("smuggling: a length in hexadecimal", POST + b"Content-Length: 0x2\r\n\r\n{}" + SMUGGLED, 400)
raw_case("smuggling: a list as length", POST + b"Content-Length: 2, 2\r\n\r\n{}" + SMUGGLED, 400)
raw_case("smuggling: a length beyond 64 bits", POST + b"Content-Length: 99999999999999999999999\r\n\r\n{}" + SMUGGLED, 400, 413)
raw_case("smuggling: a space before the colon", POST + b"Content-Length : 2\r\n\r\n{}" + SMUGGLED, 400)
raw_case("smuggling: a length on a second line", POST + b"Content-Length:\r\n 2\r\n\r\n{}" + SMUGGLED, 400)
raw_case("smuggling: Transfer-Encoding on a second line", POST + b"Transfer-Encoding: x\r\n\tchunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 400)
raw_case("smuggling: two tokens", POST + b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\nContent-Length: 2\r\n\r\n{}" + SMUGGLED, 400)
raw_case("smuggling: after a body the connection closes", POST + b"Content-Length: 2\r\n\r\n{}" + SMUGGLED, 401)


@case("http: pipelined requests without a body are each answered")
def pipelined(force):
    got = statuses(force.raw(SMUGGLED * 3))
    want(got == [200, 200, 200], got)


@case("http: a method that an address does not take is 405 with Allow")
def not_allowed(force):
    answer = force.request("DELETE", "/api/v1/note/NOTE-00001", as_="sam.staff")
    is_problem(answer, 405)
    want("PATCH" in (answer.header("allow") or ""), "Allow says", answer.header("allow"))


@case("http: a body of 10 MB is read to its end and refused with 413")
def ten_megabytes_sent(force):
    got = statuses(force.raw(POST + b"Content-Type: application/json\r\nContent-Length: 10485760\r\n\r\n" + b"a" * 10485760))
    want(got == [413], got)


@case("http: 100 Continue is not promised to a body that is too large")
def expect_continue(force):
    refused(force, POST + b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n", 413)


@case("http: forty slow senders hold nobody up, and are cut off")
def slow_senders(force):
    links = [socket.create_connection(("127.0.0.1", force.port), timeout=5) for _ in range(40)]
    try:
        for link in links:
            link.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        for _ in range(4):
            for link in links:
                link.sendall(b"a")
            begun = time.monotonic()
            want(force.request("GET", "/healthz").status == 200 and time.monotonic() - begun < 3, "others wait for slow senders")
            time.sleep(0.2)
        cut_off_within(links[0], 40)
    finally:
        for link in links:
            link.close()


def cut_off_within(link, seconds):
    """A byte every second is not enough to stay."""
    link.settimeout(1)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            link.sendall(b"a")
            if not link.recv(65536):
                return
        except TimeoutError:
            continue
        except ConnectionError:
            return
    raise Wrong("a sender of one byte a second is still connected after", seconds, "seconds")


@case("http: 600 idle connections do not shut others out for good")
def many_connections(force):
    links = []
    try:
        for _ in range(600):
            try:
                links.append(socket.create_connection(("127.0.0.1", force.port), timeout=1))
            except OSError:
                break
    finally:
        for link in links:
            link.close()
    time.sleep(0.5)
    want(force.request("GET", "/healthz", seconds=10).status == 200, "nobody gets in any more")


@case("http: clients that leave before their answer harm nobody")
def leaving(force):
    head = POST + b"Authorization: Bearer " + force.tokens["sam.staff"].encode() + b"\r\nContent-Type: application/json\r\n"
    body = b'{"fields": {"summary": "left before the answer"}}'

    def leave():
        link = socket.create_connection(("127.0.0.1", force.port), timeout=5)
        link.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        link.close()
    threads = [threading.Thread(target=leave) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(1)  # what was taken is still being done


@case("http: path traversal in assets finds nothing")
def traversal(force):
    for path in ("/assets/../reeve.db", "/assets/..", "/assets/.", "/assets/....//etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd",
                 "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2fetc%2fpasswd", "/assets/..%5c..%5cwindows", "/assets/..%00.css",
                 "//etc/passwd", "/assets//etc/passwd", "/assets/reeve.css/../../x"):
        raw = force.raw(b"GET " + path.encode() + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        got = statuses(raw)
        want(len(got) == 1 and got[0] in (400, 404) and b"root:" not in raw, path, got)
