#!/usr/bin/env python3
"""Asks Proviso and `reference_us.py` the same few thousand questions and prints every difference: `reference_check.py [--cases N] [--seed S]`.

Days around every change, places of every group, headquarters and parents, kinds, tiers on both sides of every threshold. Exit codes as of compare.py."""

import argparse
import json
import os
import random
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import ask
import reference_us as us

CHANGES = ["2022-10-21", "2023-01-17", "2023-11-17", "2024-03-15", "2024-04-04", "2024-05-30", "2024-12-02", "2024-12-31", "2025-01-13", "2025-05-13", "2025-05-15", "2025-09-02",
           "2025-11-07", "2026-01-15", "2026-02-03", "2026-05-31", "2026-07-10", "2026-07-14", "2026-07-23", "2026-10-01", "2027-04-07"]
DAYS = sorted({str(date.fromisoformat(c) + timedelta(days=n)) for c in CHANGES for n in (-1, 0, 1)} | {"2023-06-01", "2024-06-03", "2025-06-03", "2026-03-02", "2026-11-25", "2027-02-01"})
PLACES = ["CN", "HK", "MO", "KH", "NI", "VN", "MM", "AE", "SA", "QA", "IL", "TW", "SG", "MX", "CY", "MT", "DE", "JP", "IN", "MY", "TH", "BR", "PK", "EG", "AM", "KZ", "AF", "IQ", "LB", "LY",
          "HT", "ZW", "VE", "SS", "CD", "CF", "ER", "SD", "SO", "LA", "MD", "YE", "UZ", "GE", "MN", "AZ", "KG", "TJ", "TM", "BH", "JO", "KW", "OM", "KR", "ZA", "AL", "ID", "KE", "ET", "TR", "RU",
          "BY", "IR", "KP", "SY", "CU"]
# Drawn more often: those that moved, and those that the rules name.
PLACES += ["KH", "NI", "CY", "AE", "CN", "MO", "VN", "SG", "DE"] * 3
# Who receives it in the Emirates, in the words of the vocabulary and of the reference.
EMIRATES = {"other": None, "uae-government": "AE-government", "g42": "AE-supplement-8", "core42": "AE-supplement-8", "us-ai-company": "US-AI"}
STARTS = ["US", "US", "US", "SG", "TW", "DE", "CN", "VN"]
F = Fraction
ITEMS = {
    "a dc": us.Item(tpp=F(15832), area=F(814), transfer=F(900), dram=F(3350), us_sale=date(2022, 9, 1)),
    "a dc, H200-like": us.Item(tpp=F(15832), area=F(814), transfer=F(900), dram=F(4800), us_sale=date(2024, 6, 1)),
    "a dc, above 21,000": us.Item(tpp=F(36000), area=F(1628), transfer=F(1800), dram=F(8000), us_sale=date(2024, 12, 1)),
    "a dc, exactly 21,000": us.Item(tpp=F(21000), area=F(1000), transfer=F(900), dram=F(5300), us_sale=date(2023, 12, 1)),
    "a dc, dram 6,500": us.Item(tpp=F(20000), area=F(1000), transfer=F(900), dram=F(6500), us_sale=date(2023, 12, 1)),
    "a dc, sold since 2026-01-16": us.Item(tpp=F(20000), area=F(1000), transfer=F(900), dram=F(5000), us_sale=date(2026, 1, 16)),
    "a dc by density, transfer 400": us.Item(tpp=F(1600), area=F(270), transfer=F(400), dram=F(1000), us_sale=date(2023, 1, 1)),
    "a other": us.Item(tpp=F(5285), area=F("608.5"), transfer=F(64), dram=F(1008), datacenter=False, us_sale=date(2022, 10, 12)),
    "a other, exactly 4,800": us.Item(tpp=F(4800), area=F(600), transfer=F(600), dram=F(1008), datacenter=False, us_sale=date(2022, 10, 12)),
    "b dc": us.Item(tpp=F(2896), area=F(790), transfer=F(100), dram=F(1600), us_sale=date(2022, 3, 1)),
    "b dc, exactly 2,400 and 1.6": us.Item(tpp=F(2400), area=F(1500), transfer=F(100), dram=F(1600), us_sale=date(2022, 3, 1)),
    "b dc, 1,600 and 3.2": us.Item(tpp=F(1600), area=F(500), transfer=F(100), dram=F(1600), us_sale=date(2022, 3, 1)),
    "none dc, 2,368 and 2.91": us.Item(tpp=F(2368), area=F(814), transfer=F(900), dram=F(4000), us_sale=None),
    "none other, 4,799.999": us.Item(tpp=F("4799.999"), area=F(600), transfer=F(600), dram=F(1008), datacenter=False, us_sale=date(2022, 10, 12)),
    "c": us.Item(kind="hbm", hbm_bandwidth=F(819), hbm_area=F(110)),
    "hbm at 2": us.Item(kind="hbm", hbm_bandwidth=F(220), hbm_area=F(110)),
    "computer a": us.Item(kind="computer", tpp=F(15832), area=F(814), transfer=F(900), dram=F(3350), us_sale=date(2022, 9, 1)),
    "computer b": us.Item(kind="computer", tpp=F(2896), area=F(790), transfer=F(100), dram=F(1600), us_sale=date(2022, 3, 1)),
}


def decimal(value):
    return int(value) if value.denominator == 1 else float(value)


def stated(item):
    """An item of the reference as a transaction states it."""
    if item.kind == "hbm":
        return {"kind": "hbm", "hbmBandwidth": decimal(item.hbm_bandwidth), "hbmArea": decimal(item.hbm_area)}
    row = {"kind": item.kind, "tpp": decimal(item.tpp), "dieArea": decimal(item.area), "transferRate": decimal(item.transfer), "dramBandwidth": decimal(item.dram), "datacenter": "yes" if item.datacenter else "no"}
    if item.us_sale:
        row["usSaleSince"] = str(item.us_sale)
    return row


def build(count, seed):
    """Drawn cases, half of them at home at the destination; the same seed gives the same cases."""
    draw = random.Random(seed)
    cases = []
    for number in range(count):
        on, to, name = draw.choice(DAYS), draw.choice(PLACES), draw.choice(list(ITEMS))
        kind = draw.choice(["export", "export", "reexport", "in-country-transfer"])
        start = to if kind == "in-country-transfer" else "US" if kind == "export" else draw.choice([s for s in STARTS if s not in ("US", to)])
        hq = draw.choice([to, to, draw.choice(PLACES), "US"])
        parent = draw.choice([hq, hq, hq, draw.choice(PLACES)])
        named = draw.choice(list(EMIRATES)) if to == "AE" and draw.random() < 0.5 else "other"
        others = []
        if to != "AE" and draw.random() < 0.3:
            place = draw.choice(["CN", "HK", "MO", "KH", "VE", "NI", "CY", "SG", "DE", "US"])
            others = [{"role": draw.choice(["purchaser", "intermediate-consignee", "ultimate-consignee", "forwarder"]), "country": draw.choice(["DE", "SG", "JP"]), "headquarters": place,
                       "parent": draw.choice([place, "CN", "US"])}]
        cases.append({"id": f"r{number}", "others": others, "facts": {"recipient.named": [named]}, "named": named, "on": on, "to": to, "from": start, "kind": kind, "hq": hq, "parent": parent, "item": stated(ITEMS[name]), "name": name, "exporter": draw.choice(["US", "US", "CN", "MO", "CY"]),
                      "endUse": "commercial-datacenter" if ITEMS[name].datacenter else "consumer", "evidence": [{"kind": "purchase-order"}, {"kind": "nac-confirmation", "reference": "made-up-1"}]})
    return cases


def differences(case, answer):
    """What differs, in words; nothing where they agree."""
    expected = us.answer(ITEMS[case["name"]], date.fromisoformat(case["on"]), case["to"], case["from"], case["kind"], case["hq"], case["parent"], EMIRATES[case["named"]],
                         [(p["role"], p["headquarters"], p["parent"]) for p in case["others"]])
    found = ask.bis(answer)
    entry = next((c for c in answer["classifications"] if c.startswith(("3A090", "4A090"))), None)
    told = None if entry is None else entry[6:] or "2022"
    wrong = []
    if (expected.tier or None) != told and not (expected.tier == "2022" and entry):
        wrong.append(f"tier {expected.tier} but {entry}")
    if found["outcome"] not in expected.outcomes:
        wrong.append(f"{'/'.join(sorted(expected.outcomes))} but {found['outcome']}{' for want of ' + ', '.join(found['missing']) if found.get('missing') else ''}")
    elif found["outcome"] == "license-required" and expected.reviews and found["review"] not in expected.reviews:
        wrong.append(f"review {'/'.join(str(r) for r in sorted(expected.reviews, key=str))} but {found['review']}")
    elif found["outcome"] == "license-exception" and expected.exception in ("NAC", "ACA") and found["exception"] != expected.exception:
        wrong.append(f"{expected.exception} but {found['exception']}")
    return wrong, expected


# Facts that may be left out of a case, one at a time.
FORGOTTEN = ("hq", "parent", "kind", "from", "to", "datacenter", "dieArea", "tpp", "transferRate", "dramBandwidth", "usSaleSince", "hbmArea", "hbmBandwidth", "subjectToEar", "developerHeadquarters", "recipient.named")


STRICTER = ("not-subject", "no-license-required", "license-exception", "license-required", "prohibited", "undetermined", "not-encoded")


def forget(case, fact):
    """The case without that fact, or None where it has none."""
    held = {"subjectToEar", "developerHeadquarters"} | set(case["item"])
    if fact in ("hq", "parent"):
        return {**case, fact: None, "at": case["to"]}
    if fact in ("kind", "from", "to"):
        name = {"kind": "kind", "from": "origin", "to": "destination"}[fact]
        return {**case, "fields": {name: None}}
    if fact == "recipient.named":
        return {k: v for k, v in case.items() if k != "facts"}
    return {**case, "item": {**case["item"], fact: None}} if fact in held else None


def forgetting(cases, answers):
    """Cases that are settled without a fact, and otherwise with it: an unknown fact may leave an answer open or as it is, never make another one."""
    pairs = []
    for number, case in enumerate(cases):
        fact = FORGOTTEN[number % len(FORGOTTEN)]
        less = forget(case, fact)
        if less is not None:
            pairs.append((case, fact, {**less, "id": f"{case['id']}-without"}))
    found = ask.ask([p[2] for p in pairs])
    for case, fact, less in pairs:
        whole, part = ask.bis(answers[case["id"]]), ask.bis(found[less["id"]])
        if part["outcome"] in ("undetermined", "refused"):
            continue
        # An exemption is claimed by name or not at all: who names nobody is asked as everybody is, which may be stricter and never milder.
        if fact == "recipient.named" and part["outcome"] in STRICTER[STRICTER.index(whole["outcome"]):]:
            continue
        if part["outcome"] != whole["outcome"] and not (whole["outcome"] == "undetermined" and not found[less["id"]]["mayGo"]):
            yield f"{case['on']} {case['name']} {case['kind']} {case['from']} to {case['to']}, headquarters {case['hq']}, parent {case['parent']}: {whole['outcome']}, and without {fact} {part['outcome']}"
    yield len(pairs)


def told_others(case):
    return "".join(f", {p['role']} headquartered {p['headquarters']} parent {p['parent']}" for p in case["others"]) + f", exporter {case['exporter']}"


def main():
    parser = argparse.ArgumentParser(description="Asks Proviso and the reference the same questions.")
    parser.add_argument("--cases", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--explained", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "explained", "reference.jsonl"))
    parser.add_argument("--each", action="store_true", help="print every case that differs, not three of a kind")
    given = parser.parse_args()
    cases = build(given.cases, given.seed)
    answers = ask.ask(cases)
    explained = []
    if os.path.exists(given.explained):
        with open(given.explained, encoding="utf-8") as file:
            explained = [json.loads(line) for line in file if line.strip()]
    kinds, shown, agreed, settled = Counter(), Counter(), 0, 0
    for case in cases:
        wrong, expected = differences(case, answers[case["id"]])
        if not wrong:
            agreed += 1
            continue
        if any(all(case.get(k) in v if isinstance(v, list) else case.get(k) == v for k, v in e["where"].items()) and e["says"] in "; ".join(wrong) for e in explained):
            settled += 1
            continue
        for text in wrong:
            kinds[text] += 1
        kind = "; ".join(wrong)
        if given.each or shown[kind] < 3:
            shown[kind] += 1
            print(f"DIFFERENT {case['on']} {case['name']} {case['kind']} {case['from']} to {case['to']}, headquarters {case['hq']}, parent {case['parent']}{told_others(case)}: {kind} ({expected.why or 'nothing asks'})")
    for kind, count in kinds.most_common():
        print(f"  {count:5} {kind}")
    differ = len(cases) - agreed - settled
    print(f"{len(cases)} cases, {agreed} agree, {settled} differ and are explained, {differ} differ")
    *turned, asked = forgetting(cases, answers)
    for text in turned[:30]:
        print(f"TURNED {text}")
    print(f"{asked} asked again without one fact, {len(turned)} settled otherwise")
    return 1 if differ or turned else 0


if __name__ == "__main__":
    sys.exit(main())
