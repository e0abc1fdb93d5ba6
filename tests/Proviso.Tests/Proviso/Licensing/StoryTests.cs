using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Rules.Binding;
using Proviso.Storage.Journal;
using Proviso.Tests.Rules.Evaluation;
using Proviso.Tests.Storage.Journal;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>The whole way of a quota on a real store: two authorities, 200 clients at once, a ratio, a missed duty, a law that changes, and an auditor.</summary>
public sealed class StoryTests(PostgresInstance postgres) : IDisposable
{
    private const string Book = "story";
    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-story-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task On_a_file()
    {
        var file = Path.Combine(_folder, "story.journal");
        using (var journal = SqliteJournal.Open(file))
        {
            await Tell(journal, "row", (sequence, content) => ByHand.Edit(file, "UPDATE entry SET content = $content WHERE book = $book AND sequence = $sequence", ("$content", content), ("$book", Book), ("$sequence", sequence)));
        }
    }

    [Fact]
    public async Task On_PostgreSQL()
    {
        using var journal = PostgresJournal.Open(postgres.Required());
        await Tell(journal, "row", (sequence, content) => PostgresRows.Edit(postgres.Required(), Book, sequence, content));
    }

    // A clock that tests move on.
    private sealed class Clock(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Tells the story on a journal.</summary>
    /// <param name="journal">An empty journal.</param>
    /// <param name="place">What an edited entry is called there.</param>
    /// <param name="edit">Writes over the content of an entry behind the journal's back.</param>
#pragma warning disable CA1859 // Every store tells the same story.
    private static async Task Tell(IJournal journal, string place, Action<long, byte[]> edit)
#pragma warning restore CA1859
    {
        var stop = TestContext.Current.CancellationToken;
        var clock = new Clock(new(2026, 2, 2, 9, 0, 0, TimeSpan.Zero));
        var law = new CorpusShipmentLaw(RealLaw.Rules, TestData.Catalog, TestData.Groups, "rule-withdrawn");
        var script = new Rehearsal();
        LicenseMachine machine = null!;
        await using var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, Book, () => machine = new LicenseMachine(law, Rehearsal.Products), clock);
        async Task<LicenseResult> Try(LicenseCommand command) => await writer.Submit(command, stop);
        async Task<LicenseEntry> Do(LicenseCommand command) => await Try(command) switch
        {
            LicenseAccepted accepted => accepted.Entry,
            LicenseRefused refused => throw new InvalidOperationException(refused.Refusal.Text),
            _ => throw new InvalidOperationException(),
        };
        async Task<LicenseRefusal> Refused(LicenseCommand command) => Assert.IsType<LicenseRefused>(await Try(command)).Refusal;
        async Task Two(string first, string second, LicenseCommand action)
        {
            var proposal = script.NewId();
            await Do(new Propose { Id = proposal, EventTime = script.Now, Actor = first, Action = action });
            await Do(new Countersign { Id = script.NewId(), EventTime = script.Now, Actor = second, Proposal = proposal });
        }

        void On(string day) => (script.Now, clock.Now) = (Rehearsal.At(day), DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        // Lines granted under two authorities.
        await Do(script.Founding());
        foreach (var cap in script.Caps().Where(c => c.Terms.Account != "month"))
        {
            await Two($"{cap.Terms.Authority}-1", $"{cap.Terms.Authority}-2", cap);
        }

        var terms = Rehearsal.Terms(
            new StandingLawCondition { Key = "law", Authority = "us", Binds = "maker", Corpus = "us.ear", Review = ReviewPolicy.CaseByCase },
            new AccountCondition { Key = "volume", Authority = "us", Binds = "maker", Cap = CapKind.RatioCap, Account = "ratio", Consequence = Consequence.SuspendLicense },
            new ShipmentReportCondition { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", From = OrganizationKind.Buyer, WithinDays = 30, Consequence = Consequence.SuspendLine });
        var line = terms.Lines[0] with { Authorized = new(300, 12_000_000_000_000, 300 * Rehearsal.Tpp), Caps = ["cn-cloud", "cn-total", "ratio"] };
        await Two("us-1", "us-2", new IssueLicense { Id = script.NewId(), EventTime = script.Now, Actor = "us-1", License = terms with { Through = new(2027, 2, 1), Lines = [line] } });
        await Do(script.Selling(320));

        // 200 clients ask for 2 each; the ratio leaves 160, the buyer's cap 200, the line 300: exactly 160 are granted.
        var asked = Enumerable.Range(0, 200).Select(i => script.Reserving(2, 30 * Moment.Day) with { Id = $"client-{i}" }).ToList();
        var answers = await Task.WhenAll(asked.Select(a => Task.Run(() => Try(a), stop)));
        var granted = asked.Where((_, i) => answers[i] is LicenseAccepted).Select(a => a.Id).ToList();
        Assert.Equal(80, granted.Count);
        Assert.All(answers.OfType<LicenseRefused>(), a => Assert.IsType<RatioExceeded>(Assert.IsType<LedgerRefuses>(a.Refusal).Refusal));
        Assert.All(await Task.WhenAll(asked.Where(a => granted.Contains(a.Id)).Select(a => Task.Run(() => Try(a), stop))), a => Assert.True(Assert.IsType<LicenseAccepted>(a).Repeated));
        Assert.Equal(160, machine.Book.Ledger.BalanceOf(Rehearsal.Line)!.Value.Reserved.Units);

        // A partial shipment, a return; the rest lapses after a month.
        var ship = script.Shipping(granted[0], 1);
        await Do(ship);
        await Two("maker-1", "cloud-1", script.Returning(ship.Id, 1));
        On("2026-03-05T09:00:00Z");
        var late = script.Reserving(160);
        await Do(late);
        Assert.Equal(160, machine.Book.Ledger.BalanceOf(Rehearsal.Line)!.Value.Reserved.Units);
        var first = script.Shipping(late.Id, 150);
        await Do(first);

        // The ratio stops the next one and says by how much; a sale at home makes room.
        var more = script.Reserving(5);
        var ratio = Assert.IsType<RatioExceeded>(Assert.IsType<LedgerRefuses>(await Refused(more)).Refusal);
        Assert.Equal((5 * Rehearsal.Tpp, 0L, 10 * Rehearsal.Tpp), (ratio.By, ratio.Available, ratio.SalesNeeded));
        await Do(script.Selling(10));
        await Do(more);

        // A delivery confirmation is missed: the line is suspended in the same transaction, and every reader sees it.
        On("2026-04-05T09:00:00Z");
        var stopped = await Refused(script.Shipping(late.Id, 1));
        Assert.Equal("account-suspended", stopped.Word);

        // What is refused records nothing: the breach comes with the next entry.
        Assert.Empty(LicenseMachine.Load(journal, Book).BreachesOf(Rehearsal.License));
        await Do(script.Evidence("maker-1", "note", Rehearsal.License));
        var seen = LicenseMachine.Load(journal, Book);
        var breach = Assert.Single(seen.BreachesOf(Rehearsal.License)).Breach;
        Assert.Equal((first.Id, "nothing on file by 2026-04-04"), (breach.Subject, breach.Reason));
        Assert.Equal("suspended", Assert.Single(BorderFile.Of(seen.ViewOf("us-1")!, script.Today).Rows).Status);
        Assert.Equal(machine.Book.StateHash(), seen.StateHash());

        // Two persons let it go again, once the confirmation is there.
        var reinstate = new ReinstateUse { Id = script.NewId(), EventTime = script.Now, Actor = "us-1", Scope = SuspensionScope.Account, Target = Rehearsal.Line, Cause = "US-1/delivery", Reason = "filed late" };
        Assert.IsType<StillOutstanding>(await Refused(reinstate));
        await Do(script.Evidence("cloud-1", "delivery-confirmation", first.Id));
        Assert.IsType<NeedsSecondPerson>(await Refused(reinstate));
        await Two("us-1", "us-2", reinstate);
        await Do(script.Shipping(late.Id, 1));

        // The law changes on a day: what ships after it is refused, with the provision.
        On("2026-12-01T09:00:00Z");
        foreach (var shipment in machine.Book.ShipmentsOf(Rehearsal.License).Where(s => machine.Book.Obligations(true).Any(o => o.Subject == s)).ToList())
        {
            await Do(script.Evidence("cloud-1", "delivery-confirmation", shipment));
        }

        foreach (var cause in machine.Book.BreachesOf(Rehearsal.License).Where(b => b.Breach.Resolved is null).Select(b => b.Condition).Distinct(StringComparer.Ordinal).ToList())
        {
            await Two("us-1", "us-2", reinstate with { Id = script.NewId(), EventTime = script.Now, Cause = $"US-1/{cause}" });
        }

        var forbidden = Assert.IsType<LawForbids>(await Refused(script.Shipping(late.Id, 1)));
        Assert.Equal("742.6(b)(10)", forbidden.Verdict.Provision);

        // The auditor: everything replays to the same state; inclusion and consistency hold against checkpoints kept elsewhere.
        Assert.Equal(machine.Book.StateHash(), LicenseMachine.Load(journal, Book).StateHash());
        var leaves = journal.LeafHashes(Book).ToList();
        var entries = journal.Read(Book).ToList();
        var (half, whole) = (new Checkpoint("story", leaves.Count / 2, MerkleTree.Root(leaves[..(leaves.Count / 2)])), new Checkpoint("story", leaves.Count, MerkleTree.Root(leaves)));
        Assert.True(MerkleTree.VerifyConsistency(half.Size, whole.Size, half.Root.Span, whole.Root.Span, MerkleTree.Consistency(leaves, half.Size)));
        var wanted = entries.First(e => e.Record.Id == first.Id);
        Assert.True(MerkleTree.VerifyInclusion(wanted.Sequence, whole.Size, wanted.LeafHash(), MerkleTree.Inclusion(leaves, wanted.Sequence), whole.Root.Span));
        Assert.Null(JournalAudit.Verify(journal, Book, whole).Problem);

        // One row edited behind everybody's back.
        var forged = wanted with { Record = wanted.Record with { EventTime = wanted.Record.EventTime.AddDays(-9) } };
        edit(wanted.Sequence, forged.Encode());
        var found = JournalAudit.Verify(journal, Book, whole);
        Assert.Equal(wanted.Sequence, found.Sequence);
        Assert.Contains("not what was hashed", found.Problem, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{entries.Count} entries, one {place} edited and found");
    }
}
