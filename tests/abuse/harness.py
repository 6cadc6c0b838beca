"""What every file of cases uses: a force of its own behind a real `reeve serve`, requests as a person, raw bytes, and the list of cases."""
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REEVE = Path(os.environ.get("REEVE", ROOT / "build-asan" / "reeve")).resolve()
CLOCK = "2026-11-22T09:00:00Z"
PATIENCE = 30  # seconds for one answer: sanitizers are slow

CASES = []


class Wrong(Exception):
    """Not the answer that should have come; the text is for the person who reads the run."""


def case(name):
    """Adds a function, which takes the shared force, to the list of cases."""
    def keep(function):
        CASES.append((name, function))
        return function
    return keep


def want(held, *words):
    if not held:
        raise Wrong(" ".join(str(word)[:6500] for word in words))


def reeve(*words, give=None, limit=60, **more):
    """Runs the program; returns status, standard output, standard error. A sanitizer's finding is always wrong."""
    done = subprocess.run([str(REEVE)] + [str(word) for word in words], input=give, capture_output=True, timeout=limit, **more)
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    want("Sanitizer" not in err and "runtime error" not in err, words, "a sanitizer spoke:", err[-3000:])
    want(done.returncode >= 0, words, "was killed by signal", -done.returncode, err)
    return done.returncode, out, err


def must(*words, **more):
    status, out, err = reeve(*words, **more)
    want(status == 0, "reeve", *words, "ended with", status, err or out)
    return out


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode("utf-8", "replace")

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def json(self):
        try:
            return json.loads(self.text)
        except ValueError:
            raise Wrong("not JSON:", self.status, self.text) from None

    def __str__(self):
        return f"{self.status} {self.text[:500]}"


class Force:
    """A data file made from our rulebook, its people's tokens, and its server."""

    def __init__(self, clock=CLOCK, start=True, rulebook=None, serve=()):
        self.folder = Path(tempfile.mkdtemp(prefix="reeve-abuse-"))
        self.data, self.clock, self.tokens, self.process, self.options = self.folder / "data", clock, {}, None, serve
        flag = ("--test-clock", clock)
        self.first_password = must("init", self.data, "--rulebook", rulebook or HERE / "rulebook", *flag).split()[-1]
        if not rulebook:
            must("people", "import", self.data, HERE / "people.csv", *flag)
        for name in ("admin",) if rulebook else ("admin", "sam.staff", "una.staff", "kim.keeper", "gone.person", "plain.person"):
            self.tokens[name] = must("token", self.data, name, "--days", "3000", *flag).split()[-1]
        if start:
            self.serve()

    def serve(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = open(self.folder / "serve.log", "a+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([str(REEVE), "serve", str(self.data), "--listen", f"127.0.0.1:{self.port}",
                                         "--test-clock", self.clock, *self.options], stdout=self.log, stderr=self.log)
        for _ in range(150):
            if self.process.poll() is not None:
                break
            try:
                if self.request("GET", "/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise Wrong("the server did not start:", self.said())

    def said(self):
        self.log.flush()
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    def request(self, method, path, body=None, headers=None, as_=None, seconds=PATIENCE):
        """One request on a connection of its own."""
        headers = dict(headers or {})
        if as_:
            headers["Authorization"] = "Bearer " + self.tokens[as_]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            return Answer(got.status, got.getheaders(), got.read())
        finally:
            connection.close()

    def api(self, who, method, path, body=None, headers=None):
        """A request of the API with a JSON body (a value, or text and bytes as they are)."""
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        return self.request(method, "/api/v1" + path, body, {"Content-Type": "application/json", **(headers or {})} if body is not None
                            else headers, as_=who)

    def ask(self, who, path, **parameters):
        return self.api(who, "GET", path + ("?" + urlencode(parameters) if parameters else ""))

    def make(self, who, register, **fields):
        answer = self.api(who, "POST", "/" + register, {"fields": fields})
        want(answer.status == 201, who, "could not open a", register, fields, answer)
        return answer.json()["number"]

    def kept(self):
        """Every row of every table, but for the notes of refusals: what a refused request leaves as it was."""
        with closing(sqlite3.connect(f"file:{self.data}?mode=ro", uri=True)) as data:
            tables = data.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                                  " AND name != 'reeve_refusal'").fetchall()
            return {name: data.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}

    def same(self, before):
        """Wrong if anything is kept that was not, or no longer is, since `before`."""
        now = self.kept()
        changed = [name for name in now if now[name] != before.get(name)]
        want(not changed, "what was refused changed", changed, [row for name in changed for row in now[name] if row not in before.get(name, [])][:3])

    def raw(self, data, seconds=8, finish=True):
        """Sends bytes as they are and returns what comes back until the other end closes or is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as link:
            got = b""
            try:
                link.sendall(data)
                if finish:
                    link.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # refused and closed before all was sent: an answer may be there all the same
            try:
                while True:
                    part = link.recv(65536)
                    if not part:
                        break
                    got += part
            except OSError:
                pass
            return got

    def well(self):
        """Still running, still answering, and no sanitizer has spoken."""
        want(self.process.poll() is None, "the server ended:", self.said()[-3000:])
        said = self.said()
        want("Sanitizer" not in said and "runtime error" not in said, "a sanitizer spoke:", said[-4000:])
        want(self.request("GET", "/healthz").status == 200, "the server is not well")

    def stop(self):
        """SIGTERM; returns the exit status."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode if self.process else None

    def away(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Browser:
    """Cookies and forms, as far as the cases need them."""

    def __init__(self, force):
        self.force, self.cookies, self.set_cookies = force, {}, []

    def go(self, method, path, form=None, headers=None):
        headers = dict(headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form, doseq=True).encode()
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        answer = self.force.request(method, path, body, headers)
        self.set_cookies = [value for key, value in answer.headers if key.lower() == "set-cookie"]
        for one in self.set_cookies:
            name, _, rest = one.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return answer

    def send(self, path, form, files):
        """A multipart form, as a browser sends chosen files: (field, name, bytes) each."""
        mark, body = "edge-of-a-part", b""
        for name, value in form.items():
            body += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for field, name, content in files:
            body += f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return self.force.request("POST", path, body + f"--{mark}--\r\n".encode(),
                                  {"Cookie": cookies, "Content-Type": f"multipart/form-data; boundary={mark}"})

    def sign_in(self, username, password, **more):
        return self.go("POST", "/sign-in", {"username": username, "password": password, **more})

    def csrf(self, path):
        page = self.go("GET", path)
        if page.status == 303:
            page = self.go("GET", page.header("location"))
        found = re.search(r'name="?csrf"?\s+value="?([^"> ]+)', page.text) or re.search(r'value="?([^"> ]+)"?\s+name="?csrf', page.text)
        want(found, "no CSRF token in the form at", path, page)
        return found.group(1)

    def settle(self, username, one_time, chosen):
        """First sign-in with a one-time password, then one's own. Guesses of other cases may have slowed this address down."""
        answer = self.sign_in(username, one_time)
        if answer.status == 429:
            time.sleep(int(answer.header("retry-after")))
            answer = self.sign_in(username, one_time)
        want(answer.status == 303, "the one-time password was refused:", answer)
        answer = self.go("POST", "/password", {"chosen": chosen, "again": chosen, "csrf": self.csrf("/password")})
        want(answer.status == 303, "the new password was refused:", answer)


def statuses(raw):
    """The statuses of all answers in what came back over one connection. (The library's own refusals repeat their head inside the body that
    their Content-Length announces: one answer, since the connection closes after it.)"""
    found = []
    while raw.startswith(b"HTTP/1."):
        head, _, rest = raw.partition(b"\r\n\r\n")
        found.append(int(head.split(b" ")[1]))
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        raw = rest[int(length.group(1)):] if length else b""
    return found


def is_problem(answer, *allowed):
    """A refusal in the form of the contract, in words, with one of these statuses."""
    want(answer.status in allowed, "wanted", allowed, "got", answer)
    want((answer.header("content-type") or "").startswith("application/problem+json"), "not a problem:", answer.headers)
    body = answer.json()
    want(body.get("status") == answer.status and (body.get("title") or body.get("detail")), "the problem says too little:", answer)
    return body
