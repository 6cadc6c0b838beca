"""The command line: rulebooks and data that are none, people and records to import, disks that are full, an end in the middle of work."""
import csv
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from harness import CLOCK, HERE, REEVE, Force, case, must, reeve, want

HEAD = 'rulebook "F" { version "1" from 2026-01-01 timezone "Europe/London" }\n'


def folder(function):
    """Gives the case an empty folder and takes it away afterwards."""
    def inside(_):
        place = Path(tempfile.mkdtemp(prefix="reeve-abuse-"))
        try:
            function(place)
        finally:
            subprocess.run(["chmod", "-R", "u+rwX", str(place)], check=False)
            shutil.rmtree(place, ignore_errors=True)
    return inside


def reeve_bytes(*words):
    """As reeve, with words that may be no text."""
    done = subprocess.run([REEVE] + [word if isinstance(word, bytes) else str(word) for word in words], capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def refused(words, status, *says, **more):
    """The command ends with this status, prints no result, and says each of these words."""
    got, out, err = reeve(*words, **more)
    want(got == status, words, "wanted", status, "got", got, out, err)
    want(err.strip(), words, "refused without a word")
    for word in says:
        want(word.lower() in err.lower(), words, "does not say", word, ":", err)
    return err


def rulebook(name, content, *says, **files):
    """A case: `check` and `init` refuse this rulebook quickly, in words, and `init` leaves nothing behind."""
    def check(place):
        book = place / "book"
        book.mkdir()
        if content is not None:
            (book / "force.rules").write_bytes(content if isinstance(content, bytes) else content.encode())
        for other, text in files.items():
            (book / (other + ".rules")).write_text(text)
        begun = time.monotonic()
        got, out, err = reeve("check", book)
        want(got == 1 and (out + err).strip(), "check ended with", got, out, err)
        want(len(out + err) < 200000, "said", len(out + err), "bytes")
        for word in says:
            want(word.lower() in (out + err).lower(), "does not say", word, ":", (out + err)[:600])
        refused(["init", place / "data", "--rulebook", book], 1)
        want(time.monotonic() - begun < 20, "took", time.monotonic() - begun)
        want(sorted(os.listdir(place)) == ["book"], "init left", os.listdir(place))
    case("rulebook: " + name)(folder(check))


rulebook("that is not there", None)
rulebook("that is empty", "")
rulebook("that is white space and comments", "# nothing\n\n   \n")
rulebook("that is binary", bytes(range(256)) * 200)
rulebook("that is a picture", b"\x89PNG\r\n\x1a\n" + os.urandom(3000))
rulebook("that has a NUL", HEAD.encode() + b"role a\x00b \"A\"\n")
rulebook("that is broken UTF-8", HEAD.encode() + b'role a "\xff\xfe"\n')
rulebook("of 10 MB in one string", HEAD + 'role a "' + "a" * 10485760 + '"')
rulebook("of 10 MB of declarations", HEAD + "role x \"X\"\n" * 900000)
rulebook("of 10 MB without a line end", "a" * 10485760)
rulebook("that includes what is not there", HEAD + 'include "none.rules"\n', "none.rules")
rulebook("that includes a file above it", HEAD + 'include "../../etc/passwd"\n')
rulebook("that includes an absolute path", HEAD + 'include "/etc/passwd"\n')
rulebook("with 10,000 open brackets", HEAD + 'role r "R"\nregister a "A" { number "A-{n}" title t field t line states s create by ' + "(" * 10000 + " read actor has r }\n")
rulebook("with 10,000 times not", HEAD + 'role r "R"\nregister a "A" { number "A-{n}" title t field t line states s create by ' + "not " * 10000 + "actor has r }\n")
rulebook("that ends in the middle", HEAD + 'register a "A" { number "A-{n')
rulebook("with a string that never ends", HEAD + 'role a "A\n')


@case("rulebook: that includes itself, or has a cycle of includes, is read once")
@folder
def cycles(place):
    (place / "force.rules").write_text(HEAD + 'include "force.rules"\ninclude "a.rules"\n')
    (place / "a.rules").write_text('include "b.rules"\nrole a "A"\n')
    (place / "b.rules").write_text('include "a.rules"\nrole b "B"\n')
    for name in ("a", "b"):
        want(must("print", place).count(f"role {name} ") == 1, "not read once")


@case("rulebook: that is a file, a device or unreadable is refused")
@folder
def odd_places(place):
    (place / "file").write_text(HEAD)
    os.mkdir(place / "deep")
    os.mkdir(place / "deep" / "force.rules")
    for book in (place / "file" / "x", "/dev/null", place / "deep", place / "nowhere", "", "x" * 5000):
        status, out, err = reeve("check", book)
        want(status == 1 and (out + err).strip(), book, status, out, err)


# ---- words

@case("words: unknown commands, options and missing words are usage (2), and say what there is")
def usage(_):
    for words in ([], ["explode"], ["init"], ["serve"], ["check"], ["check", ".", "more"], ["check", ".", "--loud"], ["check", ".", "--strict=yes"], ["init", "x", "--rulebook"],
                  ["token", "x"], ["token", "x", "y", "--days", "soon"], ["people"], ["people", "export", "x", "y"], ["serve", "x", "--listen", "nonsense"],
                  ["serve", "x", "--listen", "127.0.0.1:99999"], ["serve", "x", "--listen", "0.0.0.0:8420", "--test-clock", CLOCK],
                  ["init", "x"], ["init", "x", "--rulebook", "a", "--rulebook", "b"], ["help", "explode"], ["--help-me"], ["-x"], [""], ["init\n"], ["x" * 100000]):
        refused(words, 2, env={key: value for key, value in os.environ.items() if key != "REEVE_DATA"})
    for words in (["help"], ["version"], ["check", "--help"], ["help", "init"]):
        want(reeve(*words)[1].strip(), words, "says nothing")


@case("words: what a later version brings says so (1), however it is asked for")
def later(_):
    for words in (["backup", "data", "file"], ["backup"], ["restore", "file", "data"], ["verify", "--bundle", "file"]):
        refused(words, 1, "later version")
        want("later version" in must("help", words[0]), words, "help does not say so")


@case("words: what the commands on rulebooks say: 0 when it was done, 1 when a rulebook cannot be read; prove as JSON too")
@folder
def rulebooks(place):
    book, other = HERE / "rulebook", HERE.parent / "rulebooks" / "incidents"
    want(json.loads(must("diff", book, book, "--json"))["equal"] and not json.loads(must("diff", book, other, "--json"))["equal"], "diff is wrong")
    want(must("diff", book, book).strip() and must("diff", book, other).strip(), "diff says nothing")
    refused(["diff", book, place], 1)
    refused(["prove", place], 1)
    refused(["explain", place, "staff"], 1)
    said = json.loads(must("prove", HERE.parent.parent / "rulebooks" / "metropolitan", "--json"))
    want(said["good"] and said["proofs"] and all(one["proved"] and "proved" in one["words"] for one in said["proofs"]), said)
    (place / "force.rules").write_text(HEAD + 'policy "P" "P" { clause 1 "x" }\nregister a "A" { number "A-{n}" title t field t line states s, e final e create by true '
                                       'read by true edit t in s by true action go "Go" { from s to e by actor is creator } never gone { state = e cite "P" 1 } }\n')
    status, out, err = reeve("prove", place, "--json")
    said = json.loads(out)
    want(status == 1 and not said["good"] and not said["proofs"][0]["proved"] and "VIOLATED" in said["proofs"][0]["words"], status, out, err)


@case("words: a force's name stands on every page: one line of at most 100 characters, in UTF-8")
@folder
def force_names(place):
    for name in ("", " ", "x" * 101, "Two\nlines", b"\xff\xfe", "a\x1bb"):
        got, out, err = reeve_bytes("init", place / "data", "--rulebook", HERE / "rulebook", "--force", name)
        want(got == 2 and "--force" in err and not out, name, got, out, err)
    want(not os.listdir(place), "init left", os.listdir(place))
    must("init", place / "data", "--rulebook", HERE / "rulebook", "--force", "é" * 100)
    refused(["init", place / "new", "--rulebook", HERE / "rulebook", "--sample"], 1, "leave --sample out")


# ---- data that is not ours

COMMANDS = (["serve"], ["verify"], ["rebuild"], ["token", "admin"], ["password", "admin"], ["people import", str(HERE / "people.csv")], ["export", "note"])


def every_command(data, status, *says):
    for name, *rest in COMMANDS:
        refused([*name.split(), data, *rest], status, *says, limit=15)


@case("data: that is not there, a folder, empty, text, or another SQLite file is refused and left as it was")
@folder
def not_ours(place):
    every_command(place / "nowhere", 1)
    want(not os.listdir(place), "a refused command made", os.listdir(place))
    os.mkdir(place / "folder")
    every_command(place / "folder", 1)
    other = sqlite3.connect(place / "other")
    other.execute("CREATE TABLE t(x)")
    other.commit()
    other.close()
    (place / "empty").write_bytes(b"")
    (place / "text").write_text("Dear Sir\n" * 1000)
    (place / "half").write_bytes(b"SQLite format 3\x00" + os.urandom(5000))
    for name in ("empty", "text", "other", "half"):
        before = (place / name).read_bytes()
        every_command(place / name, 1)
        refused(["init", place / name, "--rulebook", HERE / "rulebook"], 1)
        want((place / name).read_bytes() == before, name, "was changed")


@case("data: from a newer version is refused, says so, and is left as it was")
@folder
def newer(place):
    must("init", place / "data", "--rulebook", HERE / "rulebook")
    store = sqlite3.connect(place / "data")
    version = store.execute("PRAGMA user_version").fetchone()[0]
    store.execute(f"PRAGMA user_version={version + 1}")
    store.commit()
    store.close()
    every_command(place / "data", 1, "newer")


@case("data: that is read-only is refused for writing, in words")
@folder
def read_only(place):
    must("init", place / "data", "--rulebook", HERE / "rulebook")
    if os.getuid() == 0:
        subprocess.run(["chattr", "+i", str(place / "data")], capture_output=True, check=False)
        try:
            if os.access(place / "data", os.W_OK) and reeve("token", place / "data", "admin")[0] == 0:
                return  # root writes what is read-only, and this disk knows no immutable files
            refused(["token", place / "data", "admin"], 1)
        finally:
            subprocess.run(["chattr", "-i", str(place / "data")], capture_output=True, check=False)
        return
    os.chmod(place / "data", 0o400)
    refused(["token", place / "data", "admin"], 1)


def events_of(data):
    """How many events another program finds in the data; 0 while there is none to be found."""
    try:
        store = sqlite3.connect(f"file:{data}?mode=ro", uri=True)
        try:
            return store.execute("SELECT count(*) FROM reeve_event").fetchone()[0]
        finally:
            store.close()
    except sqlite3.Error:
        return 0


@case("data: whose making was killed halfway is no data, and says so")
@folder
def killed_making(place):
    making = subprocess.Popen([REEVE, "init", place / "data", "--rulebook", HERE.parent.parent / "rulebooks/west-midlands", "--sample"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 30
    while time.monotonic() < until and not events_of(place / "data"):
        time.sleep(0.05)
    want(making.poll() is None, "it was made too quickly: the case says nothing")
    making.kill()
    making.communicate()
    every_command(place / "data", 1, "interrupted")
    for name in os.listdir(place):
        os.remove(place / name)
    must("init", place / "data", "--rulebook", HERE / "rulebook")
    must("verify", place / "data")


@case("data: init over any existing file, into no folder, or to another store is refused, and says what to do")
@folder
def init_over(place):
    book = ["--rulebook", HERE / "rulebook"]
    must("init", place / "data", *book)
    before = (place / "data").read_bytes()
    refused(["init", place / "data", *book], 1, "data")
    want((place / "data").read_bytes() == before, "init changed existing data")
    refused(["init", place / "no" / "folder", *book], 1)
    refused(["init", place, *book], 1)
    refused(["init", "postgresql://localhost/reeve", *book], 1, "postgres")
    refused(["serve", "postgresql://localhost/reeve"], 1, "postgres")
    refused(["init", "", *book], 2, "DATA is empty", cwd=place)
    want(not (place / ".lock").exists(), "a lock file without a name was left behind")
    for user in ("", "a b", "<b>", "x" * 10000, "../x"):
        refused(["init", place / "new", *book, "--admin", user], 1)
        want(not (place / "new").exists(), "left behind after --admin", user[:20])


def limited(data, room):
    """No file of this process may grow beyond what the data file has now, and `room` bytes."""
    size = os.path.getsize(data) if os.path.exists(data) else 0

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, size + room))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return limit


@case("data: on a full disk init and commands are refused, say so, and leave nothing half done")
@folder
def full(place):
    for room in (0, 4096, 100000, 600000):
        refused(["init", place / "new", "--rulebook", HERE / "rulebook"], 1, preexec_fn=limited(place / "new", room))
        want(not [name for name in os.listdir(place) if name != "new.lock"], "init left", os.listdir(place))
    must("init", place / "data", "--rulebook", HERE / "rulebook")
    refused(["people", "import", place / "data", HERE / "people.csv"], 1, preexec_fn=limited(place / "nothing", 8192))
    must("verify", place / "data")
    want("5 people" in must("people", "import", place / "data", HERE / "people.csv"), "the import is not whole")


@case("data: a server whose disk is full refuses writes with 503, keeps reading, and loses nothing")
def full_server(_):
    force = Force(start=False)
    try:
        with_limit = subprocess.Popen
        try:
            subprocess.Popen = lambda *words, **more: with_limit(*words, preexec_fn=limited(force.data, 300000), **more)
            force.serve()
        finally:
            subprocess.Popen = with_limit
        made, refusals = [], []
        for i in range(60):
            answer = force.api("sam.staff", "POST", "/note", {"fields": {"summary": f"Filling {i}", "body": "x" * 20000}})
            if answer.status == 201:
                made.append(answer.json()["number"])
            else:
                refusals.append(answer)
        want(made and refusals, "made", len(made), "refused", len(refusals))
        want({answer.status for answer in refusals} == {503}, refusals[0])
        want(force.ask("sam.staff", "/note/" + made[0]).status == 200, "reading stopped:", force.said()[-2000:])
        want("Sanitizer" not in force.said(), force.said()[-3000:])
        force.stop()
        want(force.process.returncode >= 0, "the server was killed by", -force.process.returncode)
        must("verify", force.data)
        force.serve()
        kept = {record["number"] for record in force.ask("sam.staff", "/note", limit=200).json()["records"]}
        want(set(made) <= kept, "lost:", sorted(set(made) - kept))
        force.make("sam.staff", "note", summary="And on it goes")
        force.well()
    finally:
        force.away()


@case("data: a second server on the same data is refused; commands go through the first")
def served(force):
    refused(["serve", force.data, "--listen", "127.0.0.1:0", "--test-clock", CLOCK], 1, limit=15)
    want(must("token", force.data, "sam.staff").startswith("rv_"), "no token through the socket")
    refused(["token", force.data, "nobody.here"], 1, "nobody.here")
    refused(["people", "import", force.data, HERE / "nowhere.csv"], 1)
    refused(["rebuild", force.data, "--loud"], 2)
    must("rebuild", force.data)
    must("verify", force.data)
    mode = os.stat(str(force.data) + ".sock").st_mode & 0o777
    want(mode == 0o600, "the socket's mode is", oct(mode))
    want(os.stat(force.data).st_mode & 0o077 == 0, "others may read the data file")


@case("data: nonsense on the command socket harms nobody")
def socket_nonsense(force):
    import socket
    for data in (b"", b"\n", b"hello\n", b"[]\n", b'{"argv": 5}\n', b'{"argv": [5, null, {}]}\n', b'{"argv": ["token"], "files": 7}\n', b'{"argv": ["people", "import", "--", "d", "f"], "files": [{"path": "f"}]}\n',
                 b'{"argv": ["serve", "--", "d"]}\n', b'{"argv": ["init", "--", "d"]}\n', b"[" * 100000 + b"\n", b'{"argv": [' + b'"x",' * 1000 + b'"x"]}\n', b"\xff" * 1000 + b"\n"):
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(15)
            link.connect(str(force.data) + ".sock")
            link.sendall(data)
            link.shutdown(socket.SHUT_WR)
            while link.recv(65536):
                pass
    want(must("token", force.data, "sam.staff").startswith("rv_"), "the socket is gone")


# ---- imports

def people(name, content, *says, status=1):
    """A case: this file of people is refused line by line, and nobody of it is there afterwards."""
    def check(place):
        file = place / "p.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        must("init", place / "data", "--rulebook", HERE / "rulebook")
        before = must("export", place / "data", "person", "--format", "jsonl")
        refused(["people", "import", place / "data", file], status, *says, limit=30)
        want(must("export", place / "data", "person", "--format", "jsonl") == before, "somebody was imported")
    case("people: " + name)(folder(check))


FIRST = "username,name,email,kind,manager,roles\n"
GOOD = "amy.good,Amy Good,amy.good@abuse.example,staff,,staff\n"
people("an empty file", "")
people("no heading", GOOD, ":1")
people("an unknown column", "username,name,colour\na.b,A B,red\n", "colour")
people("a column twice", "username,username,name\na.b,a.b,A B\n", "username")
people("a line with too few fields", FIRST + GOOD + "b.c,B C\n", ":3")
people("a line with too many fields", FIRST + GOOD + "b.c,B C,,,,,,,\n", ":3")
people("a quote that never ends", FIRST + GOOD + 'b.c,"B C,,,,\n', ":3")
people("a quote in the middle of a field", FIRST + GOOD + 'b.c,B "C" D,,,,\n', ":3")
people("semicolons between fields", FIRST.replace(",", ";") + GOOD.replace(",", ";"), ":1")
people("tabs between fields", FIRST.replace(",", "\t") + GOOD.replace(",", "\t"), ":1")
people("a role that there is none of", FIRST + GOOD + "b.c,B C,,staff,,wizard\n", ":3", "role")
people("a role for a value it does not take", FIRST + GOOD + "b.c,B C,,staff,,staff:north\n", ":3")
people("a kind that there is none of", FIRST + GOOD + "b.c,B C,,robot,,\n", ":3")
people("a manager who does not exist", FIRST + GOOD + "b.c,B C,,staff,no.body,\n", ":3")
people("a username with a space", FIRST + GOOD + "b c,B C,,staff,,\n", ":3")
people("no name", FIRST + GOOD + "b.c,,,staff,,\n", ":3")
people("a name of 10,000 characters", FIRST + GOOD + "b.c," + "n" * 10000 + ",,staff,,\n", ":3")
people("broken UTF-8", FIRST.encode() + GOOD.encode() + b"b.c,B \xff,,staff,,\n", ":3")
people("a NUL", FIRST.encode() + GOOD.encode() + b"b.c,B\x00C,,staff,,\n", ":3")
people("UTF-16", (FIRST + GOOD).encode("utf-16"))
people("binary", os.urandom(5000))


@case("people: a byte order mark, CR LF, quotes, empty lines and an unknown order of columns are understood; twice is once")
@folder
def people_fine(place):
    must("init", place / "data", "--rulebook", HERE / "rulebook")
    file = place / "p.csv"
    file.write_bytes('\ufeffname,username,roles\r\n"Good, Amy ""Al""",amy.good,staff\r\n\r\nBo Well,bo.well,staff;keeper\r\n'.encode())
    for _ in range(2):
        must("people", "import", place / "data", file)
    out = must("export", place / "data", "person", "--format", "jsonl")
    want('Good, Amy \\"Al\\"' in out and out.count('"bo.well"') >= 1, out)
    want(must("export", place / "data", "holding", "--format", "jsonl").count("keeper") == 1, "the role was given twice")


def records(name, content, *says, status=1):
    """A case: this file of notes is refused line by line, dry or not, and the register stays empty."""
    def check(place):
        (place / "n.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        must("init", place / "data", "--rulebook", HERE / "rulebook")
        for more in ([], ["--dry-run"]):
            refused(["import", place / "data", "note", place / "n.csv", *more], status, *says, limit=30)
        want("NOTE-" not in must("export", place / "data", "note", "--format", "jsonl"), "something was imported")
    case("import: " + name)(folder(check))


records("an empty file", "")
records("a column that is no field", "summary,colour\nA,red\n", "colour")
records("a ragged line", "summary,amount\nA,1\nB\n", ":3")
records("a value that is none", "summary,amount\nA,1\nB,many\n", ":3", "amount")
records("a quote that never ends", 'summary,amount\nA,1\n"B,2\n', ":3")
records("broken UTF-8", b"summary\nA\n\xff\n", ":3")
records("binary", os.urandom(5000))
records("semicolons between fields", "summary;amount\nA;1\n", ":1")
records("tabs between fields", "summary\tamount\nA\t1\n", ":1")
records("a quote in the middle of a field", 'summary,amount\nA,1\nB "C" D,2\n', ":3")
records("a line of 10,000 characters", "summary\nA\n" + "n" * 10000 + "\n", ":3", "summary")
records("a NUL", b"summary\nA\nB\x00C\n", ":3")
records("a day that there is none of", "summary,due\nA,2026-02-28\nB,2026-02-30\n", ":3", "due")
records("bad lines, every one of them told", "summary,amount,due\nA,x,\nB,1,\nC,1,soon\nD,1.5,\n", ":2", ":4", ":5")
records("a state in the middle", "summary,state\nA,draft\nB,live\n", ":3")


@case("import: a register, a map or a person that there is none of is refused")
@folder
def import_words(place):
    must("init", place / "data", "--rulebook", HERE / "rulebook")
    (place / "n.csv").write_text("summary\nA\n")
    (place / "map").write_bytes(os.urandom(300))
    refused(["import", place / "data", "nothing", place / "n.csv"], 1, "nothing")
    refused(["import", place / "data", "person", place / "n.csv"], 1)
    refused(["import", place / "data", "note", place / "none.csv"], 1, "none.csv")
    refused(["import", place / "data", "note", place / "n.csv", "--map", place / "none"], 1)
    refused(["import", place / "data", "note", place / "n.csv", "--map", place / "map"], 1)
    refused(["import", place / "data", "note", place / "n.csv", "--as", "nobody.here"], 1, "nobody.here")
    refused(["import", place / "data", "note", place / "n.csv", "--as", "admin"], 1)
    refused(["export", place / "data", "nothing"], 1, "nothing")
    refused(["export", place / "data", "note", "--where", "pin = "], 1)
    refused(["export", place / "data", "note", "--as", "nobody.here"], 1, "nobody.here")
    refused(["export", place / "data", "note", "--format", "xml"], 2, "csv")


@case("export: what is private or withheld is left out, and no cell begins a formula in a spreadsheet")
def export(force):
    force.make("kim.keeper", "note", summary="=cmd|' /C calc'!A0", pin="24680", wage=60606)
    out = must("export", force.data, "note", "--format", "csv", "--as", "sam.staff")
    want("24680" not in out and "60606" not in out, "it shows what is private or withheld", out)
    want("24680" not in must("export", force.data, "note"), "a private field is exported")
    want("secret" not in reeve("export", force.data, "secret", "--as", "sam.staff")[1].lower().replace("operation", ""), "it shows secrets")
    cells = [cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row]
    want("'=cmd|' /C calc'!A0" in cells and not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r", "\n")], "a cell begins a formula")


# ---- the end

@case("end: SIGTERM in the middle of work: a clean end, everything acknowledged is there, verify passes")
def terminated(_):
    force = Force()
    try:
        made, threads, stop = [], [], threading.Event()

        def work(n):
            i = 0
            while not stop.is_set():
                i += 1
                try:
                    answer = force.api("sam.staff", "POST", "/note", {"fields": {"summary": f"Work {n}-{i}"}}, {"Idempotency-Key": f"w{n}-{i}"})
                except OSError:
                    return
                if answer.status == 201:
                    made.append(answer.json()["number"])
        for n in range(8):
            threads.append(threading.Thread(target=work, args=(n,)))
            threads[-1].start()
        time.sleep(1.5)
        begun = time.monotonic()
        status = force.stop()
        stop.set()
        for thread in threads:
            thread.join()
        said = force.said()
        want(status == 0, "ended with", status, said[-2000:])
        want("Sanitizer" not in said and "runtime error" not in said, said[-4000:])
        want(time.monotonic() - begun < 20 and len(made) > 10, "took", time.monotonic() - begun, "made", len(made))
        must("verify", force.data)
        want(not os.path.exists(str(force.data) + ".sock"), "the socket was left behind")
        force.serve()
        kept, after = [], None
        while True:
            page = force.ask("sam.staff", "/note", limit=200, sort="number", **({"after": after} if after else {})).json()
            kept += [record["number"] for record in page["records"]]
            after = page["next"]
            if not after:
                break
        want(len(set(kept)) == len(kept), "a record stands twice in the list")
        want(set(made) <= set(kept), "lost:", sorted(set(made) - set(kept)))
        force.well()
    finally:
        force.away()


@case("end: SIGTERM while a slow sender is on the line does not wait for it for ever")
def terminated_slow(_):
    import socket
    force = Force()
    try:
        link = socket.create_connection(("127.0.0.1", force.port), timeout=5)
        link.sendall(b"POST /api/v1/note HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{")
        begun = time.monotonic()
        want(force.stop() == 0 and time.monotonic() - begun < 20, "took", time.monotonic() - begun, "ended with", force.process.returncode)
        link.close()
    finally:
        force.away()
