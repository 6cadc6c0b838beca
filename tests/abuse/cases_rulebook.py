"""The page of the rulebook: a draft is checked at its places, rehearsed, refused where it would lose something, and put in force."""
import threading

from harness import CLOCK, HERE, Browser, Force, case, must, want

RULES = (HERE / "rulebook/force.rules").read_text()
SECOND = RULES.replace('version   "1" from 2026-01-01', 'version   "2" from 2026-11-22')
PLACE = "/ledger/rulebook"


def admin(force):
    browser = Browser(force)
    browser.settle("admin", must("password", force.data, "admin").split()[-1], "walnut kettle orbit")
    return browser


def send(browser, do, text, **more):
    return browser.go("POST", PLACE, {"csrf": browser.csrf(PLACE), "do": do, "source:force.rules": text, **more})


def upload(browser, do, files):
    return browser.send(PLACE, {"csrf": browser.csrf(PLACE), "do": do}, [("files", name, content) for name, content in files.items()])


@case("draft: only an administrator sees or changes it, and only from its own page")
def allowed(force):
    other = Browser(force)
    other.settle("una.staff", must("password", force.data, "una.staff").split()[-1], "walnut kettle orbit u")
    want(other.go("GET", PLACE).status == 403 and PLACE not in other.go("GET", "/").text, "una sees it")
    want(send_as(other, "sure", SECOND).status == 403, "una may load")
    browser = admin(force)
    want("Version 1 is in force" in browser.go("GET", PLACE).text and PLACE in browser.go("GET", "/").text, "admin does not see it")
    want(browser.go("POST", PLACE, {"csrf": "x", "do": "sure", "source:force.rules": SECOND}).status == 403, "a forged form was taken")


def send_as(browser, do, text):
    return browser.go("POST", PLACE, {"csrf": browser.csrf("/note/new"), "do": do, "source:force.rules": text})


@case("draft: mistakes stand at their places, and nothing that was sent is lost or runs")
def mistakes(force):
    browser = admin(force)
    answer = send(browser, "check", SECOND.replace("role staff", "roel staff") + "\n# </textarea><script>alert(1)</script>")
    want(answer.status == 422 and "did you mean" in answer.text and "force.rules, line" in answer.text, answer.text[-6000:])
    want("&lt;/textarea" in answer.text and "<script>alert" not in answer.text and "roel staff" in answer.text, "the text came back wrong")
    for text, status in (("", 422), ("\x01", 422), ("rulebook", 422), ("x" * (2 * 1024 * 1024 + 1), 422), ("x" * (7 * 1024 * 1024), 413)):
        want(send(browser, "check", text).status == status, len(text), text[:10])
    want(upload(browser, "check", {"force.rules": b"\xff\xfe"}).status == 422, "bytes that are no text")
    want(upload(browser, "check", {"README.md": b"# no rulebook"}).status == 422, "no rules at all")
    answer = upload(browser, "check", {"force.rules": SECOND.encode(), "README.md": b"# left out"})
    want(answer.status == 200 and "left out" not in answer.text, answer)


def withdraw(browser, version):
    return browser.go("POST", PLACE, {"csrf": browser.csrf(PLACE), "do": "withdraw", "version": version})


@case("draft: it is compared, rehearsed with known counts, asked about once more, and put in force while others work")
def whole(_shared):
    force = Force()
    try:
        browser, made = admin(force), [force.make("sam.staff", "note", summary=f"Note {n}") for n in range(3)]
        draft = SECOND.replace("create by actor has staff or actor has keeper", "create by actor has keeper", 1)
        answer = send(browser, "rehearse", draft, days="30")
        want(answer.status == 200 and "Decisions looked at</dt><dd>3</dd>" in answer.text and "Would have been refused</dt><dd>3</dd>" in answer.text,
             answer.text[-7000:])
        want("may open it, and nobody else" in answer.text and answer.text.count("Withheld") == 3, answer.text[-7000:])
        want(not any(number in answer.text for number in made) and "Note 1" not in answer.text, "an administrator reads what is not theirs")
        lossy = SECOND.replace("Abuse Constabulary", "Other Constabulary")
        answer = send(browser, "load", lossy)
        want(answer.status == 200 and "This is the rulebook of" in answer.text and "Put it in force?" not in answer.text, answer.text[-5000:])
        want("is the rulebook of" in send(browser, "sure", lossy).text, "loaded another force's")
        answer = send(browser, "load", SECOND.replace('"Notes" {', '"Notes" { never urgent_one { urgent cite "T/1" 1 }', 1))
        want("VIOLATED in " in answer.text and '<pre class="source">   1  Ann' in answer.text and "Put it in force?" not in answer.text,
             "no way round is told, step by step:", answer.text[-5000:])
        answer = send(browser, "load", SECOND)
        want("comes into force on Sun 22 Nov" in answer.text and "Put it in force?" in answer.text and 'value="sure"' in answer.text, answer.text[-5000:])
        want(force.api("admin", "GET", "").json()["rulebook"]["version"] == "1", "asking was enough")
        answer = send(browser, "sure", SECOND)
        want(answer.status == 303 and answer.header("location") == PLACE + "?loaded=1", answer)
        text = browser.go("GET", answer.header("location")).text
        want("The new version was put here" in text and "Version 2 is in force" in text and "by admin" in text, text[-5000:])
        want(force.api("admin", "GET", "").json()["rulebook"]["version"] == "2", "not in force")
        want(force.ask("sam.staff", "/note/" + made[0]).json()["rulebook"] == "1", "an old record changed its version")
        want(force.ask("sam.staff", "/note/" + force.make("sam.staff", "note", summary="After")).json()["rulebook"] == "2", "the new one")
        want("was put here before" in send(browser, "load", SECOND).text, "the same version twice")
        third = SECOND.replace('"2" from 2026-11-22', '"3" from 2027-01-04')
        want(send(browser, "sure", third).status == 303, "a version that waits")
        want('name="version" value="3"' in browser.go("GET", PLACE).text, "it cannot be withdrawn")
        want(withdraw(browser, "2").status == 409, "withdrew what is in force")
        answer = withdraw(browser, "3")
        want(answer.status == 303 and answer.header("location") == PLACE + "?withdrawn=1", answer)
        text = browser.go("GET", answer.header("location")).text
        want("The version was withdrawn" in text and 'name="version"' not in text and "Withdrawn" in text, text[-5000:])
        force.well()
    finally:
        force.away()
    must_not_wait()


def must_not_wait():
    """Several drafts at once: one is looked at, the others are told to come back, and everybody else is answered."""
    force = Force(CLOCK)
    try:
        browser, statuses = admin(force), []
        token = browser.csrf(PLACE)
        form = {"csrf": token, "do": "rehearse", "source:force.rules": SECOND}
        threads = [threading.Thread(target=lambda: statuses.append(browser.go("POST", PLACE, dict(form)).status)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            want(force.ask("sam.staff", "/note").status == 200, "others waited")
        for thread in threads:
            thread.join()
        want(200 in statuses and set(statuses) <= {200, 503}, statuses)
        force.well()
    finally:
        force.away()
