"""The encodings by others that Proviso is held against: where each is, what is asked of it, and how its own words read.

Nothing of them is kept here. A checkout is given by whoever runs this; it is unpacked at the commit named below into a temporary folder,
and its own code answers there, without network."""

import json
import os
import shutil
import subprocess
import tempfile
from fractions import Fraction

CHIP_TABLE = {
    "repository": "s-w-kelly/chip-export-controls", "commit": "05b5767c8a51ebb4b60e9df06abeb578b3514c31", "needs": "node",
    "speaks": "the tier of a chip by its figures and market since 2023-11-17, as its calculator has it, and a table of chips with their entries",
}
THRESHOLDS = {
    "repository": "airensurzyn/export-control-threshold-analysis", "commit": "1790e6862e9ad4f9202315916cade5276f5897eb", "needs": "python3",
    "speaks": "whether a chip is controlled under the rules of October 2022 and October 2023, and its review for China since January 2026",
}
AGENT = {
    "repository": "seelpeed-debug/export-controls-agent-mcp", "commit": "5847b092f2a44117b2e18d06a8c6aa3e16106250", "needs": "node",
    "speaks": "country groups as of 2026-07-23, requirements of 3A090 by destination on the text, the headquarters test of 744.23(a)(3)",
}

# The programs below are ours: each loads the other's files and hands over what they say, one answer a question.
CHIP_TABLE_PROGRAM = r"""
import fs from 'node:fs';
const page = fs.readFileSync('src/components/ChipExportTracker.jsx', 'utf8');
const from = page.indexOf('const getControlStatus =');
const to = page.indexOf('\n  };', from);
if (from < 0 || to < 0) throw new Error('its calculator is not where it was');
const status = new Function('statusColors', page.slice(from, to) + '\n};\nreturn getControlStatus;')({});
fs.copyFileSync('src/data/chipData.js', 'chipData.copy.mjs');
const { chipData } = await import(process.cwd() + '/chipData.copy.mjs');
const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
if (asked === 'rows') {
  console.log(JSON.stringify(chipData.map(c => ({ name: c.name, tpp: c.tpp, density: c.pd, entry: c.eccn, status: c.controlStatus }))));
} else {
  console.log(JSON.stringify(asked.map(q => { const s = status(q.tpp, q.density, q.datacenter); return { entry: s.eccn, status: s.status }; })));
}
"""

THRESHOLDS_PROGRAM = r"""
import json, sys
sys.path.insert(0, '.')
import rules
from tpp_calculator import Chip
answers = []
for q in json.load(sys.stdin):
    chip = Chip(name='made up', dense_throughput={q['bits']: q['tera']}, die_area_mm2=q['area'], interconnect_gbps=q['transfer'], memory_bandwidth_gbps=q['dram'])
    answers.append({'2022': rules.classify_2022(chip), '2023': rules.classify_2023(chip), '2026': rules.classify_2026_cn(chip)}[q['rule']])
print(json.dumps(answers))
"""

AGENT_PROGRAM = r"""
import fs from 'node:fs';
const { resolveCountry } = await import(process.cwd() + '/src/lib/countries.js');
const { assessCountryChartRequirement } = await import(process.cwd() + '/src/rules/country-chart.js');
const part744 = await import(process.cwd() + '/src/rules/part744.js');
const regions = new Intl.DisplayNames(['en'], { type: 'region' });
const own = { MO: 'Macau', HK: 'Hong Kong', CD: 'Congo (Democratic Republic of)', CG: 'Congo (Republic of)', KP: 'Korea, North', KR: 'Korea, South', MM: 'Burma', SS: 'South Sudan, Republic of', CI: "Cote d'Ivoire" };
const name = code => own[code] ?? regions.of(code).replace('&', 'and');
const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
console.log(JSON.stringify(asked.map(q => {
  const place = resolveCountry(name(q.to));
  if (!place.resolved) return { resolved: false };
  const chart = assessCountryChartRequirement({ eccn: q.eccn, destination: name(q.to) });
  const stability = (chart.requirements ?? []).filter(r => r.reason === 'RS').map(r => r.determination);
  const end = part744.checkPart744({ destinationCountry: name(q.to), eccn: q.eccn, endUserScreening: { screeningPerformed: true, headquarteredInMacauOrD5: q.quartered } });
  return {
    resolved: true, groups: place.groups, stability, chart: chart.status,
    quartered: JSON.stringify(end).includes('744.23(a)(3)"'),
  };
})));
"""


class Absent(Exception):
    """The oracle cannot be asked here; the text says why. Nothing was compared."""


class Checkout:
    """The files of one commit in a temporary folder, and its code run there without network."""

    def __init__(self, oracle, source):
        if not source or not os.path.isdir(source):
            raise Absent(f"oracle files absent: not run ({oracle['repository']} at {oracle['commit'][:8]})")
        if shutil.which(oracle["needs"]) is None:
            raise Absent(f"{oracle['needs']} is not installed: not run")
        if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode != 0:
            raise Absent("the network cannot be cut off here (unshare -rn): foreign code is not run")
        archive = subprocess.run(["git", "-C", source, "archive", oracle["commit"]], capture_output=True, check=False)
        if archive.returncode != 0:
            raise Absent(f"oracle files absent: not run ({source} does not hold {oracle['repository']} at {oracle['commit'][:8]})")
        self.needs = oracle["needs"]
        self.folder = tempfile.mkdtemp(prefix="proviso-oracle-")
        subprocess.run(["tar", "-x", "-C", self.folder], input=archive.stdout, check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, program, question):
        name = "asked.mjs" if self.needs == "node" else "asked.py"
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(program)
        own = {"PATH": os.environ["PATH"], "HOME": self.folder, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(["unshare", "-rn", self.needs, name], cwd=self.folder, input=json.dumps(question), capture_output=True, text=True, env=own, timeout=300, check=False)
        if run.returncode != 0:
            raise SystemExit(f"the oracle failed on our questions: {run.stderr.strip()[-1500:]}")
        return json.loads(run.stdout)


# ---- what is asked -------------------------------------------------------------------------------------------------------------

TPP = ["1", "1000", "1599.999", "1600", "1600.001", "1912", "2000", "2368", "2399.999", "2400", "2400.001", "3000", "4000", "4707", "4799.999", "4800", "4800.001", "4992", "5285", "15832", "20999.999", "21000", "36000"]
DENSITY = ["0.5", "1.599", "1.6", "1.601", "2.91", "3.199", "3.2", "3.201", "4.5", "5.919", "5.92", "5.921", "8", "20"]


def area(tpp, density):
    """A die area of at most six decimals that puts the density at the one asked for, or as near as six decimals allow."""
    return f"{float(Fraction(tpp) / Fraction(density)):.6f}".rstrip("0").rstrip(".")


def figures():
    """Chips on both sides of every threshold: figures, and the density that the figures really have."""
    for tpp in TPP:
        for density in DENSITY:
            size = area(tpp, density)
            if not 1 <= float(size) <= 1_000_000:
                continue
            yield tpp, size, Fraction(tpp) / Fraction(size)
    # Densities that lie exactly on a threshold whatever the rounding: 500 mm2 and 800 mm2.
    for size in ("500", "800", "250"):
        for density in ("1.6", "3.2", "5.92"):
            tpp = Fraction(size) * Fraction(density)
            for shift in (Fraction(-1, 1000), Fraction(0), Fraction(1, 1000)):
                yield f"{float(tpp + shift):.3f}", size, (tpp + shift) / Fraction(size)


def tier(classifications, datacenter):
    """Our entry, in the words of its calculator: a full license, a notified exception, or nothing."""
    if "3A090.a" in classifications:
        return "license" if datacenter else "exception"
    return "exception" if "3A090.b" in classifications else "none"


def chip_table(checkout):
    """Cases of the calculator on two days, then the rows of its table."""
    cases = []
    for number, (tpp, size, density) in enumerate(figures()):
        for datacenter in (True, False):
            for on in ("2023-11-17", "2026-02-10"):
                item = {"kind": "integrated-circuit", "tpp": float(tpp), "dieArea": float(size), "datacenter": "yes" if datacenter else "no", "transferRate": 600, "dramBandwidth": 3000}
                cases.append({"id": f"figures-{number}-{'dc' if datacenter else 'other'}-{on}", "on": on, "to": "CN", "item": item, "tpp": float(tpp), "density": float(density), "datacenter": datacenter})
    answers = checkout.ask(CHIP_TABLE_PROGRAM, [{k: c[k] for k in ("tpp", "density", "datacenter")} for c in cases])
    words = {"Controlled": "license", "Controlled but NAC/ACA eligible": "exception", "Not controlled": "none"}
    for case, answer in zip(cases, answers, strict=True):
        case["theirs"] = words.get(answer["status"], answer["status"])
        case["ours"] = lambda a, c=case: tier(a["classifications"], c["datacenter"])
    for row in checkout.ask(CHIP_TABLE_PROGRAM, "rows"):
        size = area(str(row["tpp"]), str(row["density"]))
        item = {"kind": "integrated-circuit", "tpp": row["tpp"], "dieArea": float(size), "datacenter": "yes", "transferRate": 600, "dramBandwidth": 3000}
        entry = {None: "none"}.get(row["entry"], (row["entry"] or "")[:7])
        cases.append({"id": f"row-{row['name']}", "on": "2026-02-10", "to": "CN", "item": item, "theirs": entry, "row": row["name"],
                      "ours": lambda a: next((c for c in a["classifications"] if c.startswith("3A090")), "none")})
    return cases


def thresholds(checkout):
    """Three rules, China, exported from the United States; ours is the entry, and since 2026 the review."""
    days = {"2022": "2023-06-01", "2023": "2024-03-01", "2026": "2026-02-10"}
    cases = []
    for number, (tpp, size, _) in enumerate(figures()):
        tera = float(Fraction(tpp) / 8)
        if Fraction(tera).limit_denominator(10**7) * 8 != Fraction(tpp) or len(f"{tera:f}".rstrip("0").split(".")[1]) > 6:
            continue
        for rule, on in days.items():
            for transfer in ((599.9, 600.0) if rule == "2022" else (600.0,)):
                for dram in ((6499.0, 6500.0) if rule == "2026" else (3000.0,)):
                    item = {"kind": "integrated-circuit", "operations": [{"format": "FP8", "bits": 8, "tera": tera}], "dieArea": float(size), "transferRate": transfer,
                            "dramBandwidth": dram, "datacenter": "yes", "usSaleSince": "2025-06-01"}
                    cases.append({"id": f"{rule}-{number}-{transfer}-{dram}", "on": on, "to": "CN", "item": item, "rule": rule, "tpp": float(tpp),
                                  "certifications": ["figures-correct", "us-supply", "foundry-capacity", "no-prohibited-end-use", "remote-access", "us-shipments-stated"],
                                  "question": {"bits": 8, "tera": tera, "area": float(size), "transfer": transfer, "dram": dram, "rule": rule}})
    answers = checkout.ask(THRESHOLDS_PROGRAM, [c["question"] for c in cases])

    def ours(answer, case):
        entries = [c for c in answer["classifications"] if c.startswith("3A090")]
        if case["rule"] != "2026" or not entries:
            return {"2022": lambda: "controlled" if entries else "free"}.get(case["rule"], lambda: entries[0] if entries else "free")()
        from ask import bis
        found = bis(answer)
        return f"{entries[0]} {found['review'] or found['outcome']}"

    words = {"2022": {"CONTROLLED": "controlled", "free": "free"}, "2023": {"CONTROLLED": "3A090.a", "free": "free"},
             "2026": {"free": "free", "case-by-case": "3A090.a case-by-case", "denial": "3A090.a presumption-of-denial"}}
    for case, answer in zip(cases, answers, strict=True):
        case["theirs"] = words[case["rule"]].get(answer, answer)
        case["ours"] = lambda a, c=case: ours(a, c)
    return cases


COUNTRIES = """AD AE AF AG AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ
EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV
LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST
SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW""".split()
ITEMS = {
    "3A090.a": {"kind": "integrated-circuit", "tpp": 15832, "dieArea": 814, "datacenter": "yes", "transferRate": 900, "dramBandwidth": 3350},
    "3A090.b": {"kind": "integrated-circuit", "tpp": 2896, "dieArea": 790, "datacenter": "yes", "transferRate": 100, "dramBandwidth": 1600},
    "3A090.c": {"kind": "hbm", "hbmBandwidth": 819, "hbmArea": 110},
}

# What it has no question for, told in the ordinary way: no exempt recipient in the Emirates, no occupied region of Ukraine.
PLAIN = {"AE": {"recipient.named": ["other"]}, "UA": {"destination.region": "other"}}


def agent(checkout):
    """Every country, three entries, four headquarters; the day is the one of its snapshot. Its chart speaks on the text."""
    cases = []
    for to in COUNTRIES:
        if to == "XK":
            continue  # no code of ours
        for eccn, item in ITEMS.items():
            for hq in dict.fromkeys((to, "SG", "CN", "MO")):
                quartered = hq in ("CN", "MO")
                case = {"id": f"{eccn}-{to}-{hq}", "on": "2026-07-23", "to": to, "hq": hq, "item": item, "eccn": eccn, "quartered": quartered}
                # Nor does it speak of the yearly room of exception LPP, which stands in the text: it is told to be used up.
                case["facts"] = {**PLAIN.get(to, {}), "shipped.tpp_to_consignee": 26_900_000}
                cases.append(case)
    answers = checkout.ask(AGENT_PROGRAM, [{k: c[k] for k in ("to", "eccn", "quartered")} for c in cases])
    kept = []
    for case, answer in zip(cases, answers, strict=True):
        if not answer["resolved"]:
            continue
        # Its headquarters test is an input; which countries it would hold so is its list of D:5. Where the end user is at home, the list decides.
        macau_or_d5 = "D:5" in answer["groups"] or case["to"] == "MO"
        if case["hq"] == case["to"]:
            case["quartered"] = macau_or_d5
        required = "license_required" in answer["stability"] or answer["chart"] == "embargo_destination" or (answer["quartered"] and case["quartered"])
        case["theirs"] = "license" if required or (macau_or_d5 and case["hq"] == case["to"]) else "none"
        case["groups"] = answer["groups"]
        kept.append(case)

    def ours(answer):
        from ask import bis
        found = bis(answer)
        return {"no-license-required": "none", "license-required": "license", "license-exception": "license", "prohibited": "license"}.get(found["outcome"], found["outcome"])

    for case in kept:
        case["ours"] = ours
    return kept


# Named by its folder: a made-up encoding for the test of this program itself. Its file `cases.jsonl` has cases with the field `theirs`.
def made_up(source):
    path = os.path.join(source or "", "cases.jsonl")
    if not os.path.isfile(path):
        raise Absent("oracle files absent: not run (no cases.jsonl)")
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    for case in cases:
        case["ours"] = lambda a: next((c for c in a["classifications"] if c.startswith("3A090")), "none")
    return cases


ORACLES = {"chip-table": (CHIP_TABLE, chip_table, ()), "thresholds": (THRESHOLDS, thresholds, ()), "agent": (AGENT, agent, ("--on-the-text",))}
