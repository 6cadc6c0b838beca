#!/usr/bin/env python3
"""Writes the demonstration force's history: rulebooks/west-midlands/sample/script.jsonl, one command a line, in time order.

    tools/sample.py > rulebooks/west-midlands/sample/script.jsonl

The same every time. The words are in sample_texts.py; this file decides who does what, and when. `init --sample` plays the
script through the engine, so every line obeys the rulebook; a line with "expect": "refused" is one that must not.
"""
import json
import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sample_texts import ASSETS, CHANGES, MODELS, REQUESTS

LONDON, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")
FIRST, LAST = date(2026, 7, 20), datetime(2026, 11, 20, 17, 0, tzinfo=LONDON)
CAB_DAYS = [date(2026, 7, 28) + timedelta(weeks=n) for n in range(17)]
HOLIDAYS = {date(2026, 8, 31)}
LEAVE = (date(2026, 8, 17), date(2026, 8, 28))          # the Change Manager's; the co-ordinator stands in
ENGINEERS = ["mina.shah", "carl.denny", "bethan.lloyd", "kwame.mensah", "ewa.nowak", "daniel.frost", "leila.haddad",
             "harry.wynn", "yusuf.demir", "grace.tembo", "isla.kerr", "victor.dunne"]
ASSESSORS = ["gareth.hughes", "sunita.rao", "callum.reid"]
OFFICERS = ["marcus.bell", "fatima.yusuf", "moira.keane", "hannah.cole"]
STATIONS = ["Kingsway", "Northgate", "Riverside", "Eastfield", "Millbrook", "Harrow Street", "Castle Hill", "Fenwick Road",
            "Stonebridge", "Alder Green", "West Quay", "Thornley", "Marlow Cross", "Saltmarsh", "Priory Lane"]
STATION_CHANGES = [
    ("Replace the network switch at {}", "The maker no longer sells parts for it.", "lan_stations", "medium",
     "{} has no wired network for half an hour in the evening."),
    ("Add wireless points at {}", "Officers upload statements from the parade room and lose the connection.", "wifi", "low",
     "{} only; the present points stay on."),
    ("Renew the door controllers at {}", "The present controllers forget passes after a power cut.", "door", "low",
     "{}: two doors are held open and staffed for an hour."),
]

rng = random.Random(20)
lines = []                                                # (moment, order of writing, command)
booked = {}                                               # asset key -> periods already taken by a change
refs = {"change": 0}


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def utc(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def working(day):
    while day.weekday() > 4 or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


def later(moment, days, hour=None):
    """A moment so many working days on, at a believable hour."""
    day = moment.date()
    for _ in range(days):
        day = working(day + timedelta(days=1))
    return max(moment + timedelta(minutes=7), at(day, hour if hour is not None else rng.randint(9, 15), rng.randint(0, 59)))


def say(moment, who, do, /, **rest):
    if moment <= LAST:
        lines.append((moment, len(lines), {"at": utc(moment), "as": who, "do": do, **rest}))


def act(moment, person, register, record, action, expect=None, **rest):
    if expect:
        rest["expect"] = expect
    say(moment, person, "action", register=register, record=record, action=action, **rest)


def services(keys):
    return ["$a_" + key for key in keys.split()]


def free(keys, begins, length):
    """The first moment from `begins` at which none of these is being changed; takes the period."""
    while any(begins < end and start < begins + length for key in keys.split() for start, end in booked.get(key, [])):
        begins += timedelta(days=1)
    for key in keys.split():
        booked.setdefault(key, []).append((begins, begins + length))
    return begins


def manager(moment, requester=None):
    if requester in ("priya.nair", "sian.prosser"):
        return "owen.bright"
    return "sian.prosser" if LEAVE[0] <= moment.date() <= LEAVE[1] else "priya.nair"


def next_cab(moment):
    return next((day for day in CAB_DAYS if at(day, 9) > moment), None)


# ------------------------------------------------------------------------------------------------ the force itself

def set_up():
    start = at(FIRST, 8, 30)
    far = utc(at(date(2027, 7, 20), 8))
    for owner, deputy, role in [("tom.achebe", "amy.stott", "service_desk_manager"), ("rafi.aziz", "callum.reid", "security_officer"),
                                ("owen.bright", "gareth.hughes", "infrastructure_manager")]:
        say(start, owner, "deputy", person=owner, deputy=deputy, role=role, **{"from": utc(start), "to": far})
    for ref, name, contact in [("s_halden", "Halden Systems", "dean.holloway"), ("s_brightwire", "Brightwire Networks", "ines.carvalho")]:
        say(start, "priya.nair", "create", register="supplier", ref=ref,
            fields={"name": name, "contacts": [contact], "key_supplier": True})
    act(start + timedelta(minutes=20), "priya.nair", "supplier", "$s_halden", "share_process", fields={"shared_version": "1"})
    for number, (category, name) in enumerate([("standard", "How standard changes are made"), ("minor", "How minor changes are made"),
                                               ("major", "How major changes are made"), ("emergency", "What to do in an emergency")]):
        say(start, "priya.nair", "create", register="procedure", ref=f"p_{category}",
            fields={"name": name, "for_category": category, "review_by": f"2027-0{number + 3}-31" if number % 2 == 0 else f"2027-0{number + 3}-30",
                    "document": f"https://intranet.northmoor.example/ict/procedures/{category}"})
    for number, (key, name, kind, needs, purpose) in enumerate(ASSETS):
        moment = start + timedelta(minutes=30 + 2 * number)
        ready = [need for need in needs.split() if key_order(need) < number]
        say(moment, "priya.nair", "create", register="asset", ref="a_" + key,
            fields={"name": name, "class": kind, "purpose": purpose, "needs": services(" ".join(ready)),
                    "owner": rng.choice(ENGINEERS + ["owen.bright", "tom.achebe"])})
        act(moment + timedelta(minutes=1), "priya.nair", "asset", "$a_" + key, "adopt",
            fields={"in_service_since": f"{rng.randint(2014, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"})
    for key, _, _, needs, _ in ASSETS:
        if any(key_order(need) > key_order(key) for need in needs.split()):
            say(at(FIRST, 11, 30), "priya.nair", "edit", register="asset", record="$a_" + key, fields={"needs": services(needs)})


def key_order(key):
    return next(number for number, asset in enumerate(ASSETS) if asset[0] == key)


def models():
    for number, (ref, name, purpose, keys, steps, tested, likelihood) in enumerate(MODELS):
        owner, moment = ENGINEERS[number], at(FIRST + timedelta(days=1), 9 + number, 10)
        say(moment, owner, "create", register="standard_change", ref=ref,
            fields={"name": name, "purpose": purpose, "steps": steps, "test_evidence": tested, "services": services(keys),
                    "procedure": "$p_standard"})
        act(moment + timedelta(minutes=12), owner, "standard_change", "$" + ref, "propose")
        act(moment + timedelta(hours=4), "priya.nair", "standard_change", "$" + ref, "approve",
            fields={"impact": "low", "likelihood": likelihood, "expires": "2027-06-30"})


# ------------------------------------------------------------------------------------------------------ one change

def new_ref():
    refs["change"] += 1
    return f"c{refs['change']}"


def open_change(moment, requester, text, begins, ends, **more):
    summary, why, keys, kind, _, _, _, reach = text
    ref = new_ref()
    fields = {"summary": summary, "description": why, "kind": kind, "services": services(keys), "impact_statement": reach,
              "backout_plan": back_out(keys), "steps": plan(keys), "begins": utc(begins), "ends": utc(ends)}
    say(moment, requester, "create", register="change", ref=ref, fields={**fields, **more})
    return ref


def back_out(keys):
    return rng.choice([
        "Restore the snapshot taken before the start; twenty minutes. Decide by half time.",
        "Put the old configuration back from the copy in the change folder, then test sign-in from two stations.",
        "The old equipment stays in place and powered for two weeks; move the cables back.",
        "Stop, tell the Service Desk, and switch to the standby. Nobody needs to be called in.",
        "Withdraw the new version from the update service. Desktops return to the old one at the next restart.",
    ])


def plan(keys):
    return rng.choice([
        "1. Tell the Service Desk and the control room.\n2. Take a copy.\n3. Make the change.\n4. Test with one user.\n5. Tell both again.",
        "1. Check last night's backup.\n2. Change the standby and test it.\n3. Switch over.\n4. Change the other.\n5. Watch for an hour.",
        "1. Freeze requests on the service.\n2. Install.\n3. Run the acceptance list.\n4. Open to the pilot group, then to everyone.",
    ])


def ordinary(day, text, requester, ending="successful"):
    """A change from its first line to wherever the calendar or `ending` stops it."""
    _, _, keys, _, category, impact, likelihood, _ = text
    raised = at(working(day), rng.randint(8, 15), rng.randint(0, 59))
    length = timedelta(minutes=rng.choice([30, 60, 90, 120, 180]))
    cab = next_cab(later(raised, 3)) if category == "major" else None
    earliest = at(working((cab or raised.date() + timedelta(days=5)) + timedelta(days=rng.randint(2, 6))), rng.choice([7, 18, 19, 21, 22]))
    begins = free(keys, earliest, length)
    owner = requester if requester in ENGINEERS and rng.random() < 0.6 else rng.choice(ENGINEERS)
    ref = open_change(raised, requester, text, begins, begins + length, owner=owner, urgency=rng.choice(["planned", "planned", "soon"]))
    record = "$" + ref
    if ending == "draft":
        return record
    moment = raised + timedelta(minutes=rng.randint(10, 180))
    act(moment, requester, "change", record, "submit")
    if ending == "withdrawn":
        say(later(moment, 1), requester, "comment", register="change", record=record, text="No longer needed: it was solved another way.")
        act(later(moment, 2), requester, "change", record, "withdraw")
        return record
    if ending == "submitted":
        return record
    assessor = rng.choice([a for a in ASSESSORS if a != requester])
    assessed = later(moment, 1)
    act(assessed, assessor, "change", record, "assess", fields={"category": category, "impact": impact, "likelihood": likelihood})
    decide(record, text, requester, assessed, cab, begins, begins + length, owner, ending)
    return record


def decide(record, text, requester, assessed, cab, begins, ends, owner, ending):
    category = text[4]
    if category == "major" and cab:
        referred = assessed + timedelta(minutes=40)
        act(referred, manager(referred, requester), "change", record, "refer")
        if referred < at(cab, 9):
            agendas[cab].append((record, requester, ending))
        decided = at(cab, 11, 30) + timedelta(minutes=rng.randint(0, 90))
    else:
        decided = min(later(assessed, 1), begins - timedelta(hours=2))
    decided = max(decided, assessed + timedelta(minutes=50))
    if ending == "undecided":
        return
    person = manager(decided, requester)
    if ending == "rejected":
        act(decided, person, "change", record, "reject", reason="The gain does not justify the stop. Bring it back with the winter release.")
        return
    act(decided, person, "change", record, "approve")
    if ending != "approved":
        carry_out(record, text, begins, ends, owner, ending)


def carry_out(record, text, begins, ends, owner, ending):
    act(begins, owner, "change", record, "start")
    if rng.random() < 0.3:
        say(begins + (ends - begins) / 2, owner, "comment", register="change", record=record,
            text=rng.choice(["Halfway, on time.", "The standby is done and tested; now the live one.", "Ten minutes behind, within the plan.",
                             "Control room told, nothing seen there."]))
    note = {"successful": "As planned.", "with_issues": "Worked, but took longer than planned; the plan is corrected for the next time.",
            "partial": "Half of it is in; the rest needs a part that did not fit.",
            "backed_out": "Stopped at half time as the plan says, and put back. Nothing was lost.",
            "failed": "Did not work, and service was lost until the morning."}[ending]
    act(ends, owner, "change", record, "complete", fields={"outcome": ending, "outcome_note": note})
    if not (text[4] == "major" and ending in ("partial", "backed_out", "failed")):
        closing = later(ends, rng.randint(1, 4))
        act(closing, manager(closing), "change", record, "close")


def standard(day, model, requester, **more):
    """A change that follows a model to the letter."""
    ref, name, purpose, keys, steps = MODELS[model][:5]
    key = rng.choice(keys.split()) if model in (3, 1) else keys.split()[0]
    raised = at(working(day), rng.randint(8, 12), rng.randint(0, 59))
    length = timedelta(minutes=45)
    begins = free(key, at(working(raised.date() + timedelta(days=2)), rng.choice([6, 19, 20])), length)
    text = (name + more.get("suffix", ""), purpose, key, "amendment", "standard", "low", "rare", purpose)
    change = new_ref()
    say(raised, requester, "create", register="change", ref=change,
        fields={"summary": text[0], "description": purpose, "kind": "amendment", "model": "$" + ref, "steps": steps,
                "services": services(key), "impact_statement": purpose, "owner": requester,
                "begins": utc(begins), "ends": utc(begins + length)})
    act(raised + timedelta(minutes=5), requester, "change", "$" + change, "schedule")
    carry_out("$" + change, text, begins, begins + length, requester, more.get("ending", "successful"))
    return "$" + change


# ------------------------------------------------------------------------------------------------------- meetings

agendas = {day: [] for day in CAB_DAYS}


def hold_cabs():
    for number, day in enumerate(CAB_DAYS):
        chair, ref = manager(at(day, 10)), f"m{number + 1}"
        say(at(day, 9, 15), chair, "meeting", board="cab", ref=ref, starts=utc(at(day, 10)))
        seats = {"service_desk_manager": "amy.stott" if number % 5 == 3 else "tom.achebe",
                 "infrastructure_manager": "gareth.hughes" if number % 7 == 4 else "owen.bright",
                 "security_officer": "callum.reid" if number % 6 == 5 else "rafi.aziz"}
        for seat, person in seats.items():
            say(at(day, 9, 55), chair, "attendance", board="cab", meeting="$" + ref, seat=seat, person=person)
        say(at(day, 10, 1), chair, "open", board="cab", meeting="$" + ref)
        for item, (record, _, ending) in enumerate(agendas[day]):
            votes = {person: "for" for person in seats.values()}
            if item % 4 == 2:
                votes[seats["service_desk_manager"]] = "abstain"
            say(at(day, 10, 6 + 6 * item), chair, "decide", board="cab", meeting="$" + ref, record=record, register="change",
                action="discuss", fields={"cab_view": "not_supported" if ending == "rejected" else "supported"}, votes=votes)
        say(at(day, 10, 55), chair, "close", board="cab", meeting="$" + ref)


def emergency(moment, text, requester, ref, ending="successful"):
    """The emergency CAB meets by telephone, at whatever hour; nothing starts before it has agreed."""
    keys, impact, likelihood = text[2], text[5], text[6]
    length = timedelta(minutes=60)
    begins = moment + timedelta(minutes=50)
    for key in keys.split():
        booked.setdefault(key, []).append((begins, begins + length))
    record = "$" + open_change(moment, requester, text, begins, begins + length, owner=requester, urgency="immediate")
    act(moment + timedelta(minutes=4), requester, "change", record, "submit")
    act(moment + timedelta(minutes=15), "sunita.rao", "change", record, "assess",
        fields={"category": "emergency", "impact": impact, "likelihood": likelihood})
    act(moment + timedelta(minutes=17), manager(moment), "change", record, "approve", expect="refused")
    call = moment + timedelta(minutes=20)
    say(call, "priya.nair", "meeting", board="ecab", ref=ref, starts=utc(moment + timedelta(minutes=25)))
    for seat, person in [("infrastructure_manager", "owen.bright"), ("security_officer", "rafi.aziz")]:
        say(call + timedelta(minutes=3), "priya.nair", "attendance", board="ecab", meeting="$" + ref, seat=seat, person=person)
    say(call + timedelta(minutes=5), "priya.nair", "open", board="ecab", meeting="$" + ref)
    say(call + timedelta(minutes=11), "priya.nair", "decide", board="ecab", meeting="$" + ref, record=record, register="change",
        action="ecab_approve", fields={}, votes={"owen.bright": "for", "rafi.aziz": "for"})
    say(call + timedelta(minutes=12), "priya.nair", "close", board="ecab", meeting="$" + ref)
    act(call + timedelta(minutes=15), "priya.nair", "change", record, "approve")
    act(begins, requester, "change", record, "start")
    act(begins + length, requester, "change", record, "complete", fields={"outcome": ending, "outcome_note": "Done while the board stayed on the line."})
    say(later(moment, 1, 10), requester, "edit", register="change", record=record,
        fields={"justification": "Waiting until morning would have left the service on one leg. Agreed by telephone with both members of the board."})
    act(later(moment, 2, 11), "priya.nair", "change", record, "close")
    return record


# ---------------------------------------------------------------------------------------------- what happened when

def all_changes():
    """Sixty told one by one, the rest from models and station by station: a hundred and fifty in all."""
    endings = {3: "backed_out", 5: "with_issues", 12: "rejected", 17: "withdrawn", 21: "rejected", 27: "withdrawn", 33: "with_issues",
               36: "partial", 40: "rejected", 44: "backed_out", 52: "withdrawn"}
    days = sorted(FIRST + timedelta(days=2 + round(index * 112 / 46)) for index in range(46))
    majors = [text for text in CHANGES if text[4] == "major"]
    minors = [text for text in CHANGES if text[4] == "minor"]
    for index, (day, text) in enumerate(zip(days, minors)):
        requester = OFFICERS[index % 4] if index % 9 == 4 else rng.choice(ENGINEERS)
        ordinary(day, text, requester, endings.get(index, "successful"))
    major_days = [date(2026, 7, 22), date(2026, 8, 26), date(2026, 7, 30), date(2026, 8, 5), date(2026, 10, 8), date(2026, 8, 12),
                  date(2026, 9, 16), date(2026, 9, 30), date(2026, 10, 14), date(2026, 10, 28), date(2026, 11, 5), date(2026, 11, 10)]
    fates = ["successful", "failed", "with_issues", "successful", "backed_out", "successful", "successful", "rejected", "successful",
             "approved", "undecided", "undecided"]
    made = [ordinary(day, text, ENGINEERS[index], fate) for index, (day, text, fate) in enumerate(zip(major_days, majors, fates))]
    for station, name in enumerate(STATIONS):
        for which, (summary, why, keys, impact, reach) in enumerate(STATION_CHANGES):
            text = (summary.format(name), why, keys, "amendment", "minor", impact, "possible" if impact == "medium" else "rare", reach.format(name))
            day = FIRST + timedelta(days=3 + station * 7 + which * 2)
            ordinary(day, text, rng.choice(ENGINEERS), "with_issues" if (station + which) % 11 == 7 else "successful")
    return made


def model_changes():
    months = [date(2026, 7, 24), date(2026, 8, 18), date(2026, 9, 15), date(2026, 10, 13), date(2026, 11, 12)]
    for number, day in enumerate(months):
        for model in (0, 1, 2, 5):
            standard(day + timedelta(days=model), model, ENGINEERS[model], suffix=f", {day:%B}")
    for number, name in enumerate(["the public website", "the mail gateway", "remote access", "the web proxy", "the intranet"]):
        standard(FIRST + timedelta(days=12 + 20 * number), 3, "yusuf.demir", suffix=f" for {name}")
    for number, who in enumerate(["the new supplier of cameras", "the regional unit", "the payroll bureau", "the laboratory"]):
        standard(FIRST + timedelta(days=9 + 25 * number), 4, "carl.denny", suffix=f" for {who}")


def emergencies():
    texts = [text for text in CHANGES if text[4] == "emergency"]
    emergency(at(date(2026, 8, 6), 14, 20), texts[0], "kwame.mensah", "e1")
    emergency(at(date(2026, 9, 12), 2, 35), texts[2], "yusuf.demir", "e2")       # the board meets at three in the morning
    emergency(at(date(2026, 10, 22), 19, 5), texts[1], "ewa.nowak", "e3")


def waiting():
    """What lies open at the end, so that everyone has something to do."""
    for day, ending, summary, keys in [(date(2026, 11, 16), "submitted", "Let custody sergeants see medical notes sooner", "custody"),
                                       (date(2026, 11, 17), "submitted", "Send missing person pictures to phones", "mobile"),
                                       (date(2026, 11, 18), "undecided", "Keep web logs for twelve months", "proxy"),
                                       (date(2026, 11, 18), "draft", "Replace projectors in the briefing rooms", "meeting"),
                                       (date(2026, 11, 19), "draft", "Add Welsh to the public website", "website"),
                                       (date(2026, 11, 19), "submitted", "Warn the control room when a dock is full", "bwv"),
                                       (date(2026, 11, 13), "approved", "Move dispatch notes to the new format", "cad_map")]:
        ordinary(day, (summary, "Asked for by the people who use it every day.", keys, "amendment", "minor", "medium", "possible",
                       "Only the people who asked for it."), rng.choice(ENGINEERS), ending)


def under_way():
    """What is being done at the very end, with its outcome still to come."""
    for number, (summary, keys, reach) in enumerate([("Replace the generator's starter at Millbrook", "ups", "Millbrook runs on batteries for ten minutes."),
                                                     ("Move the training portal to the new server", "training", "Courses cannot be opened this afternoon."),
                                                     ("Check every reader of number plates after the storm", "anpr", "One camera at a time."),
                                                     ("Renew the Human Resources forms", "hr", "Human Resources.")]):
        owner, moment = ENGINEERS[number + 3], at(date(2026, 11, 9 + number), 10, 5)
        text = (summary, "Planned since the autumn.", keys, "amendment", "minor", "medium", "rare", reach)
        begins = free(keys, at(date(2026, 11, 20), 12 + number), timedelta(hours=8))
        record = "$" + open_change(moment, owner, text, begins, begins + timedelta(hours=8), owner=owner)
        act(moment + timedelta(minutes=11), owner, "change", record, "submit")
        act(later(moment, 1), "sunita.rao", "change", record, "assess", fields={"category": "minor", "impact": "medium", "likelihood": "rare"})
        act(later(moment, 3), "priya.nair", "change", record, "approve")
        act(begins, owner, "change", record, "start")


def own_change():
    """The Change Manager's own change: somebody else decides it."""
    text = ("Move the change calendar's feed to the new address", "The old address ends with the old intranet search.", "intranet",
            "amendment", "minor", "medium", "rare", "Subscribers of the calendar add the new address.")
    moment = at(date(2026, 9, 3), 9, 20)
    begins = free("intranet", at(date(2026, 9, 10), 18), timedelta(hours=1))
    record = "$" + open_change(moment, "priya.nair", text, begins, begins + timedelta(hours=1), owner="harry.wynn")
    act(moment + timedelta(minutes=5), "priya.nair", "change", record, "submit")
    act(moment + timedelta(hours=2), "gareth.hughes", "change", record, "assess",
        fields={"category": "minor", "impact": "medium", "likelihood": "rare"})
    act(moment + timedelta(hours=3), "priya.nair", "change", record, "approve", expect="refused")
    act(moment + timedelta(hours=4), "owen.bright", "change", record, "approve")
    carry_out(record, text, begins, begins + timedelta(hours=1), "harry.wynn", "successful")


def supplier_change():
    """A supplier raises a change without seeing what else there is; the Change Manager names the services."""
    moment = at(date(2026, 10, 5), 10, 40)
    begins = free("voicerec", at(date(2026, 10, 15), 20), timedelta(hours=2))
    ref = new_ref()
    say(moment, "dean.holloway", "create", register="change", ref=ref,
        fields={"summary": "Correct the search of call recordings", "description": "Searches by extension miss calls that were transferred.",
                "kind": "amendment", "begins": utc(begins), "ends": utc(begins + timedelta(hours=2))})
    say(moment + timedelta(hours=1), "priya.nair", "edit", register="change", record="$" + ref,
        fields={"services": services("voicerec"), "impact_statement": "People who search recordings; recording itself goes on.",
                "owner": "leila.haddad", "supplied_by": "$s_halden"})
    act(moment + timedelta(hours=2), "dean.holloway", "change", "$" + ref, "submit")
    act(moment + timedelta(hours=5), "callum.reid", "change", "$" + ref, "assess",
        fields={"category": "minor", "impact": "medium", "likelihood": "possible"})
    act(later(moment, 2), "priya.nair", "change", "$" + ref, "approve")
    text = ("", "", "voicerec", "", "minor")
    carry_out("$" + ref, text, begins, begins + timedelta(hours=2), "leila.haddad", "successful")


def new_service():
    """A new service comes in through a major change; its checklist is ticked off by Information Security."""
    moment = at(date(2026, 9, 22), 9, 30)
    say(moment, "nadia.okafor", "create", register="asset", ref="a_victim",
        fields={"name": "Victim contact portal", "class": "service", "purpose": "Victims read what happened to their report",
                "needs": services("rms website"), "owner": "nadia.okafor"})
    text = ("Introduce the victim contact portal", "Victims ring 101 to ask what happened to their report.", "victim", "addition", "major",
            "medium", "possible", "Victims who choose to use it; officers see one more field in records.")
    begins = free("victim", at(date(2026, 10, 12), 18), timedelta(hours=3))
    record = "$" + open_change(moment + timedelta(minutes=20), "nadia.okafor", text, begins, begins + timedelta(hours=3),
                               owner="grace.tembo", new_service=True)
    act(moment + timedelta(hours=1), "nadia.okafor", "change", record, "submit")
    act(moment + timedelta(hours=5), "sunita.rao", "change", record, "assess",
        fields={"category": "major", "impact": "medium", "likelihood": "possible"})
    act(moment + timedelta(hours=6), "priya.nair", "change", record, "refer")
    cab = next_cab(moment + timedelta(hours=6))
    agendas[cab].append((record, "nadia.okafor", "successful"))
    act(at(cab, 12), "priya.nair", "change", record, "approve", expect="refused")
    say(at(cab, 15), "rafi.aziz", "edit", register="change", record=record,
        fields={"syops_ready": True, "dpia_ready": True, "accredited": True, "asset_recorded": True})
    act(at(cab, 15, 40), "priya.nair", "change", record, "approve")
    carry_out(record, text, begins, begins + timedelta(hours=3), "grace.tembo", "successful")
    act(begins + timedelta(hours=2), "grace.tembo", "asset", "$a_victim", "go_live")


def excepted_change():
    """Two changes on one service at one time, allowed by a standing exception."""
    text = ("Widen the storage pool of case files", "The pool fills before the month's end.", "casefile", "amendment", "minor", "medium",
            "rare", "Case builders see nothing.")
    begins = free("casefile", at(date(2026, 11, 24), 18), timedelta(hours=2))
    made = []
    for number, requester in enumerate(["daniel.frost", "isla.kerr"]):
        moment = at(date(2026, 11, 11 + number), 9, 10)
        variant = text if number == 0 else ("Count what case files store", *text[1:])
        record = "$" + open_change(moment, requester, variant, begins, begins + timedelta(hours=2), owner=requester)
        act(moment + timedelta(minutes=9), requester, "change", record, "submit")
        act(moment + timedelta(hours=3), "gareth.hughes", "change", record, "assess",
            fields={"category": "minor", "impact": "medium", "likelihood": "rare"})
        made.append(record)
    act(at(date(2026, 11, 13), 9), "priya.nair", "change", made[0], "approve")
    act(at(date(2026, 11, 13), 9, 5), "priya.nair", "change", made[1], "approve", expect="refused")
    say(at(date(2026, 11, 13), 10), "isla.kerr", "create", register="exception", ref="x1",
        fields={"why": "The count only reads, and both are done by one team", "subject": made[1], "until": "2026-11-30"})
    act(at(date(2026, 11, 13), 11), "rafi.aziz", "exception", "$x1", "grant")
    act(at(date(2026, 11, 13), 11, 10), "priya.nair", "change", made[1], "approve")


def reviews():
    """The review of the failed upgrade is complete and its change closed; that of the firewalls is still open."""
    moment = at(date(2026, 9, 16), 14)
    failed, backed_out = majors[1], majors[4]
    act(moment - timedelta(hours=2), "priya.nair", "change", failed, "close", expect="refused")
    say(moment, "priya.nair", "edit", register="review", record="PIR-2026-0001",
        fields={"cause": "The test system held a tenth of the live incidents, so the conversion was never tested at full size.",
                "findings": "The conversion ran out of room after 70 minutes. The back-out worked but began forty minutes late, because nobody had been named to decide it.",
                "lessons": "Every major plan names who decides to back out, and by when. Conversions are rehearsed on a full copy."})
    act(moment + timedelta(minutes=15), "priya.nair", "review", "PIR-2026-0001", "finish")
    act(moment + timedelta(minutes=25), "priya.nair", "change", failed, "close")
    say(at(date(2026, 11, 9), 10, 15), "sian.prosser", "edit", register="review", record="PIR-2026-0002",
        fields={"cause": "Under examination: the second pair did not take over."})
    act(at(date(2026, 11, 9), 10, 40), "priya.nair", "change", backed_out, "close", expect="refused")


def releases():
    done = majors[0]
    say(at(date(2026, 8, 4), 9), "nadia.okafor", "create", register="release", ref="r1",
        fields={"name": "REL-2026.08.1", "summary": "Custody records on the new cluster", "category": "minor", "manager": "nadia.okafor",
                "versions": "Database cluster 11 to 14", "changes": [done], "begins": utc(at(date(2026, 8, 10), 7)), "ends": utc(at(date(2026, 8, 14), 18))})
    act(at(date(2026, 8, 4), 11, 45), "priya.nair", "release", "$r1", "approve")
    act(at(date(2026, 8, 10), 7, 5), "nadia.okafor", "release", "$r1", "deploy")
    act(at(date(2026, 8, 14), 17), "nadia.okafor", "release", "$r1", "finish")
    say(at(date(2026, 11, 12), 9), "nadia.okafor", "create", register="release", ref="r2",
        fields={"name": "REL-2026.12.1", "summary": "Winter release of records management", "category": "major", "manager": "peter.langley",
                "versions": "Records management 13.4 to 14.1", "changes": [majors[10]],
                "begins": utc(at(date(2026, 12, 7), 1)), "ends": utc(at(date(2026, 12, 7), 5))})
    act(at(date(2026, 11, 12), 9, 20), "nadia.okafor", "release", "$r2", "refer", expect="refused")
    act(at(date(2026, 11, 16), 11), "peter.langley", "release", "$r2", "write_plan",
        fields={"plan_text": "Rehearsal on a full copy on 24 and 25 November. Records read-only from 01:00. Go or no-go at 02:30, decided by the Change Manager. Back-out takes 50 minutes."})
    act(at(date(2026, 11, 16), 15), "nadia.okafor", "release", "$r2", "refer")
    say(at(date(2026, 11, 18), 14), "nadia.okafor", "create", register="release", ref="r3",
        fields={"name": "REL-2026.12.2", "summary": "Control room mapping, second step", "category": "minor", "manager": "nadia.okafor"})
    say(at(date(2026, 11, 18), 14, 2), "nadia.okafor", "create", register="release", ref="r4", expect="refused",
        fields={"name": "R2026-3", "summary": "Misnamed on purpose"})


def requests():
    desk = ["amy.stott", "jamal.pryce", "chloe.ashdown", "ravi.menon"]
    people = OFFICERS + ["liam.orchard", "zoe.pemberton", "george.adeyemi", "stefan.petrov", "alice.ng", "brian.tuck"]
    for number in range(48):
        summary, details, users = REQUESTS[number % len(REQUESTS)]
        moment = at(working(FIRST + timedelta(days=4 + number * 5 // 2)), rng.randint(8, 15), rng.randint(0, 59))
        handler, record = desk[number % 4], f"$q{number}"
        say(moment, people[number % len(people)], "create", register="service_request", ref=f"q{number}",
            fields={"summary": summary, "details": details, "users": users})
        if number >= 46:
            continue
        act(moment + timedelta(minutes=rng.randint(15, 200)), handler, "service_request", record, "take")
        if users > 10 and number < 12:
            act(moment + timedelta(hours=5), handler, "service_request", record, "fulfil", expect="refused", fields={"answer": "Folder made larger."})
            act(moment + timedelta(hours=6), handler, "service_request", record, "convert")
        elif number < 44:
            reason = {"reason": "One team asked for it together; it touches nobody else."} if users > 1 else {}
            act(later(moment, 1), handler, "service_request", record, "fulfil", fields={"answer": "Done and tried out together with the person."}, **reason)


def others():
    start, end = (at(day, 0) for day in LEAVE)
    say(at(date(2026, 8, 14), 15), "priya.nair", "deputy", person="priya.nair", deputy="sian.prosser", role="change_manager",
        **{"from": utc(start), "to": utc(end + timedelta(days=1))})
    say(at(date(2026, 8, 14), 15, 2), "priya.nair", "absence", person="priya.nair", **{"from": utc(start), "to": utc(end + timedelta(days=1))})
    say(at(date(2026, 10, 1), 9, 30), "gareth.hughes", "create", register="contravention", ref="v1",
        fields={"summary": "Firewall rule changed at night without the emergency CAB",
                "what": "A rule was opened at 02:10 to bring the mail gateway back. It worked, and was left open until the morning. Nobody called the emergency CAB.",
                "happened": utc(at(date(2026, 9, 30), 2, 10)), "done_by": "carl.denny", "services": services("firewall mail_gw"), "clause_kept": "2.3.n"})
    act(at(date(2026, 10, 2), 14), "priya.nair", "contravention", "$v1", "examine",
        fields={"conclusion": "The person on call did not know that the board meets by telephone. The on-call sheet now carries the number, and the rule was closed."})
    act(at(date(2026, 10, 6), 16), "priya.nair", "contravention", "$v1", "close")
    say(at(date(2026, 11, 17), 16), "mina.shah", "create", register="contravention", ref="v2",
        fields={"summary": "Door controller replaced before its change was approved",
                "what": "The contractor was on site a day early and was let in.", "happened": utc(at(date(2026, 11, 17), 11)),
                "services": services("door"), "clause_kept": "2.3.b"})
    say(at(date(2026, 11, 10), 14), "peter.langley", "create", register="project_item", ref="j1",
        fields={"summary": "Control room move to Millbrook", "description": "First planning of the move in spring: six majors, two of them on telephony."})
    act(at(date(2026, 11, 18), 9), "peter.langley", "project_item", "$j1", "refer")


def papers():
    """Two policies, one in force and one with the co-ordinator; two risks against the appetite; what a change caused."""
    for ref, reference, name, moment in [("d1", "Inf/20", "Change and Release Management", at(date(2026, 9, 1), 10)),
                                         ("d2", "Inf/27", "Acceptable Use", at(date(2026, 11, 16), 10))]:
        say(moment, "rafi.aziz", "create", register="document", ref=ref,
            fields={"reference": reference, "name": name, "version_name": "0.1", "owner": "ruth.calder", "monitor": "priya.nair",
                    "reason": "First version", "agreed_by": "Ruth Calder", "affects_none": "It is about equipment and those who look after it.",
                    "training": "Change Managers and assessors: the course on change management. Nobody else.", "review_by": "2027-08-31"})
        act(moment + timedelta(minutes=20), "rafi.aziz", "document", "$" + ref, "review_rights",
            fields={"human_rights": "Private life and correspondence were considered; none of it is touched."})
        act(moment + timedelta(hours=1), "rafi.aziz", "document", "$" + ref, "propose")
    act(at(date(2026, 9, 3), 11), "moira.keane", "document", "$d1", "publish")
    act(at(date(2026, 9, 7), 9), "moira.keane", "document", "$d1", "promote", fields={"promoted": ["intranet", "portal"]})
    say(at(date(2026, 9, 8), 9), "rafi.aziz", "create", register="appetite", ref="y1",
        fields={"statement": "Little, where the public waits for an answer", "threshold": 8})
    act(at(date(2026, 9, 8), 9, 5), "rafi.aziz", "appetite", "$y1", "adopt")
    for ref, summary, impact, likelihood in [("k1", "Both computer rooms hang on one supplier's line", "high", "possible"),
                                             ("k2", "Laptops older than five years are out of support", "medium", "rare")]:
        say(at(date(2026, 9, 8), 9, 30), "rafi.aziz", "create", register="risk", ref=ref,
            fields={"summary": summary, "impact": impact, "likelihood": likelihood, "owner": "owen.bright"})
    say(at(date(2026, 10, 6), 8, 10), "amy.stott", "create", register="incident", ref="i1",
        fields={"summary": "Nobody at Kingsway can print", "services": services("lan_stations")})
    act(at(date(2026, 10, 6), 9, 40), "amy.stott", "incident", "$i1", "resolve",
        fields={"resolution": "The port was set back as it was.", "caused_by": "$c1"})


if __name__ == "__main__":
    set_up()
    models()
    emergencies()
    majors = all_changes()
    model_changes()
    own_change()
    supplier_change()
    new_service()
    excepted_change()
    waiting()
    under_way()
    reviews()
    releases()
    requests()
    others()
    papers()
    hold_cabs()
    for _, _, command in sorted(lines, key=lambda line: (line[0], line[1])):
        print(json.dumps(command, ensure_ascii=False))
