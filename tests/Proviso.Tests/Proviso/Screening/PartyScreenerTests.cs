// Method: scores against a scan of every entry by the same pieces; what must never read as clear, case by case; clearances against each change that reopens them.
using CsCheck;
using Proviso.Places;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Tests.Proviso.Screening;

public class PartyScreenerTests
{
    private static readonly DateOnly Today = new(2026, 2, 10);

    [Fact]
    public void Every_entry_that_a_scan_of_all_entries_finds_is_found_and_its_pieces_add_up() => Gen.Select(Made.Entry.Array[1, 25], Made.Party, Gen.Int[300, 1000]).Sample((entries, party, threshold) =>
    {
        var screener = Made.Screener(entries);
        var result = screener.Screen(party, Today, threshold);
        var search = new NameSearch(screener.Index.Names);

        var expected = new Dictionary<int, int>();
        foreach (var name in party.OtherNames.Prepend(party.Name))
        {
            foreach (var match in search.FindAll(ScreeningName.Of(name), 1))
            {
                var pieces = Evidence.Of(party, entries[match.Entry], screener.Index.NameOf(match.Name), match.Points, Today).Sum(p => p.Points);
                expected[match.Entry] = Math.Max(expected.GetValueOrDefault(match.Entry, -1), Math.Clamp(match.Points + pieces, 0, 1000));
            }
        }

        for (var e = 0; e < entries.Length; e++)
        {
            if (party.Identifiers.Any(i => entries[e].Identifiers.Any(j => NumberKeys.Asked(i).Intersect(NumberKeys.Listed(j), StringComparer.Ordinal).Any())))
            {
                expected[e] = Math.Max(expected.GetValueOrDefault(e), Math.Clamp(1000 + Evidence.Of(party, entries[e], entries[e].Names[0], 0, Today).Sum(p => p.Points) - 1000, 0, 1000));
            }
        }

        var hits = result.Hits.Select(h => Array.IndexOf(entries, h.Entry)).ToHashSet();
        foreach (var (entry, points) in expected)
        {
            // A weak alias can score more than a main name of fewer points would; the best name of an entry is taken by its name alone.
            if (points >= threshold && result.MoreHits == 0 && entries[entry].Names.All(n => n.Kind != ListedNameKind.WeakAlias))
            {
                Assert.Contains(entry, hits);
            }
        }

        foreach (var hit in result.Hits)
        {
            Assert.Equal(hit.Points, hit.Pieces.Sum(p => p.Points));
            Assert.InRange(hit.Points, threshold, 1000);
        }

        Assert.Equal(result.Hits.OrderByDescending(h => h.Points).Select(h => h.Points), result.Hits.Select(h => h.Points));
    }, iter: 2_000, threads: 1);

    [Fact]
    public void A_country_tells_two_namesakes_apart_and_breaks_the_tie()
    {
        var screener = Made.Screener(
            Made.Listed("Silver Estuary Trading", "made-up-1") with { Countries = [Country.Find("SG")!] },
            Made.Listed("Silver Estuary Trading", "made-up-2") with { Countries = [Country.Find("CN")!] });

        var result = screener.Screen(new PartyQuery { Name = "Silver Estuary Trading", Country = Country.Find("CN") }, Today);

        Assert.Equal(["made-up-2", "made-up-1"], result.Hits.Select(h => h.Entry.Id));
        Assert.Contains(result.Hits[1].Pieces, p => p is { Points: < 0, Remark: "another country" });
    }

    [Fact]
    public void Mainland_and_Hong_Kong_do_not_speak_against_each_other()
    {
        var entry = Made.Listed("Silver Estuary Trading") with { Countries = [Country.Find("CN")!] };

        var hit = Assert.Single(Made.Screener(entry).Screen(new PartyQuery { Name = "Silver Estuary Trading", Country = Country.Find("HK") }, Today).Hits);

        Assert.Equal(1000, hit.Points);
    }

    [Fact]
    public void The_same_number_finds_a_party_under_another_name()
    {
        var entry = Made.Listed("Northern Lantern Compute") with { Identifiers = [new ListedIdentifier("uscc", "91MADEUP0000000001")] };

        var hit = Assert.Single(Made.Screener(entry).Screen(new PartyQuery { Name = "Quite Another", Identifiers = [new ListedIdentifier("uscc", "91-MADEUP 0000000001")] }, Today).Hits);

        Assert.Equal(1000, hit.Points);
        Assert.Contains(hit.Pieces, p => p.Remark!.Contains("the same number", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1971-04-09", 1000)]
    [InlineData("1971", 1000)]
    [InlineData("1988-01-01", 850)]
    public void A_birth_date_speaks_for_or_against(string date, int points)
    {
        var entry = Made.Listed("Tarek Madeupani") with { Kind = PartyKind.Person, BirthDates = [new BirthDate(1971, 4, 9)] };
        var parts = date.Split('-').Select(p => int.Parse(p, System.Globalization.CultureInfo.InvariantCulture)).ToArray();

        var hit = Assert.Single(Made.Screener(entry).Screen(new PartyQuery { Name = "Tarek Madeupani", BirthDate = new BirthDate(parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2)) }, Today).Hits);

        Assert.Equal(points, hit.Points);
    }

    [Theory]
    [InlineData(ListReadiness.Stale)]
    [InlineData(ListReadiness.Doubtful)]
    [InlineData(ListReadiness.Absent)]
    [InlineData(ListReadiness.MadeUp)]
    public void A_list_that_is_not_ready_never_reads_as_clear(ListReadiness readiness)
    {
        var state = Made.Ready(Made.List) with { Readiness = readiness, Reason = "made-up reason" };
        var screener = new PartyScreener(ScreeningIndex.Build(new ListSet([state], [Made.Listed("Northern Lantern")])), ClearanceBook.Empty, []);

        var result = screener.Screen(new PartyQuery { Name = "Quite Another" }, Today);

        Assert.Equal(ScreeningVerdict.Hold, result.Verdict);
        Assert.Contains("made-up reason", Assert.Single(result.Holds), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_is_asked_for_and_not_there_never_reads_as_clear()
    {
        var screener = new PartyScreener(ScreeningIndex.Build(new ListSet([Made.Ready(Made.List)], [Made.Listed("Northern Lantern")])), ClearanceBook.Empty, [Made.List, "ofac-sdn"]);

        Assert.Equal(ScreeningVerdict.Hold, screener.Screen(new PartyQuery { Name = "Quite Another" }, Today).Verdict);
        Assert.Equal(ScreeningVerdict.Hold, new PartyScreener(ScreeningIndex.Build(ListSet.Empty), ClearanceBook.Empty, []).Screen(new PartyQuery { Name = "Quite Another" }, Today).Verdict);
    }

    [Theory]
    [InlineData("!!! ... ---")]
    [InlineData("   ")]
    [InlineData("\u0001\u0002\u202E\u2066")]
    [InlineData("\u200B\u200B")]
    [InlineData("\uD800")]
    [InlineData("😀😀😀")]
    public void A_name_that_cannot_be_compared_matches_nothing_and_is_not_clear(string name)
    {
        var result = Made.Screener(Made.Listed("Northern Lantern"), Made.Listed("!!!"), Made.Listed("😀")).Screen(new PartyQuery { Name = name }, Today);

        Assert.Equal(ScreeningVerdict.Hold, result.Verdict);
        Assert.Empty(result.Hits);
    }

    [Fact]
    public void A_name_of_ten_thousand_characters_is_cut_and_not_clear()
    {
        var screener = Made.Screener(Made.Listed("Northern Lantern Compute Holdings"));

        var result = screener.Screen(new PartyQuery { Name = string.Concat(Enumerable.Repeat("quite another ", 800)) }, Today);

        Assert.Equal(ScreeningVerdict.Hold, result.Verdict);
        Assert.Contains("only its beginning", Assert.Single(result.Holds), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Northern\u202E Lantern\u0007 Compute\u200B Holdings")]
    [InlineData("Nоrthern Lаntern Compute Holdings")]
    [InlineData("Ｎｏｒｔｈｅｒｎ Lantern Compute Holdings")]
    public void Signs_that_do_not_show_and_letters_of_other_scripts_do_not_hide_a_name(string name) =>
        Assert.Equal(ScreeningVerdict.Hit, Made.Screener(Made.Listed("Northern Lantern Compute Holdings")).Screen(new PartyQuery { Name = name }, Today).Verdict);

    [Fact]
    public void An_order_that_ended_is_looked_at_as_long_as_its_list_names_it()
    {
        var screener = Made.Screener(Made.Listed("Northern Lantern") with { ListedUntil = Today });

        Assert.Equal(ScreeningVerdict.Hit, screener.Screen(new PartyQuery { Name = "Northern Lantern" }, Today).Verdict);
        var after = screener.Screen(new PartyQuery { Name = "Northern Lantern" }, Today.AddDays(1));
        Assert.Equal(ScreeningVerdict.Hit, after.Verdict);
        Assert.Contains(after.Hits[0].Pieces, p => p.Remark == PartyScreener.Ended);
    }

    [Fact]
    public void Hits_beyond_those_shown_are_counted_and_not_cleared()
    {
        var entries = Enumerable.Range(0, 25).Select(i => Made.Listed("Northern Lantern", $"made-up-{i}")).ToArray();
        var party = new PartyQuery { Name = "Northern Lantern" };
        var algorithm = Made.Screener(entries).Index.Algorithm;
        var cleared = new ClearanceBook(entries.Take(20).Select(e => Clearance(party, e, algorithm)));

        var result = Made.Screener(cleared, entries).Screen(party, Today);

        Assert.Equal((20, 5, ScreeningVerdict.Hit), (result.Hits.Length, result.MoreHits, result.Verdict));
    }

    [Fact]
    public void A_clearance_holds_until_the_party_the_entry_the_matching_or_the_day_changes()
    {
        var entry = Made.Listed("Northern Lantern");
        var party = new PartyQuery { Name = "Northern Lantern", Country = Country.Find("SG") };
        var clearance = Clearance(party, entry, Made.Screener(entry).Index.Algorithm);

        Assert.Equal(ScreeningVerdict.Clear, Verdict(clearance, party, entry, Today));
        Assert.Equal(ScreeningVerdict.Clear, Verdict(clearance, party, entry, clearance.Until));
        Assert.Equal(ScreeningVerdict.Hit, Verdict(clearance, party, entry, clearance.Until.AddDays(1)));
        Assert.Equal(ScreeningVerdict.Hit, Verdict(clearance, party with { Address = "made-up street 1" }, entry, Today));
        Assert.Equal(ScreeningVerdict.Hit, Verdict(clearance, party, entry with { Notes = "now with a note" }, Today));
        Assert.Equal(ScreeningVerdict.Hit, Verdict(clearance with { Algorithm = "names-0/000000000000" }, party, entry, Today));
        Assert.Equal(ScreeningVerdict.Hit, Verdict(clearance, party, entry with { Id = "made-up-2" }, Today));
    }

    [Fact]
    public void A_reopened_clearance_says_who_cleared_it_and_what_changed()
    {
        var entry = Made.Listed("Northern Lantern");
        var party = new PartyQuery { Name = "Northern Lantern" };
        var book = new ClearanceBook([Clearance(party, entry, Made.Screener(entry).Index.Algorithm)]);

        var hit = Assert.Single(Made.Screener(book, entry with { Notes = "changed" }).Screen(party, Today).Hits);

        Assert.Equal("the list changed the entry", hit.Clearance!.Reopened);
        Assert.Equal("made-up officer", hit.Clearance.Clearance.Who);
    }

    [Fact]
    public void What_a_change_of_the_lists_does_not_touch_is_found_as_before() =>
        Gen.Select(Made.Entry.Array[5, 30], Made.Entry.Array[0, 3], Gen.Int[0, 29].Array[0, 3], Made.Party.Array[5]).Sample((entries, added, removed, parties) =>
        {
            var before = entries.Select((e, i) => e with { Id = $"e{i}" }).ToArray();
            var after = before.Where((_, i) => !removed.Contains(i)).Concat(added.Select((e, i) => e with { Id = $"n{i}" })).ToArray();
            var old = ScreeningIndex.Build(new ListSet([Made.Ready(Made.List)], [.. before]));
            var now = ScreeningIndex.Build(new ListSet([Made.Ready(Made.List)], [.. after]), old.Names.Rarity);
            var rescreening = new Rescreening(ListDiff.Between(before, after));
            foreach (var party in parties.Where(p => !rescreening.Touches(p, 400)))
            {
                var was = new PartyScreener(old, ClearanceBook.Empty, []).Screen(party, Today, 400);
                var became = new PartyScreener(now, ClearanceBook.Empty, []).Screen(party, Today, 400);
                var news = became.Hits.Where(h => !was.Hits.Any(w => w.Entry.Id == h.Entry.Id && w.Points == h.Points)).Select(h => $"{h.Asked} ~ {h.Name.Text} {h.Points}: {string.Join(", ", h.Pieces)}");
                Assert.Empty(news);
                Assert.Equal(was.Hits.Select(h => (h.Entry.Id, h.Points)), became.Hits.Select(h => (h.Entry.Id, h.Points)));
            }
        }, iter: 2_000, threads: 1);

    [Fact]
    public void Weights_kept_from_one_publication_to_the_next_keep_the_scores()
    {
        var first = ScreeningIndex.Build(new ListSet([], [Made.Listed("Northern Lantern", "a"), Made.Listed("Silver Estuary", "b")]));
        var second = ScreeningIndex.Build(new ListSet([], [.. first.Lists.Parties, .. Enumerable.Range(0, 50).Select(i => Made.Listed($"Northern Number {i}", $"c{i}"))]), first.Names.Rarity);
        var party = new PartyQuery { Name = "Northern Lanters" };

        int Points(ScreeningIndex index) => new PartyScreener(index, ClearanceBook.Empty, []).Screen(party, Today, 400).Hits.First(h => h.Entry.Id == "a").Points;

        Assert.Equal(Points(first), Points(second));
        Assert.Equal(first.Algorithm, second.Algorithm);
    }

    [Fact]
    public void Weights_written_and_read_are_the_same()
    {
        var rarity = ScreeningIndex.Build(new ListSet([], [Made.Listed("Northern Lantern Иванов 华为 Ltd")])).Names.Rarity;
        using var text = new StringWriter();
        rarity.Write(text);
        using var back = new StringReader(text.ToString());

        Assert.Equal(rarity.Id, WordRarity.Read(back).Id);
        using var cut = new StringReader(text.ToString()[..^3]);
        Assert.Throws<FormatException>(() => WordRarity.Read(cut));
    }

    [Theory]
    [InlineData("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2", "entity-list,entity-list-footnote-1")]
    [InlineData("For all items subject to the EAR (see §§ 734.9(e)(2) and 744.11)", "entity-list,entity-list-footnote-4")]
    [InlineData("For all items (see §§ 734.9(e)(3), 744.11)", "entity-list,entity-list-footnote-5")]
    [InlineData("For all items subject to the EAR (See §§ 734.9(g) and 744.21)", "entity-list,entity-list-footnote-3")]
    [InlineData(null, "entity-list")]
    public void An_entry_of_the_entity_list_says_which_footnote_marks_it(string? notes, string words) =>
        Assert.Equal(words, string.Join(',', KnownLists.ListingsOf(Made.Listed("Northern Lantern") with { Notes = notes })));

    private static Clearance Clearance(PartyQuery party, ListedParty entry, string algorithm) =>
        new(party.Fingerprint, entry.List, entry.Id, entry.Fingerprint, algorithm, "made-up officer", "other owners", Today, Today.AddDays(30), party.Name, entry.MainName);

    private static ScreeningVerdict Verdict(Clearance clearance, PartyQuery party, ListedParty entry, DateOnly on) =>
        Made.Screener(new ClearanceBook([clearance]), entry).Screen(party, on).Verdict;
}
