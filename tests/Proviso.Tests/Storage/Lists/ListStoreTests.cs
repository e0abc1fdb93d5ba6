// Method: publications offered to a store in a folder of this test, good and bad ones; after each, what is searched, what is ready, and what an answer says.
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Storage.Lists;

namespace Proviso.Tests.Storage.Lists;

public sealed class ListStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"proviso-lists-{Guid.NewGuid():n}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void A_publication_that_is_accepted_is_searched_and_ready()
    {
        var outcome = Offer(Csv(10));

        Assert.Equal((ListOutcomeKind.Accepted, 10), (outcome.Kind, outcome.Entries));
        var state = Assert.Single(Load().States);
        Assert.Equal(("watch", ListReadiness.Ready, 10, outcome.Snapshot), (state.Id, state.Readiness, state.Entries, state.Snapshot));
        Assert.Equal(ScreeningVerdict.Clear, Screen("Quite Another"));
        Assert.Equal(ScreeningVerdict.Hit, Screen("Made-up Party Seven"));
    }

    [Theory]
    [InlineData("", "it cannot be read as a list")]
    [InlineData("<html><body>maintenance</body></html>", "it cannot be read as a list")]
    [InlineData("name,country\nMade-up,CN\n\"cut off", "it cannot be read as a list")]
    [InlineData("name,country\n", "")]
    [InlineData("name,cuontry\nMade-up,CN\n", "did you mean")]
    public void A_publication_that_is_none_leaves_the_one_before_searched_and_nobody_clear(string bad, string reason)
    {
        Offer(Csv(10));

        var outcome = Offer(bad);

        Assert.Equal(ListOutcomeKind.Refused, outcome.Kind);
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(ListReadiness.Doubtful, Assert.Single(Load().States).Readiness);
        Assert.Equal(ScreeningVerdict.Hold, Screen("Quite Another"));
        Assert.Equal(ScreeningVerdict.Hit, Screen("Made-up Party Seven"));

        // A good one ends it.
        Assert.Equal(ListOutcomeKind.Unchanged, Offer(Csv(10)).Kind);
        Assert.Equal(ScreeningVerdict.Clear, Screen("Quite Another"));
    }

    [Fact]
    public void Half_of_the_entries_is_held_back_until_somebody_confirms_it()
    {
        Offer(Csv(10));

        var half = Offer(Csv(5));

        Assert.Equal(ListOutcomeKind.Refused, half.Kind);
        Assert.Contains("fell from 10 to 5 entries, more than 20 %", half.Reason, StringComparison.Ordinal);
        Assert.Equal(ScreeningVerdict.Hit, Screen("Made-up Party Seven"));
        Assert.Equal(ScreeningVerdict.Hold, Screen("Quite Another"));

        Assert.Equal(ListOutcomeKind.Accepted, Offer(Csv(5), confirmed: "made-up officer: the list was cut in two").Kind);
        Assert.Equal(ScreeningVerdict.Clear, Screen("Made-up Party Seven"));
        Assert.Contains(Open().History(), h => h.What == "confirmed" && h.Reason!.StartsWith("made-up officer", StringComparison.Ordinal));
    }

    [Fact]
    public void A_loss_within_the_limit_is_accepted() => Assert.Equal([ListOutcomeKind.Accepted, ListOutcomeKind.Accepted], new[] { Offer(Csv(10)).Kind, Offer(Csv(8)).Kind });

    [Fact]
    public void A_list_that_vanishes_from_its_publication_is_held_back()
    {
        Assert.Equal(ListOutcomeKind.Accepted, Offer(Csl(("Made-up List A", 3), ("Made-up List B", 3)), source: "csl").Kind);

        var outcome = Offer(Csl(("Made-up List A", 6)), source: "csl");

        Assert.Equal(ListOutcomeKind.Refused, outcome.Kind);
        Assert.Contains("fell from 3 to 0", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_its_publication_must_carry_and_an_authority_s_list_too_short_to_be_true_are_refused()
    {
        Assert.Contains("lacks the list ofac-sdn", Offer(Csl(("Made-up List A", 3)), source: "csl", expected: ["ofac-sdn"]).Reason, StringComparison.Ordinal);
        Assert.Contains("it has at least 1000", Offer(Csv(10), id: "bis-entity-list").Reason, StringComparison.Ordinal);
        Assert.All(Load().States, s => Assert.Equal(ListReadiness.Absent, s.Readiness));
    }

    [Fact]
    public void A_list_nobody_looked_at_for_longer_than_its_limit_is_stale()
    {
        Offer(Csv(10), maxAge: TimeSpan.FromDays(2));

        Assert.Equal(ListReadiness.Ready, Assert.Single(Load(Now.AddDays(2)).States).Readiness);
        var stale = Assert.Single(Load(Now.AddDays(2).AddMinutes(1)).States);
        Assert.Equal(ListReadiness.Stale, stale.Readiness);
        Assert.Contains("its limit is 2 days", stale.Reason, StringComparison.Ordinal);

        // A clock that was set back does not make it fresh.
        Assert.Equal(ListReadiness.Stale, Assert.Single(Load(Now.AddDays(-1)).States).Readiness);
    }

    [Fact]
    public void An_old_publication_is_not_fresh_for_being_imported_today()
    {
        Offer("""{"list_id":"watch","extracted":"2025-06-01","count":1,"entities":[{"name":"Made-up Party","aliases":[],"country":"China","address":null,"status":null,"effective_date":null,"federal_register":null,"notes":null}]}""", id: null);

        Assert.Equal(ListReadiness.Stale, Assert.Single(Load().States).Readiness);
    }

    [Fact]
    public void A_snapshot_that_was_changed_on_disk_is_not_read()
    {
        var outcome = Offer(Csv(10));
        var path = Path.Combine(_folder, "snapshots", outcome.Snapshot!);
        File.WriteAllText(path, File.ReadAllText(path).Replace("Party seven", "Party 7", StringComparison.Ordinal));

        var state = Assert.Single(Load().States);

        Assert.Equal(ListReadiness.Absent, state.Readiness);
        Assert.Contains("was changed after it was accepted", state.Reason, StringComparison.Ordinal);
        Assert.Equal(ScreeningVerdict.Hold, Screen("Quite Another"));
    }

    [Fact]
    public void A_snapshot_that_is_gone_is_said_to_be()
    {
        File.Delete(Path.Combine(_folder, "snapshots", Offer(Csv(10)).Snapshot!));

        Assert.Equal(ListReadiness.Absent, Assert.Single(Load().States).Readiness);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"formatVersion": 2}""")]
    [InlineData("""{"formatVersion": 1, "surces": {}}""")]
    public void A_manifest_that_cannot_be_read_answers_nothing(string text)
    {
        Offer(Csv(10));
        File.WriteAllText(Path.Combine(_folder, "manifest.json"), text);

        Assert.Throws<ListStoreException>(Open);
    }

    [Fact]
    public void A_manifest_that_is_lost_is_not_taken_for_a_store_that_never_was()
    {
        Offer(Csv(10));
        File.Delete(Path.Combine(_folder, "manifest.json"));

        Assert.Throws<ListStoreException>(Open);
    }

    [Fact]
    public void Earlier_publications_stay_and_can_be_compared()
    {
        var first = Offer(Csv(8)).Snapshot!;
        var second = Offer(Csv(10)).Snapshot!;
        var store = Open();

        var diff = ListDiff.Between(store.ReadSnapshot(first, "watch").Parties, store.ReadSnapshot(second[..8], "watch").Parties);

        Assert.Equal((2, 0, 0), (diff.Added.Length, diff.Removed.Length, diff.Changed.Length));
        Assert.Throws<ListStoreException>(() => store.ReadSnapshot("../../etc", "watch"));
        Assert.Throws<ListStoreException>(() => store.ReadSnapshot("ffffffffffff", "watch"));
    }

    [Fact]
    public void Two_writers_do_not_mix_and_the_second_is_told()
    {
        Offer(Csv(10));
        using var first = new FileStream(Path.Combine(_folder, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains("another process", Assert.Throws<ListStoreException>(() => Offer(Csv(9))).Message, StringComparison.Ordinal);
        Assert.Equal(10, Assert.Single(Load().States).Entries);
    }

    [Fact]
    public void A_line_cut_off_by_a_crash_spoils_no_other()
    {
        Offer(Csv(10));
        var store = Open();
        store.Clear(Clearance("a"));
        File.AppendAllText(Path.Combine(_folder, "clearances.jsonl"), "{\"party\":\"cut");
        store.Clear(Clearance("b"));

        var book = store.Clearances();

        Assert.NotNull(book.Find("a", "", "watch", "e", "f", "x", new DateOnly(2026, 2, 10)));
        Assert.NotNull(book.Find("b", "", "watch", "e", "f", "x", new DateOnly(2026, 2, 10)));
    }

    [Fact]
    public void Weights_stay_until_the_lists_have_grown_to_twice_their_size()
    {
        Offer(Csv(6));
        var first = Open().Manifest.Rarity;
        Offer(Csv(10));
        var second = Open().Manifest.Rarity;
        Offer(Csv(10, "Further"), id: "other");

        Assert.Equal(first, second);
        Assert.NotEqual(first, Open().Manifest.Rarity);
        Assert.Equal(Open().Manifest.Rarity, Open().Rarity()!.Id);
    }

    [Fact]
    public void Weights_that_were_changed_on_disk_are_not_used()
    {
        Offer(Csv(6));
        var path = Directory.GetFiles(_folder, "rarity-*.tsv").Single();
        File.WriteAllText(path, File.ReadAllText(path).Replace("\t6\n", "\t600\n", StringComparison.Ordinal));

        Assert.Throws<ListStoreException>(() => Open().Rarity());
    }

    [Fact]
    public void Made_up_parties_never_read_as_clear()
    {
        using (var stream = File.OpenRead(Path.Combine(Golden.Root, "data", "lists", "made-up.json")))
        {
            Assert.Equal(ListOutcomeKind.Accepted, ListStore.Open(_folder).Offer(stream, new ListOffer { Origin = "made-up.json", MadeUp = true, MaxAge = TimeSpan.FromDays(3650) }, Now).Kind);
        }

        Assert.Equal(ListReadiness.MadeUp, Assert.Single(Load().States).Readiness);
        Assert.Equal(ScreeningVerdict.Hold, Screen("Quite Another"));
    }

    private ListStore Open() => ListStore.Open(_folder);

    private ListSet Load(DateTimeOffset? now = null) => Open().Load(now ?? Now, []);

    private ScreeningVerdict Screen(string name) =>
        new PartyScreener(ScreeningIndex.Build(Load(), Open().Rarity()), ClearanceBook.Empty, []).Screen(new PartyQuery { Name = name }, DateOnly.FromDateTime(Now.UtcDateTime)).Verdict;

    private ListOutcome Offer(string text, string? id = "watch", string? source = null, string? confirmed = null, TimeSpan? maxAge = null, ImmutableArray<string>? expected = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Open().Offer(stream, new ListOffer { Source = source ?? id, Origin = "made-up.csv", ListId = source is null ? id : null, MaxAge = maxAge, Confirmed = confirmed, Expected = expected ?? [] }, Now);
    }

    internal static string Csv(int parties, string word = "Party") =>
        "name,country\n" + string.Concat(Numbers.Take(parties).Select(n => string.Create(CultureInfo.InvariantCulture, $"Made-up {word} {n},CN\n")));

    private static string Csl(params (string Source, int Count)[] lists)
    {
        var entries = lists.SelectMany(l => Numbers.Take(l.Count).Select(n => $$"""{"id":"{{l.Source}}-{{n}}","source":"{{l.Source}}","name":"Made-up {{n}}"}"""));
        return $$"""{"total": {{lists.Sum(l => l.Count)}}, "results": [{{string.Join(',', entries)}}]}""";
    }

    private static Clearance Clearance(string party) => new(party, "watch", "e", "f", "x", "made-up officer", "other", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), "", "");
}
