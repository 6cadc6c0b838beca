"""What one may not read, and may not do: nothing of it shows in any answer."""
import json

from harness import Force, case, is_problem, must, reeve, want

SECRET = "Operation Thistledown"


def setting(force):
    """One secret, one note that refers to it and keeps fields back, one diary; made once."""
    if not hasattr(force, "scene"):
        scene = {"secret": force.make("kim.keeper", "secret", name=SECRET, weight=71)}
        scene["note"] = force.make("kim.keeper", "note", summary="Refers to a secret", topic=scene["secret"], wage=54321, pin="98765")
        scene["plain"] = force.make("kim.keeper", "note", summary="Refers to nothing", wage=11111, pin="11111")
        scene["diary"] = force.make("sam.staff", "diary", line_one="Dear diary, marmalade")
        force.scene = scene
    return force.scene


def same(one, other, *words):
    """Two answers that must not be told apart, but for what was asked."""
    want(one.status == other.status, *words, one, other)


@case("probe: an unreadable record is 404 by every way, like one that is not there")
def missing(force):
    there, not_there = setting(force)["secret"], "SEC-99999"
    for method, rest, body in (("GET", "", None), ("GET", "/events", None), ("GET", "?at=2026-11-22T09:00:00Z", None), ("GET", "/files/abc", None),
                               ("PATCH", "", {"fields": {"name": "x"}}), ("PATCH", "", {"fields": {"nonsense": 1}}), ("PATCH", "", {"fields": {"weight": "x"}}),
                               ("POST", "/actions/drop", {}), ("POST", "/actions/nonsense", {}), ("POST", "/actions/drop", {"fields": {"nonsense": 1}}),
                               ("POST", "/comments", {"text": "x"}), ("POST", "/comments", {"text": ""})):
        for headers in (None, {"If-Match": '"1"'}, {"If-Match": '"99"'}):
            answers = [force.api("sam.staff", method, f"/secret/{number}{rest}", body, headers) for number in (there, not_there)]
            is_problem(answers[0], 404, 400)
            same(*answers, "told apart by", method, rest, body, headers)
            want(answers[0].text.replace(there, not_there) == answers[1].text, "told apart by words", method, rest, body, answers[0], answers[1])


@case("probe: an unreadable register is not listed, described, counted or searched")
def register(force):
    setting(force)
    described = force.ask("sam.staff", "").json()
    want("secret" not in [one["name"] for one in described["registers"]], "the description names it")
    for parameters in ({}, {"count": "true"}, {"q": "Thistledown"}, {"where": "weight = 71"}, {"sort": "weight"}):
        answer = force.ask("sam.staff", "/secret", **parameters)
        want(answer.status == 404 or (answer.status == 200 and not answer.json()["records"] and not answer.json().get("count")), parameters, answer)


@case("probe: a reference to what one may not read is missing in records, lists, events and the past")
def reference(force):
    scene = setting(force)
    for path in (f"/note/{scene['note']}", f"/note/{scene['note']}/events", f"/note/{scene['note']}?at=2027-01-01T00:00:00Z", "/note?limit=200"):
        answer = force.ask("sam.staff", path) if "?" not in path else force.api("sam.staff", "GET", path)
        want(answer.status == 200, path, answer)
        for word in (scene["secret"], SECRET, "54321"):
            want(word not in answer.text, path, "shows", word, answer.text)


@case("probe: what is private stands in no list, and is no name in where and sort")
def private(force):
    setting(force)
    listed = force.ask("sam.staff", "/note", limit=200)
    want("98765" not in listed.text, "a private field stands in a list")
    for parameters in ({"where": 'pin = "98765"'}, {"where": "pin given"}, {"sort": "pin"}, {"sort": "-pin"}, {"where": 'exists note (pin = "98765")'},
                       {"where": 'any linked (pin given)'}):
        is_problem(force.ask("sam.staff", "/note", **parameters), 400)
    want(not force.ask("kim.keeper", "/note", q="98765").json()["records"], "a private field is searched")


def numbers(force, who, **parameters):
    answer = force.ask(who, "/note", limit=200, **parameters)
    want(answer.status == 200, parameters, answer)
    return [record["number"] for record in answer.json()["records"]]


@case("probe: a field with `read by` is missing for others: in filters, sorts, counts, cursors and searches")
def read_by(force):
    scene = setting(force)
    for text in ("wage = 54321", "wage > 1", "wage given", "wage < 99999999", "not wage missing", "wage in (54321, 11111)", "any linked (wage given)",
                 "exists note as n (n.wage = 54321)", "wage + 1 > 0", "count note (wage given) > 0"):
        want(not numbers(force, "sam.staff", where=text), "finds by", text)
        answer = force.ask("sam.staff", "/note", where=text, count="true").json()
        want(answer["count"] == 0, "counts by", text)
    want(scene["note"] in numbers(force, "kim.keeper", where="wage = 54321"), "the keeper does not find it either: the case says nothing")
    want(numbers(force, "sam.staff", where="wage missing") == numbers(force, "sam.staff"), "missing tells them apart")
    want(not force.ask("sam.staff", "/note", q="54321").json()["records"], "a search finds it")
    for path in (f"/note/{scene['note']}", f"/note/{scene['note']}/events"):
        want("54321" not in force.ask("sam.staff", path).text, path, "shows it")


@case("probe: sorting by a field with `read by` orders nothing for others")
def sort_hidden(force):
    low = force.make("kim.keeper", "note", summary="Sorted", wage=1)
    high = force.make("kim.keeper", "note", summary="Sorted", wage=900000)
    middle = force.make("kim.keeper", "note", summary="Sorted", wage=500)
    up, down = (force.ask("sam.staff", "/note", where='summary = "Sorted"', sort=sort) for sort in ("wage", "-wage"))
    if up.status != 200:
        is_problem(up, 400)
        return
    orders = [[record["number"] for record in answer.json()["records"]] for answer in (up, down)]
    want(orders[0] in ([low, high, middle], [middle, high, low]) and orders[1] in ([low, high, middle], [middle, high, low]), "ordered by what is withheld:", orders)


@case("probe: filters through references see only what one may read")
def through(force):
    scene = setting(force)
    for text in (f'topic.name = "{SECRET}"', "topic.weight = 71", "topic given", "topic.weight > 1", "topic.state = kept", "topic.creator given",
                 "exists secret (weight = 71)", "count secret > 0", 'exists secret as s (s.name = "' + SECRET + '")', "topic.created given",
                 "topic is topic", "not topic missing", "exists secret as s (s is this.topic)"):
        answer = force.ask("sam.staff", "/note", where=text, count="true")
        if answer.status == 200:
            want(not answer.json()["records"] and answer.json()["count"] == 0, "finds by", text, answer)
        else:
            is_problem(answer, 400)
    want(scene["note"] in numbers(force, "sam.staff", where="topic missing"), "a withheld reference is not missing")
    answer = force.ask("sam.staff", "/note", sort="topic.weight")
    want(answer.status in (200, 400), answer)
    want("71" not in (answer.json().get("next") or "") if answer.status == 200 else True, "the cursor carries it")


@case("probe: a note cannot be tied to a secret one may not read, and the refusal is that of a secret that is not there")
def tie(force):
    scene = setting(force)
    there, absent = (force.api("sam.staff", "POST", "/note", {"fields": {"summary": "Tie", "topic": number}}) for number in (scene["secret"], "SEC-99999"))
    is_problem(there, 422)
    want(there.text.replace(scene["secret"], "SEC-99999") == absent.text, there, absent)


@case("probe: an editor who may not read a field may not overwrite it either, or learns nothing from it")
def blind_edit(force):
    number = force.make("sam.staff", "note", summary="Blind")
    answer = force.api("sam.staff", "PATCH", "/note/" + number, {"fields": {"wage": 7}})
    want(answer.status in (200, 400, 403), answer)
    want('"wage":7' not in answer.text.replace(" ", ""), "the answer shows what is withheld", answer)


@case("probe: somebody else's diary is nowhere: list, count, search, filter, cursor, where of other registers")
def diary(force):
    scene = setting(force)
    for parameters in ({}, {"count": "true"}, {"q": "marmalade"}, {"where": 'line_one given'}, {"sort": "line_one"}):
        answer = force.ask("una.staff", "/diary", **parameters)
        want(answer.status == 200 and not answer.json()["records"] and not answer.json().get("count") and not answer.json()["next"], parameters, answer)
    for text in ("exists diary (line_one given)", "count diary > 0", "exists diary as d (d.creator is this.creator)"):
        want(not numbers(force, "una.staff", where=text), "found by", text)
    want(force.ask("sam.staff", "/diary/" + scene["diary"]).status == 200, "its writer does not see it")
    is_problem(force.ask("kim.keeper", "/diary/" + scene["diary"]), 404)
    is_problem(force.ask("admin", "/diary/" + scene["diary"]), 404)


@case("probe: a cursor of one person shows another nothing, and a forged one is refused or harmless")
def cursor(force):
    setting(force)
    got = force.ask("kim.keeper", "/note", sort="wage", limit=1)
    after = got.json()["next"]
    answer = force.ask("sam.staff", "/note", sort="wage", limit=1, after=after)
    want(answer.status in (200, 400) and "54321" not in answer.text, answer)
    import base64
    for value in ([1, "x' OR 1=1 --"], [1e400], [[]], [-1, None], ["a", "b"], [1] * 50, {"a": 1}, [2**63, 1], [1, 10**400]):
        forged = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
        want(force.ask("sam.staff", "/note", after=forged).status in (200, 400), value)


@case("probe: the past shows no more than the present")
def past(force):
    number = force.make("kim.keeper", "note", summary="Was tied", topic=setting(force)["secret"], wage=22222)
    force.api("kim.keeper", "PATCH", "/note/" + number, {"fields": {"topic": None, "wage": None}})
    for path in (f"/note/{number}?at=2026-11-22T09:00:00Z", f"/note/{number}/events"):
        answer = force.api("sam.staff", "GET", path)
        want(setting(force)["secret"] not in answer.text and "22222" not in answer.text, path, answer.text)
    is_problem(force.api("sam.staff", "GET", f"/note/{number}?at=1970-01-01T00:00:00Z"), 404)


@case("probe: people show no more than the directory; tokens, passwords and salts are in no answer")
def people(force):
    for path in ("/person", "/person/kim.keeper", "/person/kim.keeper/events", "/holding", "/meeting", "/attendance", "/absence", "/deputy"):
        answer = force.ask("sam.staff", path)
        want(answer.status in (200, 404), path, answer)
        for word in ("argon", "rv_", "password\"", "salt", "hash\": \"$"):
            want(word not in answer.text.lower(), path, "shows", word)
    for text in ("password given", "token given", "hash given"):
        is_problem(force.ask("sam.staff", "/person", where=text), 400)


# ---- what is not yours to do

@case("rights: nobody publishes their own note, edits another's, or acts as somebody else")
def not_yours(force):
    number = force.make("sam.staff", "note", summary="Mine")
    problem = is_problem(force.api("sam.staff", "POST", f"/note/{number}/actions/publish", {}), 409)
    want(problem["unmet"][0]["cites"][0]["clause"] == "1", problem)
    is_problem(force.api("una.staff", "PATCH", "/note/" + number, {"fields": {"summary": "Yours"}}), 403)
    for body in ({"actor": "una.staff"}, {"as": "una.staff"}, {"fields": {}, "person": "una.staff"}, {"fields": {"actor": "una.staff"}}):
        is_problem(force.api("sam.staff", "POST", f"/note/{number}/actions/publish", body), 400)
    for headers in ({"X-Remote-User": "una.staff"}, {"X-Forwarded-User": "una.staff"}, {"Remote-User": "una.staff"}):
        is_problem(force.api("sam.staff", "POST", f"/note/{number}/actions/publish", {}, headers), 409)
    is_problem(force.api("sam.staff", "POST", f"/note/{number}/actions/judge", {"fields": {"outcome": "low"}}), 403, 409)
    want(force.ask("sam.staff", "/note/" + number).json()["state"] == "draft", "it moved")


@case("rights: who may do nothing is told so, or nothing, everywhere")
def nothing(force):
    number = setting(force)["note"]
    is_problem(force.api("plain.person", "POST", "/note", {"fields": {"summary": "x"}}), 403, 404)
    is_problem(force.ask("plain.person", "/note/" + number), 404)
    is_problem(force.api("plain.person", "PATCH", "/note/" + number, {"fields": {"summary": "x"}}), 404)
    is_problem(force.api("plain.person", "POST", f"/note/{number}/comments", {"text": "x"}), 404)
    is_problem(force.api("admin", "GET", "/note/" + number), 404)


@case("rights: roles, accounts, passwords and clocks are not for everybody; nobody grants themselves")
def roles(force):
    before = force.kept()
    for who in ("sam.staff", "kim.keeper"):
        is_problem(force.api(who, "POST", f"/person/{who}/roles", {"role": "keeper"}), 403)
        is_problem(force.api(who, "POST", "/person/plain.person/roles", {"role": "administrator"}), 403)
        is_problem(force.api(who, "POST", "/person", {"username": "new.one", "name": "New"}), 403)
        is_problem(force.api(who, "PATCH", "/person/admin", {"name": "Mine"}), 403)
        is_problem(force.api(who, "POST", "/person/admin/password", {}), 403)
        is_problem(force.api(who, "POST", "/person/admin/deactivate", {}), 403)
        is_problem(force.api(who, "POST", "/person/una.staff/deputies", {"deputy": who, "from": "2026-11-22T00:00:00Z", "to": "2027-01-01T00:00:00Z"}), 403)
    is_problem(force.api("admin", "POST", "/person/admin/roles", {"role": "keeper"}), 403, 409)
    for body in ({"role": "nonsense"}, {"role": 5}, {}, {"role": "keeper", "for": "nonsense"}, {"role": "keeper", "from": "soon"},
                 {"role": "keeper", "from": "2027-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}):
        is_problem(force.api("admin", "POST", "/person/plain.person/roles", body), 400, 404, 409, 422)
    for end in ("0", "-1", "x", "99999999999999999999"):
        is_problem(force.api("admin", "POST", f"/person/sam.staff/roles/{end}/end", {}), 400, 404)
    force.same(before)
    other = force.api("admin", "POST", "/person/plain.person/roles", {"role": "staff"}).json()["id"]
    is_problem(force.api("admin", "POST", f"/person/sam.staff/roles/{other}/end", {}), 404)
    force.api("admin", "POST", f"/person/plain.person/roles/{other}/end", {})


@case("rights: a meeting obeys only its chair and secretary, and votes only of those in a seat")
def meeting(force):
    is_problem(force.api("sam.staff", "POST", "/board/panel/meetings", {"starts": "2026-11-23T10:00:00Z"}), 403, 404)
    is_problem(force.api("kim.keeper", "POST", "/board/nonsense/meetings", {"starts": "2026-11-23T10:00:00Z"}), 404)
    is_problem(force.api("kim.keeper", "POST", "/board/panel/meetings", {"starts": "soon"}), 400, 422)
    made = force.api("kim.keeper", "POST", "/board/panel/meetings", {"starts": "2026-11-22T09:00:00Z"})
    want(made.status == 201, made)
    path = "/board/panel/meetings/" + made.json()["number"]
    is_problem(force.api("sam.staff", "POST", path + "/open", {}), 403, 404)
    is_problem(force.api("sam.staff", "POST", path + "/attendance", {"seat": "keeper", "person": "sam.staff"}), 403, 404, 409, 422)
    is_problem(force.api("kim.keeper", "POST", path + "/attendance", {"seat": "keeper", "person": "sam.staff"}), 409, 403, 422)
    is_problem(force.api("kim.keeper", "POST", path + "/attendance", {"seat": "nonsense", "person": "kim.keeper"}), 400, 404, 422)
    want(force.api("kim.keeper", "POST", path + "/attendance", {"seat": "keeper", "person": "kim.keeper"}).status in (200, 201), "the keeper's seat")
    want(force.api("kim.keeper", "POST", path + "/open", {}).status in (200, 201), "it does not open")
    number = force.make("sam.staff", "note", summary="For the panel")
    want(force.api("una.staff", "POST", f"/note/{number}/actions/publish", {}).status == 200, "not published")
    deed = {"record": number, "action": "judge", "fields": {"outcome": "low"}}
    is_problem(force.api("sam.staff", "POST", path + "/decisions", {**deed, "votes": {"kim.keeper": "for"}}), 403, 404)
    for votes in ({}, {"sam.staff": "for"}, {"kim.keeper": "for", "sam.staff": "for"}, {"kim.keeper": "perhaps"}, {"kim.keeper": 1}, ["kim.keeper"], "for", None):
        is_problem(force.api("kim.keeper", "POST", path + "/decisions", {**deed, "votes": votes}), 400, 409, 422)
    is_problem(force.api("kim.keeper", "POST", path + "/decisions", {**deed, "action": "publish", "votes": {"kim.keeper": "for"}}), 400, 403, 404, 409, 422)
    is_problem(force.api("kim.keeper", "POST", path + "/decisions", {**deed, "record": "SEC-99999", "votes": {"kim.keeper": "for"}}), 404, 422)
    want("outcome" not in force.ask("sam.staff", "/note/" + number).json()["fields"] or
         force.ask("sam.staff", "/note/" + number).json()["fields"]["outcome"] is None, "a refused decision left its mark")


@case("rights: a file follows its record: foreign ids are not taken, withheld fields give nothing")
def files(force):
    def put(who):
        return force.request("POST", "/api/v1/files", b"kept between us", {"Content-Disposition": 'attachment; filename="a.txt"'}, as_=who).json()["file"]
    kept = put("kim.keeper")
    number = force.make("kim.keeper", "note", summary="With a file", scanned=kept)
    want(force.request("GET", f"/api/v1/note/{number}/files/{kept}", as_="kim.keeper").body == b"kept between us", "the keeper cannot read it")
    is_problem(force.request("GET", f"/api/v1/note/{number}/files/{kept}", as_="sam.staff"), 404)
    is_problem(force.request("GET", f"/api/v1/files/{kept}", as_="sam.staff"), 404)
    want(kept not in force.ask("sam.staff", "/note/" + number).text, "its id shows")
    own = force.api("sam.staff", "POST", "/note", {"fields": {"summary": "Stealing", "paper": kept}})
    is_problem(own, 422)
    shared = put("sam.staff")
    mine = force.make("sam.staff", "note", summary="Mine with a file", paper=shared)
    want(force.request("GET", f"/api/v1/note/{mine}/files/{shared}", as_="una.staff").status == 200, "readers of the record cannot read its file")
    is_problem(force.request("GET", f"/api/v1/note/{number}/files/{shared}", as_="una.staff"), 404)
    for odd in ("x", "..", "%2e%2e", "A" * 22, "'--"):
        want(force.request("GET", f"/api/v1/note/{mine}/files/{odd}", as_="una.staff").status in (400, 404), odd)


@case("tokens: none, wrong, cut, long, of another scheme: 401")
def bad_tokens(force):
    good = force.tokens["sam.staff"]
    for value in ("", "Bearer", "Bearer ", "Bearer x", "Bearer " + good[:-1], "Bearer " + good + "x", "Bearer " + good[:-1] + "!", "Basic " + good,
                  good, "Bearer " + "x" * 5000, "Bearer rv_" + "A" * 43, "Bearer " + good.upper(), "Bearer " + good + ", Bearer " + good):
        answer = force.request("GET", "/api/v1/note", headers={"Authorization": value})
        is_problem(answer, 401)
    is_problem(force.request("GET", "/api/v1/note?token=" + good), 401)
    is_problem(force.request("GET", "/api/v1/note?access_token=" + good), 401)
    want(force.request("GET", "/api/v1/note", headers={"Authorization": "bearer " + good}).status == 200, "the scheme's case matters")


@case("tokens: of a deactivated person end at once, and stay ended when they come back")
def deactivated(force):
    want(force.ask("gone.person", "/note").status == 200, "not let in to begin with")
    want(force.api("admin", "POST", "/person/gone.person/deactivate", {}).status == 200, "not deactivated")
    is_problem(force.ask("gone.person", "/note"), 401)
    want(force.api("admin", "POST", "/person/gone.person/activate", {}).status == 200, "not activated")
    is_problem(force.ask("gone.person", "/note"), 401)


@case("tokens: expire by the clock; so do roles, and an Idempotency-Key after a day")
def expired(_):
    force = Force()
    try:
        short = must("token", force.data, "sam.staff", "--days", "1").split()[-1]
        force.tokens["short"] = short
        want(force.ask("short", "/note").status == 200, "the fresh token is refused")
        force.api("admin", "POST", "/person/plain.person/roles", {"role": "staff", "to": "2026-11-23T09:00:00Z"})

        def once():
            return force.api("sam.staff", "POST", "/note", {"fields": {"summary": "Once a day"}}, {"Idempotency-Key": "daily"}).json()["number"]
        first = once()
        want(force.api("admin", "POST", "/clock", {"now": "2026-11-23T08:59:59Z"}).status in (200, 204), "the clock does not move")
        want(force.ask("short", "/note").status == 200, "it ended too early")
        want(once() == first, "the key was forgotten too early")
        want(force.ask("plain.person", "/note").status == 200, "the role ended too early")
        force.api("admin", "POST", "/clock", {"now": "2026-11-23T09:00:00Z"})
        is_problem(force.ask("short", "/note"), 401)
        want(once() != first, "the key is kept for more than a day")
        is_problem(force.ask("plain.person", "/note"), 403, 404)
        for days in ("0", "-1", "3651", "abc", "99999999999999999999"):
            want(reeve("token", force.data, "sam.staff", "--days", days)[0] == 2, "--days", days)
        force.well()
    finally:
        force.away()
