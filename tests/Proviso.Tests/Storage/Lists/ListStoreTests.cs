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

    [Fact]
    public void An_import_whose_day_nobody_knows_is_stale_until_somebody_says_it()
    {
        var offer = new ListOffer { Origin = "made-up.csv" };

        var outcome = Offer(Csv(10), like: offer);

        Assert.Equal(ListOutcomeKind.Accepted, outcome.Kind);
        Assert.Contains("--published", outcome.NotReady, StringComparison.Ordinal);
        var state = Assert.Single(Load().States);
        Assert.Equal((ListReadiness.Stale, null), (state.Readiness, state.Checked));
        Assert.Contains("proviso lists import made-up.csv --as watch --published YYYY-MM-DD", state.Reason, StringComparison.Ordinal);
        Assert.Equal(ScreeningVerdict.Hold, Screen("Quite Another"));
        Assert.Equal(ScreeningVerdict.Hit, Screen("Made-up Party Seven"));

        Assert.Null(Offer(Csv(10), like: offer with { Published = new DateOnly(2026, 2, 9) }).NotReady);
        Assert.Equal(ScreeningVerdict.Clear, Screen("Quite Another"));
        Assert.Equal(new DateTimeOffset(2026, 2, 9, 23, 59, 59, TimeSpan.Zero), Assert.Single(Load().States).Checked!.Value.AddTicks(-9_999_999));
    }

    [Theory]
    [InlineData("2026-02-11")]
    [InlineData("2036-01-01")]
    public void A_day_that_is_yet_to_come_is_refused_and_changes_nothing(string day)
    {
        var refused = Assert.Throws<ListStoreException>(() => Offer(Csv(10), like: new ListOffer { Origin = "made-up.csv", Published = DateOnly.Parse(day, CultureInfo.InvariantCulture) }));

        Assert.Contains("cannot be of " + day, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void A_day_in_the_file_that_is_yet_to_come_or_another_than_the_one_said_is_refused()
    {
        string Text(string day) => $$"""{"list_id":"watch","extracted":"{{day}}","count":1,"entities":[{"name":"Made-up Party"}]}""";
        Assert.Contains("yet to come", Offer(Text("2026-02-12"), id: null).Reason, StringComparison.Ordinal);
        Assert.Contains("`--published` says", Assert.Throws<ListStoreException>(() => Offer(Text("2026-02-09"), like: new ListOffer { Origin = "f", Published = new DateOnly(2026, 2, 10) })).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
        Assert.Equal(ListOutcomeKind.Accepted, Offer(Text("2026-02-09"), like: new ListOffer { Origin = "f", Published = new DateOnly(2026, 2, 9) }).Kind);
    }

    [Fact]
    public void A_publication_with_a_part_missing_is_searched_and_not_ready()
    {
        var outcome = Offer("99003,\"INVENTED BANK\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");

        Assert.Contains("ALT.CSV", outcome.NotReady, StringComparison.Ordinal);
        var state = Assert.Single(Load().States);
        Assert.Equal(ListReadiness.Incomplete, state.Readiness);
        Assert.Contains("ADD.CSV", state.Reason, StringComparison.Ordinal);
        Assert.Equal(ScreeningVerdict.Hold, Screen("Quite Another"));
        Assert.Equal(ScreeningVerdict.Hit, Screen("Invented Bank"));
    }

    // Without a name for the list a bad file into a new folder left a history without a manifest, and every later command failed.
    [Theory]
    [InlineData(null, "<html><body>maintenance</body></html>")]
    [InlineData("watch", "<html><body>maintenance</body></html>")]
    [InlineData(null, "")]
    [InlineData("watch", "name,country\n")]
    [InlineData("bis-entity-list", "name,country\nMade-up,CN\n")]
    [InlineData(null, "name,country\nMade-up,CN\n")]
    public void A_refused_import_leaves_the_folder_as_it_was(string? id, string text)
    {
        var outcome = Offer(text, id);
        Assert.Equal((ListOutcomeKind.Refused, false), (outcome.Kind, outcome.Recorded));
        Assert.False(Directory.Exists(_folder));

        Directory.CreateDirectory(_folder);
        Assert.Equal(ListOutcomeKind.Refused, Offer(text, id).Kind);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));

        Offer(Csv(10), id: "other");
        var before = Files();
        Assert.Equal(ListOutcomeKind.Refused, Offer(text, id).Kind);
        Assert.Equal(before, Files());
        Assert.Equal(ScreeningVerdict.Clear, Screen("Quite Another"));
    }

    [Fact]
    public void A_refused_import_of_a_list_that_was_there_changes_nothing_but_the_doubt()
    {
        Offer(Csv(10));
        var before = Files();

        Offer("<html></html>");

        Assert.Equal(before.Keys, Files().Keys);
        Assert.Equal(["history.jsonl", "manifest.json"], before.Where(f => Files()[f.Key] != f.Value).Select(f => f.Key));
    }

    [Fact]
    public void A_history_of_refusals_alone_does_not_lock_a_folder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "snapshots"));
        File.WriteAllText(Path.Combine(_folder, "history.jsonl"), "{\"at\":\"2026-02-10T12:00:00+00:00\",\"source\":\"x.csv\",\"what\":\"refused\"}\n");

        Assert.Empty(Open().States(Now));
        Assert.Equal(ListOutcomeKind.Accepted, Offer(Csv(10)).Kind);
    }

    [Fact]
    public void What_a_killed_writer_left_is_in_nobody_s_way_and_goes()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "snapshots"));
        File.WriteAllText(Path.Combine(_folder, "lock"), "");
        File.WriteAllText(Path.Combine(_folder, "incoming-1"), "name\nhal");
        File.WriteAllText(Path.Combine(_folder, "manifest.json.new"), "{\"formatVers");

        Assert.Empty(Open().States(Now));
        Assert.Equal(ListOutcomeKind.Accepted, Offer(Csv(10)).Kind);
        Assert.False(File.Exists(Path.Combine(_folder, "incoming-1")));
        Assert.Equal(ScreeningVerdict.Clear, Screen("Quite Another"));
    }

    // A folder in the place of a file stands for a disk that takes nothing.
    [Theory]
    [InlineData("manifest.json.new", "lists are as they were")]
    [InlineData("history.jsonl", "")]
    public void A_file_that_cannot_be_written_leaves_the_lists_as_they_were(string blocked, string says)
    {
        Offer(Csv(10));
        var before = Files();
        if (File.Exists(Path.Combine(_folder, blocked)))
        {
            File.Delete(Path.Combine(_folder, blocked));
        }

        Directory.CreateDirectory(Path.Combine(_folder, blocked));
        var failed = Assert.Throws<ListStoreException>(() => Offer(Csv(9)));
        Assert.Contains(says, failed.Message, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_folder, blocked));

        if (says.Length > 0)
        {
            Assert.Equal(before, Files());
        }

        Assert.Equal(ListReadiness.Ready, Assert.Single(Load().States).Readiness);
    }

    [Theory]
    [InlineData(100, 95, true)]
    [InlineData(100, 94, false)]
    [InlineData(100, 85, false)]
    [InlineData(10, 8, true)]
    [InlineData(10, 7, false)]
    [InlineData(3, 2, false)]
    public void A_long_list_that_loses_more_than_a_twentieth_is_held_back(int before, int after, bool isTaken)
    {
        string Text(int count) => "name\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"Made-up Party {i}\n"));
        Offer(Text(before));

        var outcome = Offer(Text(after));

        Assert.Equal(isTaken ? ListOutcomeKind.Accepted : ListOutcomeKind.Refused, outcome.Kind);
    }

    [Fact]
    public void A_list_that_keeps_its_entries_and_loses_their_other_names_or_numbers_is_held_back()
    {
        string Text(bool hasAliases, bool hasNumbers) => "name,aliases,identifiers\n" + string.Concat(Numbers.Select(n => $"Made-up {n},{(hasAliases ? "Alias " + n : "")},{(hasNumbers ? "lei:MADEUP000" + n : "")}\n"));
        Offer(Text(true, true));

        Assert.Contains("fell from 20 to 10 names", Offer(Text(false, true)).Reason, StringComparison.Ordinal);
        Assert.Contains("fell from 10 to 0 numbers", Offer(Text(true, false)).Reason, StringComparison.Ordinal);
        Assert.Equal(ListOutcomeKind.Unchanged, Offer(Text(true, true)).Kind);
    }

    [Fact]
    public void A_page_of_a_search_is_measured_by_the_publication_it_comes_from()
    {
        Assert.Equal(ListOutcomeKind.Accepted, Offer(Csl(("Made-up List A", 10), ("Made-up List B", 3)), source: "csl").Kind);

        var page = Offer(Csl(("Made-up List A", 4)), id: null);

        Assert.Equal(ListOutcomeKind.Refused, page.Kind);
        Assert.Contains("made-up-list-a fell from 10 to 4", page.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_entries_that_a_publisher_names_is_held_against_the_file()
    {
        Assert.Contains("it has 9 entries where 10 were named", Offer(Csv(9), like: new ListOffer { Origin = "f", Entries = 10 }).Reason, StringComparison.Ordinal);
        Assert.Equal(ListOutcomeKind.Accepted, Offer(Csv(10), like: new ListOffer { Origin = "f", Entries = 10 }).Kind);
    }

    [Fact]
    public void What_columns_mean_is_kept_with_the_publication()
    {
        var text = "Company,Land,Buyer\n" + string.Concat(Numbers.Select(n => $"Made-up {n},CN,Anna\n"));
        var offer = new ListOffer { Origin = "f", Published = new DateOnly(2026, 2, 10), Columns = ListReadOptions.NoColumns.Add("Company", "name").Add("land", "country").Add("Buyer", "") };

        var outcome = Offer(text, like: offer);

        Assert.Equal((ListOutcomeKind.Accepted, 10), (outcome.Kind, outcome.Entries));
        Assert.Equal(10, Load().Parties.Length);
        Assert.Equal(10, Open().ReadSnapshot(outcome.Snapshot!, null).Parties.Length);
        Assert.Equal(ScreeningVerdict.Hit, Screen("Made-up Seven"));
    }

    [Fact]
    public void Counts_and_what_was_not_taken_are_kept_for_the_status()
    {
        Offer("""
            {"id":"a","caption":"Made-up Chips","schema":"Company","properties":{"name":["Made-up Chips","MUC"],"address":["1 Road"],"innCode":["7700000000"]},"datasets":["d"],"target":true}
            {"id":"b","caption":"Made-up Owner","schema":"Person","properties":{"name":["Made-up Owner"]},"datasets":["d"],"target":false}
            """);

        var source = Open().Manifest.Sources["watch"];
        Assert.Equal(new ListCounts(1, 2, 1, 1), source.Counts!["watch"]);
        Assert.Equal(["1 not taken as entries: Person: related to a listed party, not listed itself (first: line 2 b)"], source.PassedOver);
        Assert.Equal(ScreeningVerdict.Clear, Screen("Quite Another"));
    }

    private SortedDictionary<string, string> Files() =>
        new(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(_folder, f), f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))), StringComparer.Ordinal);

    private ListStore Open() => ListStore.Open(_folder);

    private ListSet Load(DateTimeOffset? now = null) => Open().Load(now ?? Now, []);

    private ScreeningVerdict Screen(string name) =>
        new PartyScreener(ScreeningIndex.Build(Load(), Open().Rarity()), ClearanceBook.Empty, []).Screen(new PartyQuery { Name = name }, DateOnly.FromDateTime(Now.UtcDateTime)).Verdict;

    private ListOutcome Offer(string text, string? id = "watch", string? source = null, string? confirmed = null, TimeSpan? maxAge = null, ImmutableArray<string>? expected = null, ListOffer? like = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return Open().Offer(stream, (like ?? new ListOffer { Origin = "made-up.csv", Published = id is null ? null : DateOnly.FromDateTime(Now.UtcDateTime) }) with { Source = source ?? id, ListId = source is null ? id : null, MaxAge = maxAge, Confirmed = confirmed, Expected = expected ?? [] }, Now);
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
