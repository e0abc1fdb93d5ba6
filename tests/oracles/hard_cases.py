#!/usr/bin/env python3
"""Asks the hard cases of `hard-cases.jsonl` and says which come out otherwise than the text has it: `hard_cases.py [--only TEXT]`.

A case is what `ask.transaction` takes, with `expect`, `why` and `mark`. In `expect`: `outcome`, `review`, `exception` of the United States (a value or
a list of allowed ones), `overall` (outcome of the whole answer), `mayGo`, `entry` (or "none"), `asked` and `says` (texts that the answer must hold),
`silent` (texts that it must not hold). `without` names a folder of the law that is taken away first. Exit codes as of compare.py."""

import argparse
import json
import os
import shutil
import sys
import tempfile

import ask

HERE = os.path.dirname(os.path.abspath(__file__))


def read(path):
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    for case in cases:
        missing = [f for f in ("id", "on", "expect", "why", "mark") if f not in case]
        if missing or not case["expect"] or case["mark"] not in ("T", "A", "S", "M") or set(case["expect"]) - {"outcome", "review", "exception", "overall", "mayGo", "entry", "says", "silent", "asked"}:
            raise SystemExit(f"{path}: case {case.get('id')} lacks {', '.join(missing) or 'a known expectation or mark'}")
    if len({c["id"] for c in cases}) != len(cases):
        raise SystemExit(f"{path}: two cases have one id")
    return cases


def allowed(value, expected):
    return value in expected if isinstance(expected, list) else value == expected


def wrong(case, answer):
    """What comes out otherwise than expected, in words."""
    found, expect, text = ask.bis(answer), case["expect"], json.dumps(answer, ensure_ascii=False)
    entries = [c for c in answer.get("classifications", []) if c.startswith(("3A090", "4A090"))] or ["none"]
    told = {"outcome": found["outcome"], "review": found["review"], "exception": found["exception"], "overall": answer["outcome"], "mayGo": answer.get("mayGo", False), "entry": entries[0]}
    out = [f"{k} {told[k]}, not {expect[k]}" for k in told if k in expect and not allowed(told[k], expect[k])]
    if answer["outcome"] == "refused":
        out += [f"refused: {'; '.join(found['problems'])}"]
    out += [f"does not say «{t}»" for t in expect.get("says", []) if t.lower() not in text.lower()]
    out += [f"says «{t}»" for t in expect.get("silent", []) if t.lower() in text.lower()]
    out += [f"does not ask {a}" for a in expect.get("asked", []) if a not in [row["authority"] for row in answer.get("authorities", [])]]
    return out


def answers_of(cases):
    """Answers by id; cases that take a folder of the law away are asked with a copy that lacks it."""
    answers = {}
    for lack in sorted({c.get("without", "") for c in cases}):
        group = [c for c in cases if c.get("without", "") == lack]
        if not lack:
            answers |= ask.ask(group)
            continue
        with tempfile.TemporaryDirectory(prefix="proviso-law-") as folder:
            law = os.path.join(folder, "law")
            shutil.copytree(os.path.join(ask.ROOT, "law"), law)
            for name in lack.split():
                for found in os.listdir(law) if name == "all" else [name]:
                    gone = os.path.join(law, found)
                    if os.path.isdir(gone):
                        shutil.rmtree(gone)
            answers |= ask.ask(group, "--law", law, none_is_an_error=False)
    return answers


def main():
    parser = argparse.ArgumentParser(description="Asks the hard cases.")
    parser.add_argument("--cases", default=os.path.join(HERE, "hard-cases.jsonl"))
    parser.add_argument("--open", default=os.path.join(HERE, "explained", "hard-cases.jsonl"), help="cases known to come out otherwise, with the reason")
    parser.add_argument("--only", default="", help="only cases whose id holds this text")
    given = parser.parse_args()
    cases = [c for c in read(given.cases) if given.only in c["id"]]
    if not cases:
        print("no such case")
        return 2
    known = {}
    if os.path.exists(given.open):
        with open(given.open, encoding="utf-8") as file:
            known = {row["id"]: row["reason"] for row in (json.loads(line) for line in file if line.strip())}
    answers = answers_of(cases)
    differ = settled = 0
    for case in cases:
        out = wrong(case, answers[case["id"]])
        if out and case["id"] in known:
            settled += 1
            print(f"open {case['id']}: {'; '.join(out)} ({known[case['id']]})")
        elif out:
            differ += 1
            print(f"DIFFERENT {case['id']} ({case['mark']}): {'; '.join(out)}. {case['why']}")
        elif case["id"] in known:
            differ += 1
            print(f"STALE {case['id']}: comes out as the text has it, and is listed as open")
    print(f"{len(cases)} cases, {len(cases) - differ - settled} as the text has it, {settled} open, {differ} differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
