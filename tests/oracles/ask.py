"""Asks Proviso in one batch. What stands in a case, and nothing else, is told to it; every company is made up."""

import json
import os
import shlex
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# A case: on, to, kind, item (fields of docs/reference/transaction.md) or product, and what differs from the ordinary.
ORDINARY = {"from": "US", "kind": "export", "endUse": "commercial-datacenter", "quantity": 100}


def party(role, country, headquarters, parent, more=None):
    """One made-up party: on no list, not military. A place that is None is left out, so that it is unknown."""
    row = {"role": role, "name": f"Made-up {role} {country or 'nowhere'}", "listings": [], "military": "no", "militaryIntelligence": "no"}
    if country:
        row["country"] = country
    if headquarters:
        row["headquarters"] = headquarters
    if parent:
        row["ultimateParent"] = parent
    row.update(more or {})
    return row


def transaction(case):
    """The transaction of a case: an exporter at home where the goods start, and an end user at their destination."""
    c = {**ORDINARY, **case}
    hq = c.get("hq", c["to"])
    start = c["from"]
    row = {"id": c["id"], "date": c["on"], "quantity": c["quantity"], "kind": c["kind"], "origin": start, "destination": c["to"], "endUse": c["endUse"]}
    if "product" in c:
        row["product"] = c["product"]
    if "item" in c:
        row["item"] = {"model": "other", "subjectToEar": "yes", "developerHeadquarters": "US", **c["item"]}
    home = c.get("exporter", start)
    # Letters bind the company they were sent to; an ordinary case is about another one, and says so.
    row["parties"] = [party("exporter", start, home, "self", {"group": c.get("company", "other")})]
    row["parties"] += [party("end-user", c.get("at", c["to"]), hq, c.get("parent", "self" if hq else None), c.get("buyer"))]
    row["parties"] += [party(p["role"], p.get("country"), p.get("headquarters"), p.get("parent", "self"), p.get("more")) for p in c.get("others", [])]
    row["screening"] = {"on": c["on"], "by": "made-up desk", "result": "none-listed", "owners": "none-listed"}
    if c.get("unscreened"):
        del row["screening"]
    for field in ("evidence", "certifications", "facts"):
        if field in c:
            row[field] = c[field]
    row.update(c.get("fields", {}))
    return stated(row)


def stated(value):
    """What is None in a case is not told at all: an unknown fact."""
    if isinstance(value, dict):
        return {k: stated(v) for k, v in value.items() if v is not None}
    return [stated(v) for v in value] if isinstance(value, list) else value


def command():
    """The program: `PROVISO` as a command line, else the one of this checkout."""
    return shlex.split(os.environ["PROVISO"]) if os.environ.get("PROVISO") else [os.path.join(ROOT, "proviso")]


def environment():
    """Lists that somebody keeps on this machine must not answer here."""
    own = {k: v for k, v in os.environ.items() if k != "PROVISO_LISTS"}
    own["XDG_DATA_HOME"] = os.path.join(tempfile.gettempdir(), "proviso-oracles-no-such-folder")
    own.setdefault("PROVISO_HOME", ROOT)
    return own


def ask(cases, *options, none_is_an_error=True):
    """The answers by id. An answer that is missing is an error here: it must never read as agreement."""
    with tempfile.TemporaryDirectory(prefix="proviso-oracle-") as folder:
        path = os.path.join(folder, "cases.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for case in cases:
                file.write(json.dumps(transaction(case)) + "\n")
        run = subprocess.run([*command(), "check", path, "--format", "json", *options], capture_output=True, text=True, env=environment(), cwd=ROOT, check=False)
    answers = {}
    for text in [run.stdout] if len(cases) == 1 and run.stdout.strip() else run.stdout.splitlines():
        answer = json.loads(text)
        answers[answer.get("id") or cases[answer["line"] - 1]["id"]] = answer
    lost = [c["id"] for c in cases if c["id"] not in answers]
    if lost and none_is_an_error:
        raise SystemExit(f"{len(lost)} cases have no answer, the first {lost[0]}; the program said: {run.stderr.strip()[:2000]}")
    for name in lost:
        answers[name] = {"outcome": "error", "mayGo": False, "authorities": [], "classifications": [], "said": run.stderr.strip()[:500]}
    return answers


def bis(answer):
    """The part of the United States, in few words: outcome, review, exception."""
    if answer["outcome"] == "refused":
        return {"outcome": "refused", "review": None, "exception": None, "problems": [p["message"] for p in answer["problems"]]}
    for row in answer["authorities"]:
        if row["authority"] == "us.bis":
            return {"outcome": row["outcome"], "review": row["review"], "exception": row["exception"], "missing": [m["fact"] if isinstance(m, dict) else m for m in row["missing"]]}
    return {"outcome": "not-asked", "review": None, "exception": None, "missing": []}
