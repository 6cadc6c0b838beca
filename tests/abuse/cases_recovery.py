"""What goes wrong at night: data that is moved away or damaged, commands that are killed, the wrong word on the command line."""
import os
import random
import re
import shutil
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import CLOCK, HERE, REEVE, ROOT, Force, case, is_problem, must, reeve, want


def lost(name, lose, back):
    """A case: what is written after the data file was lost is never acknowledged; `back` brings it back."""
    @case("recovery: " + name)
    def check(_):
        force = Force()
        try:
            force.make("sam.staff", "note", summary="Before")
            lose(force)
            for _ in range(3):
                is_problem(force.api("sam.staff", "POST", "/note", {"fields": {"summary": "After"}}), 503)
                want(force.ask("sam.staff", "/note").status in (200, 503), "reading says something else")
            want(force.request("GET", "/healthz").status == 503, "it is called well")
            want(force.stop() == 0, "it ended badly")
            force.log.seek(0)
            said = force.log.read()
            want(said.count("moved or removed") == 1, "the log says:", said[-2000:])
            if back:
                back(force)
                must("verify", force.data)
                force.serve()
                want([one["title"] for one in force.ask("sam.staff", "/note").json()["records"]] == ["Before"], "other records are there")
        finally:
            force.away()


lost("the data file is moved away while it is served", lambda force: os.rename(force.data, force.folder / "away"),
     lambda force: os.rename(force.folder / "away", force.data))
lost("the data file is removed while it is served", lambda force: os.remove(force.data), None)
lost("its whole folder is removed while it is served", lambda force: shutil.rmtree(force.folder), None)


@case("recovery: who asks while the data cannot be read is told so, and not that they are nobody")
def unreadable(_):
    force = Force()
    try:
        shutil.rmtree(force.folder)
        with ThreadPoolExecutor(16) as readers:  # one connection of the store is open already: let others be needed
            got = {answer.status for answer in readers.map(lambda _: force.ask("sam.staff", "/note"), range(200))}
        want(got <= {200, 503}, "answered", got)
    finally:
        force.away()


@case("recovery: a wrong word on the command line is 2, says which, and does nothing")
def usage(force):
    for words, says in (((), "reeve help"), (("frobnicate",), "frobnicate"), (("people",), "reeve help people"), (("token",), "DATA is missing"),
                        (("import", force.data), "REGISTER is missing"), (("import", force.data, "note"), "FILE.csv is missing"),
                        (("token", force.data), "USERNAME is missing"), (("init", force.data), "--rulebook"), (("verify", force.data, "x"), "'x'"),
                        (("verify", force.data, "--loud"), "--loud"), (("token", force.data, "admin", "--days"), "--days needs a value"),
                        (("token", force.data, "admin", "--days", "x"), "from 1 to 3650"), (("verify", force.data, "--json=1"), "takes no value"),
                        (("token", force.data, "admin", "--test-clock", "today"), "--test-clock"), (("help", "frobnicate"), "frobnicate"),
                        (("serve", force.data, "--listen", "here"), "--listen"), (("serve", force.data, "--test-clock", "2026-13-01"), "--test-clock")):
        status, out, err = reeve(*words)
        want(status == 2 and not out and says in err, words, status, out, err)


@case("recovery: help tells every command by its name")
def help_for_each(_):
    everything = must("help")
    for flag in ("--help", "-h"):
        want(must(flag) == everything, flag, "is not help")
    want(must("--version") == must("version"), "--version is not version")
    commands = re.findall(r"^reeve ((?:[a-z]+ ?)+)", everything, re.MULTILINE)
    want(len(commands) > 15, commands)
    for command in commands:
        said = must("help", *command.split())
        want(f"reeve {command.strip()}" in said and said in everything, command, said)
        said = must(*command.split(), "--help")
        want(said.startswith(f"reeve {command.strip()}") and said.count("\n") == 2, command, said)


@case("recovery: what is not there, or is something else, is said with what to do")
def wrong_paths(force):
    foreign = force.folder / "foreign"
    foreign.write_text("Nothing of ours\n" * 1000)
    for words, says in (((force.data.parent / "none",), "reeve init"), ((force.data.parent,), "cannot be opened"), ((foreign,), "not a Reeve data file")):
        for command in (("token", *words, "admin"), ("verify", *words), ("rebuild", *words), ("serve", *words)):
            status, out, err = reeve(*command)
            want(status == 1 and not out and says in err, command, status, out, err)
            want(not Path(f"{words[0]}.lock").exists(), command, "left a lock beside what is none of ours")
    status, _, err = reeve("serve", force.data.parent / "none", "--listen", f"127.0.0.1:{force.port}")
    want(status == 1 and "--rulebook DIR" in err, err)
    other = Force(start=False)
    try:
        status, _, err = reeve("serve", other.data, "--listen", f"127.0.0.1:{force.port}")
        want(status == 1 and "already listens" in err and str(force.port) in err, status, err)
    finally:
        other.away()


@case("recovery: a command that root gave does not lock out the user whose data it is")
def by_root(_):
    if os.getuid() != 0:
        return
    force = Force(start=False)
    try:
        for name in os.listdir(force.folder):
            os.chown(force.folder / name, 65534, 65534)
        os.remove(f"{force.data}.lock")
        must("token", force.data, "admin", "--test-clock", CLOCK)
        for name in os.listdir(force.folder):
            want(os.stat(force.folder / name).st_uid == 65534, name, "is root's now")
    finally:
        force.away()


# ---- damage


LEDGER = {"reeve_event": "seq", "reeve_value": "seq, tag", "reeve_node": "1, 2", "reeve_source": "1, 2"}


def filled():
    """A force that nobody serves, with 60 notes."""
    force = Force(start=False)
    table = force.folder / "notes.csv"
    table.write_text("summary,body\n" + "".join(f"Note {n},{'words ' * 40}\n" for n in range(60)))
    must("import", force.data, "note", table, "--test-clock", CLOCK)
    return force


def seen_by_another(data):
    """What another program reads of the ledger: its rows, and whether it finds the file sound."""
    store = sqlite3.connect(f"file:{data}?immutable=1", uri=True)
    store.text_factory = bytes
    try:
        rows = [store.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall() for table, order in LEDGER.items()]
        return rows, store.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as fault:
        return fault
    finally:
        store.close()


@case("recovery: a bit that was turned over in the ledger is told, and where")
def flipped(_):
    force = filled()
    try:
        store = sqlite3.connect(f"file:{force.data}?mode=ro", uri=True)
        pages = [page for page, in store.execute(f"SELECT pageno FROM dbstat WHERE name IN {(*LEDGER, 'reeve_event_record')}")]
        store.close()
        whole, sound, chance, told = force.data.read_bytes(), seen_by_another(force.data), random.Random(20), 0
        bad = force.folder / "bad"
        for _ in range(20):
            at = (chance.choice(pages) - 1) * 4096 + chance.randrange(4096)
            bad.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1:])
            status, out, err = reeve("verify", bad)
            harmed = seen_by_another(bad) != sound
            want(status == int(harmed), "byte", at, "was turned over, another program", "sees it" if harmed else "sees nothing", status, out, err)
            where = re.search(r"^Event [1-9]\d* does not fit: |^The events do not fit: .*events \d|^The file is damaged: |after event \d+ the file|[Rr]estore", out + err, re.M)
            want(where or not harmed, "it does not say where:", out, err)
            told += harmed
        want(told > 8, "only", told, "of 20 did any harm: nothing is shown")
    finally:
        force.away()


@case("recovery: an uploaded file and an index that are not as they were are told")
def damaged_beside(_):
    force = Force()
    try:
        sent = force.request("POST", "/api/v1/files", b"a plan nobody else has" * 20, {"Content-Disposition": 'attachment; filename="plan.txt"'}, as_="sam.staff")
        force.make("sam.staff", "note", summary="With it", paper=sent.json()["file"])
        want(force.stop() == 0, "it ended badly")
        whole = force.data.read_bytes()
        force.data.write_bytes(whole.replace(b"a plan nobody else has", b"a plan nobody else hat", 1))
        status, out, err = reeve("verify", force.data)
        want(status == 1 and "plan.txt" in out and "events fit" in out, status, out, err)
        status, out, err = reeve("verify", force.data, "--json")
        want(status == 1 and '"fits":true' in out and '"damage":"the uploaded file plan.txt' in out, out, err)
        force.data.write_bytes(whole)
        store = sqlite3.connect(force.data)
        store.executescript("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema WHERE name LIKE 'note\\_\\_by\\_state' ESCAPE '\\';")
        store.close()
        status, out, err = reeve("verify", force.data)
        want(status == 1 and "The file is damaged: " in out, status, out, err)
    finally:
        force.away()


# ---- killed halfway


@case("recovery: a command that is killed halfway did all of it or nothing, and can be given again")
def killed(_):
    force, chance = Force(start=False), random.Random(5)
    table, book = force.folder / "notes.csv", force.folder / "book"
    table.write_text("summary,body\n" + "".join(f"Note {n},{'b' * 300}\n" for n in range(200)))
    shutil.copytree(HERE / "rulebook", book)
    (book / "force.rules").write_text((book / "force.rules").read_text().replace('"1" from 2026-01-01', '"2" from 2026-11-22'))
    fresh = force.data.read_bytes()

    def events():
        return re.match(r"(\d+) events fit", must("verify", force.data)).group(1)

    def begin():
        for name in os.listdir(force.folder):
            if name.startswith("data"):
                os.remove(force.folder / name)
        force.data.write_bytes(fresh)
    try:
        for command in (("import", force.data, "note", table), ("policy", "import", force.data, ROOT / "tests/policies/northmoor-nf14.txt"),
                        ("rulebook", "load", force.data, book), ("rebuild", force.data), ("people", "import", force.data, HERE / "people.csv")):
            begin()
            before, begun = events(), time.monotonic()
            must(*command, "--test-clock", CLOCK)
            took, after = time.monotonic() - begun, events()
            for _ in range(2):
                begin()
                running = subprocess.Popen([REEVE, *map(str, command), "--test-clock", CLOCK], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(chance.random() * took)
                running.kill()
                running.wait()
                want(events() in (before, after), command, "left", events(), "events, neither", before, "nor", after)
                must("rebuild", force.data)
                if events() == before:
                    must(*command, "--test-clock", CLOCK)
    finally:
        force.away()
