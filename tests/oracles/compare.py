#!/usr/bin/env python3
"""Holds Proviso against an encoding by somebody else: `compare.py chip-table --oracle DIR`. README.md says where each is.

Exit codes: 0 they agree, or every difference is explained; 1 a difference nobody explained, or an explanation that no longer fits;
2 wrong usage; 77 nothing was compared, and the line says why."""

import argparse
import json
import os
import sys

import ask
import oracles

NOT_RUN = 77


def explanations(path):
    """The explained differences: each says on which cases, what each side says, who is right and by what source, and how many there are."""
    if not os.path.exists(path):
        return []
    rows = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            row = json.loads(line)
            missing = [f for f in ("where", "ours", "theirs", "right", "source", "cases") if f not in row]
            if missing or row["right"] not in ("ours", "theirs", "neither", "open"):
                raise SystemExit(f"{path}:{number}: an explanation needs where, ours, theirs, right, source and cases ({', '.join(missing) or row['right']})")
            rows.append(row)
    return rows


def fits(row, case, ours, theirs):
    """Whether an explanation speaks of this difference. A field of `where` is a value, or a list of values."""
    def one(value, allowed):
        return value in allowed if isinstance(allowed, list) else value == allowed
    return one(ours, row["ours"]) and one(theirs, row["theirs"]) and all(one(case.get(k), v) for k, v in row["where"].items())


def main():
    parser = argparse.ArgumentParser(description="Holds Proviso against an encoding by somebody else.")
    parser.add_argument("name", choices=[*oracles.ORACLES, "made-up"])
    parser.add_argument("--oracle", help="a checkout, or a bare git directory, that holds the commit named in README.md")
    parser.add_argument("--explained", help="the explained differences; default: explained/NAME.jsonl beside this file")
    parser.add_argument("--every", action="store_true", help="print explained differences one by one as well")
    given = parser.parse_args()
    try:
        if given.name == "made-up":
            oracle, options, cases = {"repository": "made up", "commit": "none", "speaks": "made-up cases"}, (), oracles.made_up(given.oracle)
        else:
            oracle, build, options = oracles.ORACLES[given.name]
            with oracles.Checkout(oracle, given.oracle) as checkout:
                cases = build(checkout)
    except oracles.Absent as absent:
        print(absent)
        return NOT_RUN

    explained = explanations(given.explained or os.path.join(os.path.dirname(os.path.abspath(__file__)), "explained", f"{given.name}.jsonl"))
    if not cases:
        print("no case was built: that is a fault, not agreement")
        return 1
    if len({c["id"] for c in cases}) != len(cases):
        print("two cases have one id: that is a fault")
        return 1
    answers = ask.ask(cases, *options)
    agreed, open_ones, counts = 0, [], [0] * len(explained)
    for case in cases:
        answer = answers[case["id"]]
        ours, theirs = answer["outcome"] if answer["outcome"] in ("refused", "error") else case["ours"](answer), case["theirs"]
        if ours == theirs:
            agreed += 1
            continue
        row = next((i for i, e in enumerate(explained) if fits(e, case, ours, theirs)), None)
        if row is None:
            open_ones.append(case["id"])
            print(f"DIFFERENT {case['id']}: Proviso says {ours}, {oracle['repository']} says {theirs}")
        else:
            counts[row] += 1
            if given.every:
                print(f"explained {case['id']}: Proviso says {ours}, {oracle['repository']} says {theirs}; right: {explained[row]['right']}")
    stale = [(e, n) for e, n in zip(explained, counts, strict=True) if e["cases"] != n]
    for row, count in stale:
        print(f"STALE explanation (for {row['cases']} cases, fits {count}): {row['source']}")
    print(f"{oracle['repository']} at {oracle['commit'][:8]}: {oracle['speaks']}")
    for right in ("ours", "theirs", "neither", "open"):
        total = sum(n for e, n in zip(explained, counts, strict=True) if e["right"] == right)
        if total:
            print(f"  {total} explained, right: {right}")
    print(f"{len(cases)} cases, {agreed} agree, {sum(counts)} differ and are explained, {len(open_ones)} differ")
    return 1 if open_ones or stale else 0


if __name__ == "__main__":
    sys.exit(main())
