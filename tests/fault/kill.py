#!/usr/bin/env python3
"""kill.py PROGRAM [KILLS]

Kills a serving Reeve with SIGKILL at random moments, KILLS times (20 unless told), while four writers open records over
HTTP. After every kill the server must be ready again within a second; at the end, and now and then, every acknowledged
record must be there exactly once, and `reeve verify` must pass. What was not answered is sent again with the same
Idempotency-Key, so it too must be there once. This shows that a killed process loses nothing; what a lost power supply
does is power_test's business.

Prints what it saw. Exit status 0 when all is well, 77 (skipped) when there is no PROGRAM.
"""

import collections
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

WRITERS = 4
LOOK_EVERY = 10
READY_SECONDS = 1.0
GIVE_UP_SECONDS = 20.0
# The sanitizers of a test build slow the start.
SLOWER = float(os.environ.get("REEVE_SLOWER", "1"))

RULEBOOK = """
rulebook "Northmoor Police" {
    version   "1" from 2026-01-01
    timezone  "Europe/London"
    holidays  england_and_wales
    working   monday to friday 08:00 to 18:00
}
register note "Note" {
    number    "N-{n:6}"
    title     summary
    field     summary line required
    states    open, finished
    final     finished
    create by true
    read      true
    edit      summary in open by true
    action finish "Finish" {
        from open to finished
        by   true
    }
}
"""


class Wrong(Exception):
    pass


class Server:
    """One force's data and the process that serves it."""

    def __init__(self, program, folder):
        self.program = program
        self.data = os.path.join(folder, "kill.reeve")
        rules = os.path.join(folder, "rules")
        os.mkdir(rules)
        with open(os.path.join(rules, "force.rules"), "w", encoding="utf-8") as file:
            file.write(RULEBOOK)
        self.run("init", self.data, "--rulebook", rules)
        self.token = self.run("token", self.data, "admin").split()[-1]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None
        self.log = open(os.path.join(folder, "log"), "w+", encoding="utf-8", errors="replace")

    def run(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise Wrong(f"reeve {' '.join(words)}: status {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def request(self, method, path, body=None, key=None):
        """Status and parsed answer; OSError or HTTPException when the server died meanwhile."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            if body is not None:
                headers["Content-Type"] = "application/json"
            if key:
                headers["Idempotency-Key"] = key
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if content[:1] in (b"{", b"[") else None
        finally:
            connection.close()

    def start(self):
        """Seconds until it answers."""
        began = time.monotonic()
        address = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [self.program, "serve", self.data, "--listen", address], stdout=self.log, stderr=self.log
        )
        while time.monotonic() - began < GIVE_UP_SECONDS:
            if self.process.poll() is not None:
                self.log.seek(0)
                raise Wrong(f"the server ended: {self.log.read()[-2000:]}")
            try:
                if self.request("GET", "/healthz")[0] == 200:
                    return time.monotonic() - began
            except (OSError, http.client.HTTPException):
                time.sleep(0.005)
        raise Wrong("the server never became ready")

    def end(self, kill):
        if self.process and self.process.poll() is None:
            self.process.kill() if kill else self.process.terminate()
        if self.process:
            self.process.wait(timeout=30)
        self.process = None

    def all_notes(self):
        after = ""
        while True:
            status, page = self.request("GET", f"/api/v1/note?limit=200&sort=number{after}")
            if status != 200:
                raise Wrong(f"the list answers {status}: {page}")
            yield from page["records"]
            if not page["next"]:
                return
            after = f"&after={page['next']}"


class Writer(threading.Thread):
    """Opens records one after the other; what was not answered is sent again after the next start."""

    def __init__(self, server, name):
        super().__init__(name=name)
        self.server = server
        self.go = threading.Event()
        self.stop = False
        self.count = 0
        self.unanswered = None
        self.acknowledged = {}
        self.wrong = None

    def send(self):
        if self.unanswered is None:
            self.count += 1
            self.unanswered = f"{self.name} {self.count}"
        key = self.unanswered.replace(" ", "-")
        status, record = self.server.request("POST", "/api/v1/note", {"fields": {"summary": self.unanswered}}, key)
        if status == 429:
            time.sleep(0.05)
        elif status == 201:
            self.acknowledged[self.unanswered] = record["number"]
            self.unanswered = None
        elif status < 500:
            self.wrong = f"opening a note answers {status}: {record}"

    def run(self):
        while not self.stop and not self.wrong:
            self.go.wait()
            try:
                self.send()
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.005)


def check(server, writers):
    acknowledged = [entry for writer in writers for entry in list(writer.acknowledged.items())]
    found = collections.Counter()
    numbers = {}
    for note in server.all_notes():
        summary = note["fields"]["summary"]
        found[summary] += 1
        numbers[summary] = note["number"]
    for summary, times in found.items():
        if times != 1:
            raise Wrong(f"'{summary}' is there {times} times")
    for summary, number in acknowledged:
        if numbers.get(summary) != number:
            raise Wrong(f"'{summary}' was acknowledged as {number}, and is {numbers.get(summary, 'lost')}")
    return len(found)


def rounds(server, writers, kills):
    slowest = 0.0
    kept = 0
    for i in range(kills):
        ready = server.start()
        slowest = max(slowest, ready)
        for writer in writers:
            writer.go.set()
        time.sleep(random.uniform(0.01, 0.4))
        server.end(kill=True)
        for writer in writers:
            writer.go.clear()
            if writer.wrong:
                raise Wrong(writer.wrong)
        if i % LOOK_EVERY == LOOK_EVERY - 1 or i == kills - 1:
            server.start()
            kept = check(server, writers)
            server.end(kill=False)
            server.run("verify", server.data)
    if slowest > READY_SECONDS * SLOWER:
        raise Wrong(f"it took {slowest:.2f} s to be ready again")
    return kept, slowest


def main():
    program = sys.argv[1]
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    if not os.access(program, os.X_OK):
        print("skipped: there is no program yet")
        return 77
    folder = tempfile.mkdtemp(prefix="reeve-kill-")
    writers = []
    server = None
    try:
        server = Server(os.path.abspath(program), folder)
        writers = [Writer(server, f"writer{i}") for i in range(WRITERS)]
        for writer in writers:
            writer.start()
        kept, slowest = rounds(server, writers, kills)
        sent = sum(len(writer.acknowledged) for writer in writers)
        print(f"{kills} kills, {sent} acknowledged records each there once of {kept}, ready again in {slowest:.2f} s at most")
        return 0
    except Wrong as wrong:
        print(f"WRONG after {kills} kills asked for: {wrong}")
        return 1
    finally:
        for writer in writers:
            writer.stop = True
            writer.go.set()
        for writer in writers:
            writer.join()
        if server:
            server.end(kill=True)
            server.log.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
