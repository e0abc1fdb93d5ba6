"""The part of the United States, a second time: written from the provisions' text as summed up in our own words, without looking at `law/us`.

It answers one question: an item of figures, moved on a day from one place to another, for one end user with a headquarters and an ultimate
parent. It knows no lists of parties, letters, military or other prohibited end uses, and no facts that are missing. An answer is a set of
outcomes the text allows: where the text was not read, or reads two ways, the set has several, and a comparison may not count on more.

Marks: T the official text was read, A an agency's page or abstract, S secondary, M inference. Days are those on which a change took effect."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

D = date.fromisoformat

# ---- Country groups, 15 CFR 740 Supp. 1, as issued 2026-07-23 (T), and what changed before (1.2, 1.3 of the page of groups) ---------------------
A1 = set("AR AT AU BE BG CA CH CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP KR LT LU LV MX NL NO NZ PL PT RO SE SI SK TR US ZA".split())
A5_OF_2026 = set("AE AR AT AU BE BG CA CH CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP KR LT LU LV NL NO NZ PL PT RO SE SI SK TR".split())
A6 = set("AL CY IL MT MX SG TW ZA".split())
D1_OF_2026 = set("AM AZ BY CN GE IQ KG KH KP KZ LA LY MD MM MN MO NI RU TJ TM UZ VE VN YE".split())
D4_OF_2026 = set("BH BY CN EG IL IQ IR JO KP KW LB LY MO OM PK QA RU SA SY VE YE".split())
D5_OF_2026 = set("AF BY CD CF CN CU ER HT IQ IR KP LB LY MM NI RU SD SO SS SY VE ZW".split())

NICARAGUA = D("2024-03-15")  # 89 FR 18780 (T): B to D:1, and into D:5
CAMBODIA = D("2025-11-07")  # 90 FR 50489 (T): out of D:5 that day, whatever the table said until 2026-02-03
EMIRATES = D("2026-07-10")  # 91 FR 43034 (A): out of D:4, into A:5
CYPRUS_UNKNOWN = D("2026-10-01")  # 22 CFR 126.1: State's suspension ended 2026-09-30; a renewal was not found


def a5(day):
    """A:5. The Emirates since 2026-07-10; the rest carried back (M)."""
    return A5_OF_2026 if day >= EMIRATES else A5_OF_2026 - {"AE"}


def d1(day):
    """D:1. Nicaragua since 2024-03-15; Cambodia throughout."""
    return D1_OF_2026 if day >= NICARAGUA else D1_OF_2026 - {"NI"}


def d4(day):
    """D:4. The Emirates until 2026-07-09."""
    return D4_OF_2026 if day >= EMIRATES else D4_OF_2026 | {"AE"}


def d5(day):
    """D:5 as in effect: where the table differs from State's arms embargoes, State's list controls (note to D:5, T)."""
    found = set(D5_OF_2026)
    if day < NICARAGUA:
        found.discard("NI")
    if day < CAMBODIA:
        found.add("KH")
    return found


def home(place):
    """Hong Kong goes with China since 2020-12-23 (85 FR 83765); Macau is a place of its own."""
    return "CN" if place == "HK" else place


def macau_or_d5(place, day):
    return home(place) == "MO" or home(place) in d5(day)


def scope_2023(place, day):
    """D:1, D:4 and D:5 without A:5 and A:6 (1.4 of the page of groups, T)."""
    here = home(place)
    return here in (d1(day) | d4(day) | d5(day)) and here not in a5(day) and here not in A6


# ---- Items ------------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """Figures as a data sheet has them. `area` is None where no die is made on a non-planar process, so that there is no density."""

    kind: str = "integrated-circuit"
    tpp: Fraction = Fraction(0)
    area: Fraction | None = None
    transfer: Fraction = Fraction(0)
    dram: Fraction = Fraction(0)
    datacenter: bool = True
    hbm_bandwidth: Fraction = Fraction(0)
    hbm_area: Fraction = Fraction(1)
    us_sale: date | None = None


RULE_2022 = D("2022-10-21")
MACAU = D("2023-01-17")
RULE_2023 = D("2023-11-17")
TEXT_2024 = D("2024-04-04")
HBM = D("2024-12-02")
TEXT_2025 = D("2025-01-13")
RULE_2026 = D("2026-01-15")


def tier(item, day):
    """3A090 and 4A090: '2022', 'a', 'b', 'c' or None. 774 Supp. 1; Note 2 for what is not for datacenters."""
    if item.kind == "hbm":
        # 3A090.c: above 2 GB/s per mm2, since 2024-12-02 (89 FR 96790).
        return "c" if day >= HBM and item.hbm_bandwidth / item.hbm_area > 2 else None
    if day < RULE_2022:
        return None
    if day < RULE_2023:
        return "2022" if item.tpp >= 4800 and item.transfer >= 600 else None
    density = None if item.area is None else item.tpp / item.area
    if not item.datacenter and item.tpp < 4800:
        return None  # Note 2
    if item.tpp >= 4800 or (item.tpp >= 1600 and density is not None and density >= Fraction("5.92")):
        return "a"
    if density is None or density >= Fraction("5.92"):
        return None
    if 2400 <= item.tpp < 4800 and density >= Fraction("1.6"):
        return "b"
    return "b" if item.tpp >= 1600 and density >= Fraction("3.2") else None


# ---- Requirements, reviews, exceptions --------------------------------------------------------------------------------------------------------

# Part 746: places where exceptions do not reach and where more than the entry is asked (740.8(b), 740.2(a)(6)).
SANCTIONED = {"CU", "IR", "KP", "SY", "RU", "BY"}

DENIAL, CASE, APPROVAL = "presumption-of-denial", "case-by-case", "presumption-of-approval"


@dataclass
class Answer:
    """Outcomes allowed, reviews allowed, and the exception: 'none', 'NAC', 'ACA', or 'open' where the text of the day was not read."""

    tier: str | None
    outcomes: set = field(default_factory=lambda: {"no-license-required"})
    reviews: set = field(default_factory=set)
    exception: str = "none"
    why: str = ""
    mark: str = "T"


# The headquarters test asks who the items are for (744.23(a)(3)(i), T; guidance of 2026-05-31, A): not who sends or carries them.
RECEIVE = {"purchaser", "intermediate-consignee", "ultimate-consignee", "end-user"}


def answer(item, day, to, start, kind, hq, parent, end_user=None, others=()):
    """The answer of the day as enforced. `end_user` is None, 'AE-government', 'AE-supplement-8' or 'US-AI'; `others` are role, headquarters and parent
    of further parties."""
    found = Answer(tier(item, day))
    if home(to) in SANCTIONED:
        found.outcomes, found.reviews, found.why = {"license-required", "prohibited", "undetermined"}, {DENIAL, CASE, APPROVAL, None}, "part 746"
        if found.tier is None:
            found.outcomes.add("no-license-required")  # part 746 is not worked out here for what is in no entry
        return found
    if found.tier is None:
        found.why = "no entry of 3A090"
        return found

    homes = [hq, parent] + [place for role, *places in others if role in RECEIVE for place in places]
    quartered = day >= RULE_2023 and any(macau_or_d5(place, day) for place in homes)
    doubtful = day >= CYPRUS_UNKNOWN and "CY" in homes and not quartered

    if found.tier == "c":
        # 742.6(a)(6)(i)(B) and 744.23(a)(3)(i)(B): to Macau or D:5, or elsewhere for who is headquartered there.
        # The exception HBM (740.25, 89 FR 96814, T) hangs on who makes, designs, packs and counts: no question here tells that, so it never lets go.
        needed = macau_or_d5(to, day) or quartered
        if needed:
            found.outcomes, found.reviews, found.why = {"license-required"}, {DENIAL, CASE, APPROVAL, None}, "3A090.c, Macau or D:5, or headquarters"
            if day < D("2024-12-31"):
                found.outcomes.add("no-license-required")  # compliance asked from 2024-12-31 (S)
        elif doubtful or (home(to) == "CY" and day >= CYPRUS_UNKNOWN):
            # This entry excludes no ally, so that Cyprus counts as a destination too.
            found.outcomes, found.why = {"undetermined"}, "Cyprus after 2026-09-30"
        return found

    if found.tier == "2022":
        # 87 FR 62186, China; Macau since 2023-01-17 (88 FR 2821). Presumption of denial.
        if home(to) == "CN" or (home(to) == "MO" and day >= MACAU):
            found.outcomes, found.reviews, found.why = {"license-required"}, {DENIAL}, "rule of 2022"
        return found

    # Tiers .a and .b since 2023-11-17: the places of 2023, the Emirates by name since 2026-07-10, and the headquarters test (742.6(a)(6)(iii), 744.23(a)(3)).
    here = home(to)
    emirates = day >= EMIRATES and here == "AE"
    if emirates and not quartered:
        if end_user in ("AE-government", "US-AI") or (end_user == "AE-supplement-8" and day <= D("2027-04-06")):
            found.why = "91 FR 43034, who is exempt"
            if doubtful:
                found.outcomes, found.why = {"undetermined"}, "exempt but for a headquarters in D:5: Cyprus after 2026-09-30"
            return found
    needed = scope_2023(to, day) or emirates or quartered
    if not needed:
        if doubtful:
            found.outcomes, found.why = {"undetermined"}, "Cyprus after 2026-09-30"
        return found

    denied = macau_or_d5(to, day) or quartered
    found.outcomes, found.why = {"license-required"}, "to Macau or D:5, or headquarters there" if denied else "D:1, D:4 or the Emirates"
    found.reviews = reviews(item, found.tier, day, to, start, kind, hq, parent, denied, emirates)
    if others and found.reviews & {CASE, APPROVAL} and denied:
        found.reviews = found.reviews | {DENIAL}  # a further party there may turn the review of the end user's own place
    found.exception = exception(item, found.tier, day, to, kind, quartered)
    if found.exception in ("NAC", "ACA"):
        found.outcomes, found.reviews = {"license-exception"}, set()
    elif found.exception == "open":
        found.outcomes |= {"license-exception"}
    if home(to) == "CY" and day >= CYPRUS_UNKNOWN and kind == "in-country-transfer" and found.exception == "none" and not (found.tier == "a" and item.datacenter):
        found.outcomes |= {"undetermined"}  # within D:5 a transfer in-country has ACA: that hangs on Cyprus
    if doubtful and not quartered:
        # In one case the exception changes or goes, or the review does: nothing certain without 22 CFR 126.1 of the day.
        found.outcomes |= {"undetermined"}
        found.reviews |= {DENIAL, CASE, None}
        found.exception, found.mark = "open", "M"
        found.outcomes |= {"license-exception", "license-required"}
    return found


def reviews(item, kind_of_tier, day, to, start, kind, hq, parent, denied, emirates):
    """742.6(b)(10) and 744.23(d) by their days. Several where two provisions meet or the text of the day was not read."""
    if not denied:
        # Presumption of approval: 2023 for D:1 and D:4 (S); 2025 for .b by (iv)(A) (T), for .a within the allocation (T). The Emirates after the move: not found (M).
        return {APPROVAL, None} if emirates else {APPROVAL}
    allied = (home(hq) == "US" or home(hq) in a5(day) or home(hq) in A6) and home(parent) != "MO" and home(parent) not in d5(day)
    allowed = {DENIAL}
    if day < TEXT_2024:
        # 744.23(d) of 2023-10-25 (T): denial for Macau and D:5 as destinations, approval for allied end users, case by case for all others.
        if not macau_or_d5(to, day):
            allowed = {DENIAL, CASE}
        if allied:
            allowed |= {APPROVAL}
        return allowed
    if day < TEXT_2025:
        # 744.23(d) of 2024-04-04 (T), which 742.6(b)(10) follows (M): (2) approval for allied end users, (3)(i) case by case for all but datacenter items of .a.
        if allied:
            return {APPROVAL, DENIAL, CASE}
        return {CASE, DENIAL} if kind_of_tier == "b" or not item.datacenter else {DENIAL}
    if kind_of_tier == "b":
        # (b)(10)(iv)(B): denial. Where 744.23(a)(3)(i)(A) asks, outside the places of 2023, its own (d)(3)(i) says case by case.
        if allied:
            return {DENIAL, APPROVAL, CASE}
        return {DENIAL} if scope_2023(to, day) else {CASE, DENIAL}
    if day >= RULE_2026 and kind == "export" and start == "US" and home(to) in ("CN", "MO") and item.tpp < 21000 and item.dram < 6500:
        # 91 FR 1684 (A, S): case by case for what was sold in the United States on 2026-01-15; its other conditions are asked for beside it.
        return {CASE} if item.us_sale and item.us_sale <= RULE_2026 else {DENIAL}
    return {DENIAL, APPROVAL} if allied else {DENIAL}


def exception(item, kind_of_tier, day, to, kind, quartered):
    """740.8 by day: NAC, ACA or none."""
    if kind_of_tier == "a" and item.datacenter:
        return "none"
    if kind_of_tier == "b" and not item.datacenter:
        return "none"
    if day < TEXT_2024:
        # 88 FR 73491 (T): one exception, NAC; to or within D:1 and D:4 whatever the headquarters, within Macau and D:5, exports and reexports to Macau and D:5.
        # For who is headquartered there elsewhere, 740.8(b)(1) lets it overcome 744.23(a)(3) and 744.23(c) of that time lets nothing: open; in-country, in no limb.
        if scope_2023(to, day):
            return "NAC"
        return "none" if kind == "in-country-transfer" else "open"
    if kind == "in-country-transfer":
        if macau_or_d5(to, day):
            return "ACA"
        if quartered:
            return "none"
        return "ACA"
    if macau_or_d5(to, day) or quartered:
        return "NAC"
    return "ACA"
