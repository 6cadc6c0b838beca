"""The pages: scripts in texts, forged forms, sessions, sign-in, redirects."""
import re
import threading
import time
from html.parser import HTMLParser

from harness import Browser, case, must, want

PASSWORD = "walnut kettle orbit"
HOSTILE = "<script>alert('r33ve')</script>\"><img src=x onerror=alert(1)> ' onmouseover='alert(2) {{x}}"


class Living(HTMLParser):
    """What in a page would run, load or lead away: of what we write ourselves there is none."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            address = (value or "").strip().lower()
            if name.startswith("on") or name == "style" or (name in ("href", "src", "action", "formaction") and address.startswith(("javascript:", "data:", "//"))):
                self.found.append((tag, name, value))
        if tag in ("img", "svg", "iframe", "object", "embed", "base") and ("onload", "alert(1)") in attributes or tag in ("iframe", "object", "embed", "base") or \
                (tag == "script" and "src" not in dict(attributes)) or (tag == "img" and dict(attributes).get("src") == "x"):
            self.found.append((tag, attributes))


def signed_in(force, username="sam.staff"):
    """A browser in which this person is signed in; made once for each person."""
    made = force.__dict__.setdefault("browsers", {})
    if username not in made:
        browser = Browser(force)
        one_time = must("password", force.data, username).split()[-1]
        browser.settle(username, one_time, PASSWORD + " " + username[0])
        made[username] = browser
    return made[username]


def page(browser, path):
    answer = browser.go("GET", path)
    want(answer.status == 200 and "text/html" in answer.header("content-type"), path, answer)
    return answer


@case("web: a first sign-in with the one-time password leads to one's own, and cookies have their flags")
def first(force):
    one_time = must("password", force.data, "sam.staff").split()[-1]
    browser = Browser(force)
    answer = browser.sign_in("sam.staff", one_time)
    want(answer.status == 303 and answer.header("location") == "/password", answer.headers)
    cookie = browser.set_cookies[0]
    for flag in ("HttpOnly", "SameSite=Lax", "Path=/"):
        want(flag.lower() in cookie.lower(), "the cookie lacks", flag, cookie)
    want("domain" not in cookie.lower(), cookie)
    want(browser.go("GET", "/note").status in (303, 403), "half signed in, but let in")
    for chosen, again in (("short", "short"), ("a" * 2000, "a" * 2000), ("one thing here", "another thing"), ("sam.staffsam.staff"[:9], "sam.staff"), ("", "")):
        answer = browser.go("POST", "/password", {"chosen": chosen, "again": again, "csrf": browser.csrf("/password")})
        want(answer.status == 422, "a bad password was taken:", chosen[:20], answer)
    before = dict(browser.cookies)
    answer = browser.go("POST", "/password", {"chosen": PASSWORD + " s", "again": PASSWORD + " s", "csrf": browser.csrf("/password")})
    want(answer.status == 303, answer)
    want(browser.cookies["reeve_session"] != before["reeve_session"], "the session keeps its name when the password changes")
    old = Browser(force)
    old.cookies = before
    want(old.go("GET", "/").status in (303, 401), "the half session lives on")
    want(Browser(force).sign_in("sam.staff", one_time).status == 401, "a one-time password was taken twice")
    force.__dict__.setdefault("browsers", {})["sam.staff"] = browser


@case("web: HTML and script in every text are shown as text, on every page that shows them")
def escaped(force):
    browser = signed_in(force)
    number = force.make("sam.staff", "note", summary=HOSTILE[:150], body=HOSTILE + "\n\n[x](javascript:alert(1)) <svg/onload=alert(1)>", page="https://a.example/\"onmouseover=\"alert(1)")
    force.api("sam.staff", "POST", f"/note/{number}/comments", {"text": HOSTILE})
    force.api("admin", "PATCH", "/person/plain.person", {"name": HOSTILE[:100]})
    for path in ("/", "/note", "/note?q=" + "%3Cscript%3Ealert(%27r33ve%27)", "/note?sort=%3Cscript%3Ealert(1)", f"/note/{number}", f"/note/{number}/edit", f"/note/{number}/publish",
                 "/note/new?once=%22%3E%3Cscript%3Ealert(1)", "/person", "/person/plain.person", "/note?where=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/%3Cscript%3Ealert(1)",
                 "/note/%3Cscript%3Ealert(1)", "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/sign-in?next=%22%3E%3Cscript%3Ealert(1)", "/policy/%3Cscript%3Ealert(1)"):
        answer = browser.go("GET", path)
        want(answer.status in (200, 303, 400, 403, 404, 422), path, answer)
        want(not Living(answer.text).found, path, "lets through", Living(answer.text).found)
        if "text/html" in (answer.header("content-type") or ""):
            policy = answer.header("content-security-policy") or ""
            want("unsafe" not in policy and ("default-src 'none'" in policy or "default-src 'self'" in policy), path, "policy:", policy)
            want("frame-ancestors 'none'" in policy or answer.header("x-frame-options"), path, "may be framed")
    want("&lt;script&gt;" in page(browser, f"/note/{number}").text, "the text is not shown at all")


@case("web: hostile text sent by a form that is refused comes back as text")
def echoed(force):
    browser = signed_in(force)
    token = browser.csrf("/note/new")
    answer = browser.go("POST", "/note/new", {"csrf": token, "f.summary": HOSTILE * 5, "f.amount": HOSTILE, "f.level": HOSTILE, "f.due": HOSTILE})
    want(answer.status == 422, "wanted 422", answer.status, re.sub(r"<[^>]*>|\\s+", " ", answer.text))
    want(not Living(answer.text).found, "the form gives the script back:", Living(answer.text).found)
    want("&lt;script&gt;" in answer.text, "what was written is lost")


@case("web: without the CSRF token, with another's, or from another site nothing changes")
def forged(force):
    browser, other = signed_in(force), signed_in(force, "una.staff")
    number = force.make("sam.staff", "note", summary="Unforged")
    token, foreign = browser.csrf(f"/note/{number}/edit"), other.csrf("/note/new")
    form = {"f.summary": "Forged"}
    before = force.kept()
    for fields, headers in ((form, {}), ({**form, "csrf": ""}, {}), ({**form, "csrf": token[:-1]}, {}), ({**form, "csrf": token + "x"}, {}),
                            ({**form, "csrf": foreign}, {}), ({**form, "csrf": "x" * 5000}, {}),
                            ({**form, "csrf": token}, {"Origin": "https://evil.example"}), ({**form, "csrf": token}, {"Origin": "null"}),
                            ({**form, "csrf": token}, {"Sec-Fetch-Site": "cross-site"}), ({**form, "csrf": token}, {"Sec-Fetch-Site": "same-site"}),
                            ({**form, "csrf": token}, {"Origin": f"http://127.0.0.1.evil.example:{force.port}"})):
        for path in (f"/note/{number}/edit", f"/note/{number}/comments", f"/note/{number}/publish", "/sign-out", "/password"):
            answer = browser.go("POST", path, fields, headers)
            want(answer.status in (400, 403), path, fields, headers, answer.status, answer.text[:300])
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
        want(browser.go("POST", f"/note/{number}/edit", {**form}, {"Content-Type": kind}).status in (400, 403, 415), kind)
    force.same(before)
    want(browser.go("GET", "/note").status == 200, "the session was ended")


@case("web: the API by cookie wants the CSRF token in a header; reading does not")
def api_by_cookie(force):
    browser = signed_in(force)
    cookie = {"Cookie": "reeve_session=" + browser.cookies["reeve_session"], "Content-Type": "application/json"}
    want(force.request("GET", "/api/v1/note", headers=cookie).status == 200, "reading by cookie")
    body = b'{"fields": {"summary": "By cookie"}}'
    for extra in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}):
        want(force.request("POST", "/api/v1/note", body, {**cookie, **extra}).status == 403, "written without the token", extra)
    token = browser.csrf("/note/new")
    want(force.request("POST", "/api/v1/note", body, {**cookie, "X-CSRF-Token": token}).status == 201, "not with the token either")


@case("web: a session that one brings along is not taken over (fixation), and a wrong cookie is nobody")
def fixation(force):
    signed_in(force)
    browser = Browser(force)
    browser.cookies["reeve_session"] = "A" * 43
    answer = browser.sign_in("sam.staff", PASSWORD + " s")
    want(answer.status == 303 and browser.cookies["reeve_session"] != "A" * 43, "the cookie was kept", answer)
    for value in ("", "x", "A" * 43, browser.cookies["reeve_session"][:-1] + "!", "A" * 5000, "'; DROP TABLE reeve_session --"):
        nobody = Browser(force)
        nobody.cookies["reeve_session"] = value
        want(nobody.go("GET", "/note").status in (303, 401, 431), "a made-up cookie is somebody", value[:50])
    answer = browser.go("POST", "/sign-out", {"csrf": browser.csrf("/note/new")})
    want(answer.status == 303, answer)
    back = Browser(force)
    back.cookies = {"reeve_session": browser.cookies.get("reeve_session", "")}
    want(back.go("GET", "/note").status in (303, 401), "signed out, but still in")


@case("web: whoever is signed out is sent to sign in, and from there only within this site")
def redirect(force):
    signed_in(force)
    answer = Browser(force).go("GET", "/note")
    want(answer.status in (303, 401), answer)
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "http:evil.example",
                 "/note\r\nSet-Cookie: a=b", "/%2f/evil.example", ".evil.example", "@evil.example", "///evil.example", "/./ /evil.example"):
        answer = Browser(force).sign_in("sam.staff", PASSWORD + " s", next=away)
        location = answer.header("location") or ""
        want(answer.status == 303, away, answer)
        want(re.match(r"/(?![/\\\t])", location) and not location.startswith("/%09") and answer.header("set-cookie").startswith("reeve_session"), away, "leads to", repr(location))
        want("a=b" not in str([value for key, value in answer.headers if key.lower() == "set-cookie"]), "a header was put in")


@case("web: forms that are broken, doubled, huge or of parts are refused")
def broken_forms(force):
    browser = signed_in(force)
    token = browser.csrf("/note/new")
    head = {"Cookie": "reeve_session=" + browser.cookies["reeve_session"], "Content-Type": "application/x-www-form-urlencoded"}
    before = force.ask("sam.staff", "/note", count="true", limit=1).json()["count"]
    prefix = b"csrf=" + token.encode() + b"&"
    for body, allowed in ((prefix + b"f.summary=%ff%fe", (400, 422)), (prefix + b"f.summary=a%00b", (400, 422)), (prefix + b"f.summary=%4", (400,)), (prefix + b"f.summary=\xff", (400, 422)),
                          (prefix + b"a=b&" * 5000, (400, 413, 422)), (prefix + b"f.summary=a&f.summary=b", (400, 422, 303)), (prefix + b"f.summary=" + b"a" * 600000, (413, 422)),
                          (prefix + b"f.colour=red&f.summary=x", (400, 422, 303)), (prefix + b"f.state=live&f.summary=x&f.creator=kim.keeper", (400, 422, 303))):
        answer = force.request("POST", "/note/new", body, head)
        want(answer.status in allowed, body[:120], "wanted", allowed, "got", answer.status, answer.text[-300:])
        if answer.status == 303:
            made = force.ask("sam.staff", "/note/" + answer.header("location").rsplit("/", 1)[1].split("?")[0]).json()
            want(made["state"] == "draft" and made["creator"] == "sam.staff" and "colour" not in made["fields"], made)
            before += 1
    for body, kind in ((b"--x\r\n", "multipart/form-data; boundary=x"), (b"--x\r\nContent-Disposition: form-data; name=\"f.summary\"\r\n\r\nx", "multipart/form-data; boundary=x"),
                       (b"x", "multipart/form-data"), (b"--x\r\n" * 1000, "multipart/form-data; boundary=x"), (b"", "multipart/form-data; boundary=" + "b" * 3000)):
        want(force.request("POST", "/note/new", body, {**head, "Content-Type": kind}).status in (400, 403, 413), kind, body[:50])
    want(force.ask("sam.staff", "/note", count="true", limit=1).json()["count"] == before, "a broken form left a record")


@case("web: a comment that Back sends again stands once, and it is said so")
def comment_twice(force):
    browser = signed_in(force)
    number = force.make("sam.staff", "note", summary="To be spoken of")
    address = f"/note/{number}/comments"
    for text, wanted in (("Rang, no answer", "added"), ("Rang, no answer ", "already"), ("Rang again, no answer", "added")):
        answer = browser.go("POST", address, {"text": text, "csrf": browser.csrf("/note/" + number)})
        want(answer.status == 303, answer)
        want(wanted in page(browser, answer.header("location").split("#")[0]).text, text, "is not said to be", wanted)
    said = [event["comment"] for event in force.ask("sam.staff", f"/note/{number}/events").json()["events"] if event.get("comment")]
    want(said == ["Rang, no answer", "Rang again, no answer"], said)


@case("web: a decision does not overwrite what it asks for, where that changed meanwhile")
def overtaken_decision(force):
    browser = signed_in(force, "kim.keeper")
    meeting = "/board/panel/meetings/" + force.api("kim.keeper", "POST", "/board/panel/meetings", {"starts": "2026-11-22T09:30:00Z"}).json()["number"]
    force.api("kim.keeper", "POST", meeting + "/attendance", {"seat": "keeper", "person": "kim.keeper"})
    want(force.api("kim.keeper", "POST", meeting + "/open", {}).status == 200, "it does not open")
    number = force.make("sam.staff", "note", summary="For the panel")
    shown = force.api("una.staff", "POST", f"/note/{number}/actions/publish", {}).json()["version"]
    deed = {"record": number, "action": "judge", "fields": {"outcome": "low"}, "votes": {"kim.keeper": "for"}}
    want(force.api("kim.keeper", "POST", meeting + "/decisions", deed).status == 201, "not decided")
    form = {"item": number, "action": "judge", "f.outcome": "high", "vote.kim.keeper": "for", "version": shown, "csrf": browser.csrf("/note/new")}
    answer = browser.go("POST", meeting.replace("/meetings", "") + "/decisions", form)
    want(answer.status == 412 and "Somebody else made this" in answer.text, "it was overwritten:", answer.status, answer.text[-300:])
    want(force.ask("kim.keeper", "/note/" + number).json()["fields"]["outcome"] == "low", "it was overwritten")
    answer = browser.go("POST", meeting.replace("/meetings", "") + "/decisions", {**form, "version": force.ask("kim.keeper", "/note/" + number).json()["version"]})
    want(answer.status == 303 and force.ask("kim.keeper", "/note/" + number).json()["fields"]["outcome"] == "high", "seen, and sent again, it is not taken:", answer)


@case("web: pages of what one may not read are 404, like those of what is not there")
def unreadable(force):
    secret = force.make("kim.keeper", "secret", name="Operation Larkspur", weight=3)
    diary = force.make("una.staff", "diary", line_one="Dear diary, tangerine")
    number = force.make("kim.keeper", "note", summary="Tied on the web", topic=secret, wage=77777, pin="13579")
    browser = signed_in(force)
    for there, absent in ((f"/secret/{secret}", "/secret/SEC-99999"), (f"/diary/{diary}", "/diary/DIA-99999"), (f"/secret/{secret}/edit", "/secret/SEC-99999/edit"),
                          (f"/secret/{secret}/drop", "/secret/SEC-99999/drop")):
        one, other = browser.go("GET", there), browser.go("GET", absent)
        want(one.status == other.status == 404, there, one.status, other.status)
        want(one.text.replace(there.split("/")[2], absent.split("/")[2]) == other.text, "told apart by", there)
    want(browser.go("GET", "/secret").status == 404 and browser.go("GET", "/secret/new").status in (403, 404), "the register shows")
    for path in ("/", "/note", f"/note/{number}", f"/note/{number}/edit", "/diary", "/note?q=Larkspur", "/diary?q=tangerine", "/note?where=topic%20given", "/note?sort=wage", "/search?q=tangerine"):
        text = browser.go("GET", path).text.replace("q=Larkspur", "").replace("q=tangerine", "")
        text = re.sub(r'value="?(Larkspur|tangerine)"?', "", text)
        for word in (secret, "Operation Larkspur", "77777", "Dear diary, tang"):
            want(word not in text, path, "shows", word, text[max(0, text.find(word) - 200):text.find(word) + 60])
    want("13579" not in browser.go("GET", "/note").text, "a list shows what is private")


@case("web: a page one is sent to by a form cannot be another's: acting for others, approving one's own")
def acting(force):
    browser = signed_in(force)
    number = force.make("sam.staff", "note", summary="My own")
    answer = browser.go("POST", f"/note/{number}/publish", {"csrf": browser.csrf("/note/new"), "actor": "una.staff", "username": "una.staff"})
    want(answer.status in (400, 409), answer.status, answer.text[-300:])
    want(force.ask("sam.staff", "/note/" + number).json()["state"] == "draft", "it was published")
    for path in ("/person/new", "/person/sam.staff/roles", "/person/admin/password", "/person/admin/deactivate"):
        answer = browser.go("POST", path, {"csrf": browser.csrf("/note/new"), "role": "keeper", "username": "made.up", "name": "Made Up"})
        want(answer.status in (400, 403, 404, 405), path, answer.status)


@case("web: of two who choose their own after one one-time password, one does")
def chosen_twice(force):
    secret = must("password", force.data, "kim.keeper").split()[-1]
    browsers, got = [Browser(force) for _ in range(4)], []
    for browser in browsers:
        browser.sign_in("kim.keeper", secret)
    tokens = [browser.csrf("/password") for browser in browsers]

    def choose(n):
        chosen = f"an owl in the attic {n}"
        answer = browsers[n].go("POST", "/password", {"chosen": chosen, "again": chosen, "csrf": tokens[n]})
        got.append((answer.status, answer.header("location")))
    threads = [threading.Thread(target=choose, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    want(got.count((303, "/")) == 1, "chosen by", got)


@case("web: who signs in while the password is being reset is not in afterwards")
def reset_meanwhile(force):
    secret = must("password", force.data, "kim.keeper").split()[-1]
    for wait in (0, 0.05, 0.1, 0.15, 0.2):
        browser, made = Browser(force), []

        def reset(made=made):
            made.append(force.api("admin", "POST", "/person/kim.keeper/password", {}).json()["password"])
        thread = threading.Thread(target=reset)
        thread.start()
        time.sleep(wait)  # both hash for as long: it signs in just after the reset is written
        browser.sign_in("kim.keeper", secret)
        thread.join()
        want(browser.go("GET", "/password").status in (303, 401), "in with a password that was replaced", wait)
        secret = made[0]


@case("web: accounts, roles, cover and passwords are kept on the web by whoever may, and each form does what it says")
def administered(force):
    admin, who = signed_in(force, "admin"), "/person/wendy.web"

    def send(browser, path, **form):
        answer = browser.go("POST", path, {"csrf": browser.csrf("/me"), **form})
        want(answer.status == 303, path, form, answer)

    def rows(register):
        return force.ask("admin", "/" + register, where='person.username = "wendy.web"').json()["records"]
    made = admin.go("POST", "/person/new", {"csrf": admin.csrf("/person/new"), "f.username": "wendy.web", "f.name": "Wendy Web", "f.kind": "staff"})
    want(made.status == 303, made)
    send(admin, who + "/roles", role="staff")
    granted = rows("holding")
    want([row["fields"]["role"] for row in granted] == ["staff"], granted)
    shown = re.search(r'data-once[^>]*>([^<]+)|<(?:code|kbd|output)[^>]*>([a-z0-9]{4}(?:-[a-z0-9]{4})+)<', admin.go("POST", who + "/password", {"csrf": admin.csrf("/me")}).text)
    want(shown, "the one-time password is not shown")
    wendy = Browser(force)
    wendy.settle("wendy.web", shown.group(1) or shown.group(2), PASSWORD + " w")
    want(wendy.go("GET", "/note").status == 200, "the role does not count")
    send(wendy, who + "/absences", **{"from": "2026-11-23T09:00", "to": "2026-11-24T09:00"})
    send(wendy, who + "/deputies", deputy="una.staff", role="staff")
    want([row["fields"]["from"] for row in rows("absence")] == ["2026-11-23T09:00:00Z"], rows("absence"))
    want([row["fields"]["deputy"] for row in rows("deputy")] == ["una.staff"], rows("deputy"))
    for register, end in (("absence", "/absences"), ("deputy", "/deputies")):
        send(wendy, f"{who}{end}/{rows(register)[0]['number']}/end")
    want(rows("absence")[0]["fields"]["to"] == "2026-11-23T09:00:00Z", "an absence that had not begun ends otherwise", rows("absence"))
    want(rows("deputy")[0]["fields"].get("to"), "still a deputy", rows("deputy"))
    before = force.kept()
    for path, form in (("/roles", {"role": "keeper"}), ("/password", {}), ("/deactivate", {})):
        want(wendy.go("POST", "/person/una.staff" + path, {"csrf": wendy.csrf("/me"), **form}).status == 403, "Wendy may", path)
    force.same(before)
    send(admin, f"{who}/roles/{granted[0]['number']}/end")
    want(wendy.go("GET", "/note").status in (403, 404), "an ended role still counts")
    send(admin, who + "/deactivate")
    want(wendy.go("GET", "/").status in (303, 401), "still in")


@case("web: no token, password or session stands in the data or in what the server says")
def at_rest(force):
    browser = signed_in(force)
    one_time = must("password", force.data, "gone.person").split()[-1]
    secrets = [force.first_password, force.tokens["sam.staff"], one_time, PASSWORD, browser.cookies["reeve_session"]]
    kept = b"".join(path.read_bytes() for path in force.folder.glob("data*") if path.is_file()) + force.said().encode()
    found = [number for number, secret in enumerate(secrets) if secret.encode() in kept]
    want(not found and b"sam.staff" in kept, "readable:", found)


@case("web: a session ends when the person is deactivated")
def deactivated(force):
    browser = signed_in(force, "gone.person")
    want(browser.go("GET", "/note").status == 200, "not signed in")
    want(force.api("admin", "POST", "/person/gone.person/deactivate", {}).status == 200, "not deactivated")
    want(browser.go("GET", "/note").status in (303, 401), "still in")
    answer = Browser(force).sign_in("gone.person", PASSWORD + " g")
    want(answer.status in (401, 403), "let in again", answer.status)
    force.api("admin", "POST", "/person/gone.person/activate", {})
    want(browser.go("GET", "/note").status in (303, 401), "an ended session is back")


# Last, since it slows down everybody at this address for a while.
@case("web: names and passwords that are guessed are slowed down, and wrong names look like wrong passwords")
def throttle(force):
    wrong, unknown = (Browser(force).sign_in(name, "not the password") for name in ("una.staff", "nobody.here"))
    want(wrong.status == unknown.status == 401, wrong.status, unknown.status)
    want(wrong.text.replace("una.staff", "") == unknown.text.replace("nobody.here", ""), "an unknown name is told apart")
    got = [Browser(force).sign_in("kim.keeper", f"guess {i}") for i in range(15)]
    want(429 in [answer.status for answer in got], "fifteen guesses, never slowed down", [answer.status for answer in got])
    slowed = next(answer for answer in got if answer.status == 429)
    want(int(slowed.header("retry-after") or 0) > 0, "no Retry-After")
    for name in ("", "x" * 10000, "sam.staff\x01", "<script>", "' OR 1=1 --"):
        answer = Browser(force).sign_in(name, "p")
        want(answer.status in (400, 401, 429) and "<script>" not in answer.text.replace("<script src", ""), name[:20], answer)


@case("web: every comment and every entry of a long record can be reached, page by page")
def long_record(force):
    number = force.make("sam.staff", "note", summary="Long")
    browser = Browser(force)
    browser.settle("sam.staff", must("password", force.data, "sam.staff").split()[-1], "walnut kettle orbit long")

    def say(text):
        want(force.api("sam.staff", "POST", f"/note/{number}/comments", {"text": text}).status == 201, text)

    def pages(begin, link):
        """What a reader sees who follows the link to its end."""
        path, seen = f"/note/{number}{begin}", []
        while path and len(seen) < 12:
            page = browser.go("GET", path)
            want(page.status == 200, path, page)
            seen.append(page.text)
            more = re.search(f'<a href="([^"]+)">{link}', page.text)
            path = more and more.group(1).partition("#")[0]
        return seen

    def comments(page):
        return re.findall(r"Remark \d+", page.partition('id="comments"')[2].partition('id="history"')[0])
    for n in range(3):
        say(f"Remark {n}")
    want("Show earlier comments" not in browser.go("GET", f"/note/{number}").text, "a short record sends its reader on")
    for n in range(430):
        if n in (210, 211):
            say(f"Remark {n}")
        want(force.api("sam.staff", "PATCH", f"/note/{number}", {"fields": {"amount": n}}).status == 200, n)
    seen = pages("", "Show earlier comments")
    want([comments(page) for page in seen] == [[], ["Remark 0", "Remark 1", "Remark 2", "Remark 210", "Remark 211"]], [comments(page) for page in seen])
    want("among the newest 200 entries" in seen[0] and "No comments among these entries" in seen[0], "it does not say what is missing")
    want("Show the newest comments" in seen[1] and "Show earlier comments" not in seen[1], "no way back, or one on to nowhere")
    entries = [int(entry) for page in pages("?history=all", "Show the entries before these") for entry in re.findall(r"entry (\d+)", page)]
    want(len(set(entries)) == len(entries) == 436, len(entries), "entries of 436")
    for odd in ("comments=0", "comments=-1", "comments=x", "comments=9223372036854775807", "comments=99999999999999999999", "history=1"):
        want(browser.go("GET", f"/note/{number}?{odd}").status == 200, odd)
