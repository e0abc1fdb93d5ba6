using System.Text;
using CsCheck;
using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Rules.Binding;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>Who may do what, one id for one command, two signatures, the law of the day, and the way to bytes and back.</summary>
public class LicenseBookTests
{
    private static readonly CorpusShipmentLaw s_law = new(RealLaw.Rules, TestData.Catalog, TestData.Groups);

    private static StandingLawCondition Law => new() { Key = "law", Authority = "us", Binds = "maker", Corpus = "us.ear", Review = ReviewPolicy.CaseByCase };

    [Fact]
    public void Nothing_happens_before_the_book_is_founded_and_it_is_founded_once()
    {
        var r = new Rehearsal();
        Assert.False(r.Refused<BookFounded>(r.Reserving(1)).Founded);
        r.Refused<NotTheirs>(r.Founding() with { Actor = "us-1" });
        r.Refused<NotTheirs>(r.Founding() with { Actor = "nobody" });
        r.Do(r.Founding());
        Assert.True(r.Refused<BookFounded>(r.Founding()).Founded);
    }

    [Fact]
    public void Each_command_is_for_its_own_people()
    {
        var r = new Rehearsal().Issued(new ExpiryCondition { Key = "day", Authority = "us", Binds = "maker", Through = new(2026, 12, 31) });
        var reservation = r.Reserve(20);
        var shipment = r.Ship(reservation, 5);
        LicenseCommand By(string who, LedgerCommand act) => LedgerAct.Of(who, act);
        (string Wrong, LicenseCommand Command)[] cases =
        [
            ("cloud-1", r.Reserving(1)), ("us-1", r.Reserving(1)), ("us-admin", r.Reserving(1)), ("stranger", r.Reserving(1)),
            ("cloud-1", r.Shipping(reservation, 1)), ("cn-1", r.Shipping(reservation, 1)),
            ("maker-2", r.Returning(shipment, 1)), ("us-1", r.Returning(shipment, 1)), ("cloud-1", By("", new Release(r.NewId(), r.Now, reservation))),
            ("maker-2", r.Selling(1)), ("us-1", r.Selling(1)),
            ("maker-1", By("", new SetRate(r.NewId(), r.Now, "USD", "CNY", r.Now, 1, 1, "made up", "maker"))),
            ("cn-1", By("", new Grant(r.NewId(), r.Now, Rehearsal.Line, Rehearsal.Units(1), "cn"))), ("us-1", By("", new Grant(r.NewId(), r.Now, "cn-total", new(1, 0, 0), "us"))),
            ("us-1", By("", new Adjust(r.NewId(), r.Now, "cn-total", new(-1, 0, 0), null, "us", "words"))), ("maker-1", By("", new Freeze(r.NewId(), r.Now, Rehearsal.Line, "maker", "words"))),
            ("cn-1", By("", new Unfreeze(r.NewId(), r.Now, Rehearsal.Line, "cn", "words"))), ("cn-1", By("", new Close(r.NewId(), r.Now, Rehearsal.Line, "cn", "words"))),
            ("maker-1", By("", new Reverse(r.NewId(), r.Now, shipment, "maker", "words"))), ("cn-1", By("", new Reverse(r.NewId(), r.Now, shipment, "cn", "words"))),
            ("cn-1", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.Terms() with { Key = "US-2" } }),
            ("us-admin", new ExtendLicense { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Through = new(2028, 1, 1), Reason = "words" }),
            ("cn-1", new RevokeLicense { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Reason = "words" }),
            ("cn-1", new AddCondition { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Condition = Law }),
            ("cn-1", new ChangeCondition { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Condition = new ExpiryCondition { Key = "day", Authority = "us", Binds = "maker", Through = new(2028, 1, 1) }, Reason = "words" }),
            ("cn-1", new EndCondition { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Condition = "day", Reason = "words" }),
            ("maker-1", new WaiveCondition { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Condition = "day", Until = new(2028, 1, 1), Reason = "words" }),
            ("maker-1", new SuspendUse { Id = r.NewId(), EventTime = r.Now, Actor = "", Scope = SuspensionScope.License, Target = Rehearsal.License, Cause = "c", Reason = "words" }),
            ("cn-1", new SuspendUse { Id = r.NewId(), EventTime = r.Now, Actor = "", Scope = SuspensionScope.Account, Target = Rehearsal.Line, Cause = "c", Reason = "words" }),
            ("chips-1", new FileEvidence { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Evidence = "e", Subject = Rehearsal.License, Issuer = "lab", Dated = r.Today, Reference = "x" }),
            ("us-admin", new FileEvidence { Id = r.NewId(), EventTime = r.Now, Actor = "", License = Rehearsal.License, Evidence = "e", Subject = Rehearsal.License, Issuer = "us", Dated = r.Today, Reference = "x" }),
            ("us-1", new EnrollPerson { Id = r.NewId(), EventTime = r.Now, Actor = "", Person = new("new", "us", Role.Officer) }),
            ("us-admin", new EnrollPerson { Id = r.NewId(), EventTime = r.Now, Actor = "", Person = new("us-1", "cn", Role.Officer) }),
            ("maker-1", new EnrollOrganization { Id = r.NewId(), EventTime = r.Now, Actor = "", Organization = new("new", "made up", OrganizationKind.Other, "US") }),
            ("us-1", new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "", Person = "us-2" }),
            ("us-admin", new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "", Person = "us-admin" }),
        ];
        foreach (var (wrong, command) in cases)
        {
            var before = r.Book.StateHash();
            var refusal = Assert.IsType<LicenseRefused>(r.Try(command with { Actor = wrong })).Refusal;
            Assert.True(refusal is NotTheirs or NotEnrolled or NoSuch, $"{command.GetType().Name} by {wrong}: {refusal.Text}");
            Assert.Equal(before, r.Book.StateHash());
        }
    }

    [Fact]
    public void What_raises_or_lets_go_needs_two_different_officers_of_one_authority()
    {
        var r = new Rehearsal().Issued();
        var raise = LedgerAct.Of("us-1", new Grant(r.NewId(), r.Now, Rehearsal.Line, Rehearsal.Units(10), "us"));
        r.Refused<NeedsSecondPerson>(raise);
        var proposal = r.NewId();
        r.Do(new Propose { Id = proposal, EventTime = r.Now, Actor = "us-1", Action = raise });
        Countersign Sign(string who) => new() { Id = r.NewId(), EventTime = r.Now, Actor = who, Proposal = proposal };
        r.Refused<NeedsSecondPerson>(Sign("us-1"));
        r.Refused<NoSuch>(Sign("cn-1"));
        r.Refused<NotTheirs>(Sign("us-admin"));
        r.Refused<NoSuch>(Sign("maker-1"));
        Assert.Equal(100, r.Book.Ledger.BalanceOf(Rehearsal.Line)!.Value.Authorized.Units);
        r.Do(Sign("us-2"));
        Assert.Equal(110, r.Book.Ledger.BalanceOf(Rehearsal.Line)!.Value.Authorized.Units);
        r.Refused<SoAlready>(Sign("us-2"));

        // Lowering takes one.
        r.Do(LedgerAct.Of("us-1", new Adjust(r.NewId(), r.Now, Rehearsal.Line, new(-10, 0, 0), null, "us", "words")));
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", new Adjust(r.NewId(), r.Now, Rehearsal.Line, new(-10, 1, 0), null, "us", "words")));
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", new Linked(r.NewId(), r.Now, [new Grant(r.NewId(), r.Now, Rehearsal.Line, Rehearsal.Units(10), "us")])));
        r.Refused<MalformedCommand>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-2", Action = raise });
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void The_officer_who_proposed_and_left_no_longer_counts()
    {
        var r = new Rehearsal().Issued();
        var proposal = r.NewId();
        r.Do(new Propose { Id = proposal, EventTime = r.Now, Actor = "us-1", Action = LedgerAct.Of("us-1", new Grant(r.NewId(), r.Now, Rehearsal.Line, Rehearsal.Units(10), "us")) });
        r.Do(new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = "us-1" });
        r.Refused<NotEnrolled>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-2", Proposal = proposal });
    }

    [Fact]
    public void The_same_id_is_the_same_command_for_ever()
    {
        var r = new Rehearsal().Issued();
        var reserve = r.Reserving(10);
        r.Do(reserve);
        var ship = r.Shipping(reserve.Id, 5);
        r.Do(ship);
        var sequence = r.Book.Sequence;
        foreach (var again in new LicenseCommand[] { reserve, ship })
        {
            Assert.True(Assert.IsType<LicenseAccepted>(r.Try(again)).Repeated);
        }

        Assert.Equal(sequence, r.Book.Sequence);
        Assert.Equal("units", r.Refused<CommandIdReused>(ship with { Units = 6 }).Field);
        Assert.Equal("units", r.Refused<CommandIdReused>(reserve with { Units = 11 }).Field);
        Assert.Equal("command", r.Refused<CommandIdReused>(ship with { Id = reserve.Id }).Field);
        Assert.Equal("command", r.Refused<CommandIdReused>(r.Reserving(1) with { Id = ship.Id }).Field);
        Assert.Equal("id", r.Refused<MalformedCommand>(ship with { Id = "proviso:1" }).Field);

        // The id of what was proposed too, whoever sends it.
        var grant = LedgerAct.Of("us-1", new Grant(r.NewId(), r.Now, Rehearsal.Line, Rehearsal.Units(10), "us"));
        r.Two("us-1", "us-2", grant);
        Assert.True(Assert.IsType<LicenseAccepted>(r.Try(grant)).Repeated);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_license_is_used_within_its_days_and_never_after_it_was_revoked()
    {
        var r = new Rehearsal().Issued();
        r.Pass(364);
        var reservation = r.Reserve(10);
        r.Ship(reservation, 1);
        r.Pass(1);
        Assert.Equal(LicenseStatus.Expired, r.Refused<LicenseNotInForce>(r.Reserving(1)).Status);
        Assert.Equal(LicenseStatus.Expired, r.Refused<LicenseNotInForce>(r.Shipping(reservation, 1)).Status);
        Assert.Equal("expired", Assert.Single(BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Rows).Status);
        r.Two("us-1", "us-2", new ExtendLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Through = new(2027, 6, 1), Reason = "words" });
        r.Ship(reservation, 1);
        r.Two("us-1", "us-2", new RevokeLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Reason = "words" });
        Assert.Equal(LicenseStatus.Revoked, r.Refused<LicenseNotInForce>(r.Shipping(reservation, 1)).Status);
        Assert.Equal("revoked", Assert.Single(BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Rows).Status);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_shipment_is_neither_of_tomorrow_nor_of_last_week()
    {
        var r = new Rehearsal().Issued();
        var reservation = r.Reserve(10);
        r.Pass(10);
        var shipping = r.Shipping(reservation, 1);
        Assert.Equal("eventTime", r.Refused<MalformedCommand>(shipping with { EventTime = new(r.Now.Milliseconds + 1) }).Field);
        r.Refused<NotTheirs>(shipping with { EventTime = new(r.Now.Milliseconds - (3 * Moment.Day) - 1) });
        r.Do(shipping with { EventTime = new(r.Now.Milliseconds - (3 * Moment.Day)) });
        r.Do(r.Shipping(reservation, 1) with { Actor = "us-1", EventTime = new(r.Now.Milliseconds - (9 * Moment.Day)) });
    }

    [Fact]
    public void The_law_of_the_day_of_shipment_counts_and_the_provision_is_named()
    {
        // In the scenario the rule of January 2026 is withdrawn on 2026-12-01, and denial is presumed again.
        var r = new Rehearsal(new CorpusShipmentLaw(RealLaw.Rules, TestData.Catalog, TestData.Groups, "rule-withdrawn")).Issued(Law);
        var reservation = r.Reserve(20);
        var entry = r.Do(r.Shipping(reservation, 1));
        Assert.Contains("742.6(b)(10)(iii)(A)", Assert.Single(entry.Outcome.Law).Provision, StringComparison.Ordinal);
        r.Now = Rehearsal.At("2026-11-30T12:00:00Z");
        r.Ship(reservation, 1);
        r.Now = Rehearsal.At("2026-12-01T00:00:00Z");
        var refusal = r.Refused<LawForbids>(r.Shipping(reservation, 1));
        Assert.Equal(("742.6(b)(10)", "license required, review presumption-of-denial"), (refusal.Verdict.Provision, refusal.Verdict.Outcome));
        Assert.Equal(ConditionStatus.Pending, r.Reading("law").Status);

        // A replay needs no law: what it said is in the entries.
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void Without_a_law_or_with_one_that_does_not_settle_it_nothing_ships()
    {
        var r = new Rehearsal().Issued(Law);
        Assert.Contains("no law is loaded", r.Refused<LawForbids>(r.Shipping(r.Reserve(1), 1)).Verdict.Outcome, StringComparison.Ordinal);
        r = new Rehearsal(s_law).Issued(Law with { Corpus = "us.typo" });
        Assert.Contains("undetermined", r.Refused<LawForbids>(r.Shipping(r.Reserve(1), 1)).Verdict.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_of_the_ledger_come_before_conditions_and_say_by_how_much()
    {
        var r = new Rehearsal().Issued(new SiteCondition { Key = "site", Authority = "us", Binds = "maker", Sites = ["dc-1"] });
        var reservation = r.Reserve(90);
        Assert.Equal("window-exceeded", r.Refused<LedgerRefuses>(r.Reserving(1)).Word);
        r.Do(LedgerAct.Of("us-1", new Freeze(r.NewId(), r.Now, "month", "us", "words")));
        Assert.Equal("account-frozen", r.Refused<LedgerRefuses>(r.Shipping(reservation, 1)).Word);
        Assert.Equal("frozen", Assert.Single(BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Rows).Status);
    }

    [Fact]
    public void A_reservation_lapses_by_itself_before_the_next_command()
    {
        var r = new Rehearsal().Issued();
        r.Reserve(60, Moment.Day);
        Assert.Equal("window-exceeded", r.Refused<LedgerRefuses>(r.Reserving(40)).Word);
        r.Pass(1);
        r.Reserve(50);
        Assert.IsType<TimePasses>(r.Entries[^2].Command);
        Assert.Single(r.Entries[^2].Ledger!.Parts[0].Lapsed);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void What_an_entry_says_it_brought_about_is_found_by_the_replay_when_it_was_changed()
    {
        // What the law said is taken from the entry, so a replay needs no law; the hashes of the journal guard that.
        var r = new Rehearsal(s_law).Issued(Law, new ShipmentReportCondition { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", WithinDays = 30, Consequence = Consequence.SuspendLine });
        var reservation = r.Reserve(20);
        r.Ship(reservation, 5);
        r.Pass(40);
        r.Tick();
        var entries = r.Recorded().ToList();
        foreach (var (index, from, to) in new[] { (-2, "nothing on file", "everything fine"), (-2, "US-1/delivery", "US-1/deliverx"), (-3, "\"units\":5,", "\"units\":6,") })
        {
            var machine = new LicenseMachine();
            var at = entries.Count + index;
            foreach (var entry in entries[..at])
            {
                machine.Replay(entry);
            }

            var body = Encoding.Latin1.GetString(entries[at].Record.Body.Span);
            Assert.Contains(from, body, StringComparison.Ordinal);
            var forged = entries[at] with { Record = entries[at].Record with { Body = Encoding.Latin1.GetBytes(body.Replace(from, to, StringComparison.Ordinal)) } };
            Assert.Throws<JournalFormatException>(() => machine.Replay(forged));
        }
    }

    [Fact]
    public void Bytes_that_are_no_entry_are_refused_and_nothing_else_is_thrown()
    {
        var r = new Rehearsal(s_law).Issued(Law);
        r.Ship(r.Reserve(20), 5);
        var bodies = r.Recorded().Select(e => e.Record.Body.ToArray()).ToArray();
        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int[0, 5_000], Gen.Byte, Gen.Int[0, 3]).Sample(
            (which, at, value, how) =>
            {
                var bytes = bodies[which].ToArray();
                at %= bytes.Length;
                switch (how)
                {
                    case 0:
                        bytes[at] = value;
                        break;
                    case 1:
                        bytes = bytes[..at];
                        break;
                    case 2:
                        bytes = [.. bytes, value];
                        break;
                    default:
                        bytes = [.. bytes[..at], value, .. bytes[at..]];
                        break;
                }

                try
                {
                    var entry = LicenseCodec.Decode(bytes, 0, r.Now);
                    Assert.Equal(bytes, LicenseCodec.Encode(entry));
                }
                catch (LicenseFormatException)
                {
                    // What it is for.
                }
            },
            iter: 3_000, seed: "0000KTsqaCj7", threads: 1);
    }

    [Fact]
    public void A_license_too_long_for_one_entry_is_refused_and_one_that_passes_fits()
    {
        var r = new Rehearsal();
        r.Do(r.Founding());
        var line = Rehearsal.Terms().Lines[0] with { Caps = [] };
        IssueLicense Issue(int conditions) => new()
        {
            Id = r.NewId(),
            EventTime = r.Now,
            Actor = "us-1",
            License = Rehearsal.Terms(Enumerable.Range(0, conditions).Select(i => new SiteCondition { Key = $"c{i}", Authority = "us", Binds = "maker", Sites = [.. Enumerable.Range(0, 10).Select(s => $"a-site-{i}-{s}")] }))
                with
            { Lines = [.. Enumerable.Range(0, 50).Select(i => line with { Key = $"line-{i}" })] },
        };
        Assert.Contains("too long", r.Refused<MalformedCommand>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Action = Issue(200) }).Problem, StringComparison.Ordinal);
        r.Two("us-1", "us-2", Issue(40));
        Assert.All(r.Recorded(), e => Assert.InRange(e.Encode().Length, 1, ushort.MaxValue));
    }

    [Theory]
    [InlineData("""{"command":"ship-units","id":"a","eventTime":"2026-02-10","actor":"p","reservation":"r","units":1,"value":1,"colour":"red"}""", "colour")]
    [InlineData("""{"command":"ship-units","id":"a","eventTime":"2026-02-10","actor":"p","reservation":"r"}""", "units")]
    [InlineData("""{"command":"ship-units","id":"a","id":"b","eventTime":"2026-02-10","actor":"p","reservation":"r","units":1,"value":1}""", "id")]
    [InlineData("""{"command":"ship-units","id":"a","eventTime":"10.2.2026","actor":"p","reservation":"r","units":1,"value":1}""", "10.2.2026")]
    [InlineData("""{"command":"ship-units","id":"a","eventTime":"2026-02-10","actor":"p","reservation":"r","units":1.5,"value":1}""", "units")]
    [InlineData("""{"command":"ship-units","id":"a","eventTime":"2026-02-10","actor":"p","reservation":"r","units":1,"value":0.0000001}""", "six decimals")]
    [InlineData("""{"command":"ship-unit","id":"a"}""", "ship-unit")]
    [InlineData("""{"id":"a"}""", "missing")]
    [InlineData("null", "null")]
    [InlineData("{", "")]
    public void Json_that_is_no_command_is_refused_with_the_place(string text, string named) =>
        Assert.Contains(named, Assert.Throws<LicenseFormatException>(() => LicenseJson.Read<LicenseCommand>(text)).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_demo_programme_runs_to_the_last_command_and_every_line_of_it_is_canonical()
    {
        var machine = new LicenseMachine(s_law, new CatalogFigures(TestData.Catalog));
        foreach (var line in File.ReadLines(Path.Combine(Golden.Root, "data", "demo", "programme.jsonl")))
        {
            using var document = System.Text.Json.JsonDocument.Parse(line);
            var command = LicenseJson.ReadCanonical<LicenseCommand>(document.RootElement.GetProperty("command").GetRawText());
            var result = machine.Decide(command, document.RootElement.GetProperty("at").GetDateTimeOffset()).Result;
            Assert.True(result is LicenseAccepted, $"{command.Id}: {(result as LicenseRefused)?.Refusal.Text}");
        }

        Assert.True(machine.Book.IsRehearsal);
        Assert.Contains("made up", machine.Book.Title, StringComparison.Ordinal);
        Assert.Equal(400_000, machine.Book.Lines(new(2026, 3, 16)).Sum(l => l.Balance.Authorized.Units));
        Assert.Equal(400_000, machine.Book.Ledger.BalanceOf("cn-total")!.Value.Authorized.Units);
        Assert.All(machine.Book.Organizations, o => Assert.Contains("made", o.Name, StringComparison.OrdinalIgnoreCase));
        Assert.All(BorderFile.Of(machine.Book.ViewOf("us-officer-1")!, new(2026, 3, 16)).Rows, row => Assert.Equal("live", row.Status));
    }
}
