"""What goes wrong at night: data that is moved away or damaged, commands that are killed, the wrong word on the command line."""
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from harness import HERE, Force, case, is_problem, must, reeve, want


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
    for words, says in (((force.data.parent / "none",), "reeve init"), ((force.data.parent,), "cannot be opened"), ((HERE / "harness.py",), "not a Reeve data file")):
        for command in (("token", *words, "admin"), ("verify", *words), ("rebuild", *words), ("serve", *words)):
            status, out, err = reeve(*command)
            want(status == 1 and not out and says in err, command, status, out, err)
    status, _, err = reeve("serve", force.data.parent / "none", "--listen", f"127.0.0.1:{force.port}")
    want(status == 1 and "--rulebook DIR" in err, err)
    other = Force(start=False)
    try:
        status, _, err = reeve("serve", other.data, "--listen", f"127.0.0.1:{force.port}")
        want(status == 1 and "already listens" in err and str(force.port) in err, status, err)
    finally:
        other.away()
