// Method: on books made by others, one person acts alone, with every key that this person alone brought into the book, in every sequence of so many acts. Whatever was
// reached is read from the book and held against what the rule gives to two. The last act of a sequence is tried on a book that holds the other last acts of the same
// person too: more than is asserted, and still one person's. Acts of kinds on whose order nobody's right depends are tried in one order.
// CI: sequences of three exhaustively (of four on the two small books), sequences of four drawn. PROVISO_LONG=1: sequences of four exhaustively.
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>No sequence of acts by one person reaches what the rule gives to two.</summary>
public class SequenceTests(ITestOutputHelper output)
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PROVISO_LONG") == "1";

    private static readonly string[] s_people =
    [
        "us-admin", "us-1", "us-3", "cn-admin", "cn-1", "maker-admin", "maker-1", "maker-2", "cloud-admin", "cloud-1", "lab-admin", "lab-1", "own-lab-admin", "own-lab-1", "far-lab-1", "chips-admin",
        "chips-1", "rival-admin", "rival-1", "group-admin", "group-1", "stranger",
    ];

    public static TheoryData<string, string, int> People => [.. s_people.Select(p => ("working", p, s_long ? 4 : 3)),
        .. new[] { "us-admin", "cn-admin", "maker-admin", "stranger" }.Select(p => ("young", p, 4)), .. new[] { "maker-admin", "maker-1", "us-1" }.Select(p => ("within-one-company", p, s_long || p[0] == 'm' ? 4 : 3))];

    [Theory]
    [MemberData(nameof(People))]
    public void One_person_alone_never_reaches_what_takes_two(string world, string person, int depth)
    {
        var run = new Explorer(world, person);
        run.All(depth);
        output.WriteLine($"{world}, {person}: {run.Books} books, {run.Tried} acts tried, {run.Accepted} accepted in sequences of up to {depth}");
        Assert.True(run.Reached.Count == 0, string.Join('\n', run.Reached));
        Assert.True(run.Tried > 50);
    }

    [Fact]
    public void Drawn_sequences_of_four_do_not_either()
    {
        var (sequences, accepted) = (0, 0);
        foreach (var person in s_people)
        {
            var run = new Explorer("working", person);
            for (var seed = 0; seed < (s_long ? 2_000 : 12); seed++)
            {
                run.Drawn(4, seed);
                sequences++;
            }

            accepted += run.Accepted;
            Assert.True(run.Reached.Count == 0, string.Join('\n', run.Reached));
        }

        output.WriteLine($"{sequences} sequences drawn, {accepted} acts accepted");
        Assert.True(accepted > sequences);
    }

    [Fact]
    public void Every_kind_of_command_is_among_the_acts()
    {
        var kinds = typeof(LicenseCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LicenseCommand)) && !t.IsAbstract).Select(t => t.Name).Order(StringComparer.Ordinal);

        // Those that are made of the others: what one asks and is told needs two is proposed.
        Assert.Equal(kinds, Acts.Kinds.Keys.Select(t => t.Name).Append(nameof(Propose)).Order(StringComparer.Ordinal));
        foreach (var (kind, acts) in Acts.Kinds.Where(k => k.Key != typeof(AcceptInvitation)))
        {
            var r = SequenceWorlds.Make("working");
            var made = acts(new Acts.Place(r.Book, new("us-1", "us", Role.Officer), r.Now, r.Today)).ToList();
            Assert.NotEmpty(made);
            Assert.All(made, m => Assert.IsType(kind, m.Command));
        }
    }

    // Without this the rule could hold because nothing is ever done.
    [Fact]
    public void Two_people_reach_what_one_does_not()
    {
        var r = SequenceWorlds.Make("working");
        var before = new SequenceFacts(r.Book, r.Today);
        string Reached(string by) => string.Join("; ", new SequenceFacts(r.Book, r.Today).Reached(before, new(by, by[..by.IndexOf('-', StringComparison.Ordinal)], Role.Officer), r.Now).Where(t => t.Length > 0));
        Assert.Equal("", Reached("us-1"));
        r.Two("us-1", "us-2", LedgerAct.Of("us-1", new Grant(r.NewId(), r.Now, "line-6", Rehearsal.Units(1), "us")));
        Assert.Contains("line-6 authorizes more", Reached("us-1"), StringComparison.Ordinal);
        r.Two("us-1", "us-2", new ConfirmLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = "US-7", Reason = "a name only" });
        r.Two("us-1", "us-2", new ReinstateUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.License, Target = "US-5", Cause = "inquiry", Reason = "closed" });
        r.Two("us-1", "us-2", LedgerAct.Of("us-1", new Unfreeze(r.NewId(), r.Now, "line-5", "us", "closed")));
        r.Two("us-1", "us-2", new ReinstateUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.Account, Target = "line-4", Cause = "US-4/site", Reason = "moved" });
        r.Two("us-1", "us-2", new EndCondition { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = "US-1", Condition = "test", Reason = "words" });
        r.Two("us-1", "us-2", new WaiveCondition { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = "US-1", Condition = "screening", Until = r.Today.AddDays(9), Reason = "words" });
        r.Two("us-1", "us-2", SequenceWorlds.Rate(r, "us-1", 9_000_000, r.Now));
        r.Two("us-admin", "us-admin-2", new EnrollPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = new("new", "us", Role.Officer) });
        r.Two("maker-1", "cloud-1", new ReturnUnits { Id = r.NewId(), EventTime = r.Now, Actor = "maker-1", Shipment = "sent", Units = 1, Value = 30_000_000_000, Currency = "USD" });
        r.Two("maker-1", "us-1", r.Selling(5));
        r.Do(r.Shipping("held-line-1", 1));
        var all = Reached("us-1");
        foreach (var word in new[] { "US-7 confirmed", "line-5: a suspension or freeze lifted", "a breach of US-4 resolved", "(US-1, test) ended", "(US-1, screening) waived", "outside the band", "new is Officer", "sent: quota free", "ratio cap", "shipped on US-1" })
        {
            Assert.Contains(word, all, StringComparison.Ordinal);
        }
    }

    // One person's sequences on one book.
    private sealed class Explorer(string world, string person)
    {
        private readonly Dictionary<string, bool> _never = [];
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private SequenceFacts? _before;
        private ImmutableHashSet<string> _others = [];
        private Person? _self;

        public int Books { get; private set; }

        public int Tried { get; private set; }

        public int Accepted { get; private set; }

        // What was reached, each with the first sequence that did.
        public List<string> Reached { get; } = [];

        private readonly HashSet<string> _reached = new(StringComparer.Ordinal);

        private sealed record Step(string Label, Func<Rehearsal, LicenseCommand> Make, Moment At);

        private Rehearsal Fresh()
        {
            var r = SequenceWorlds.Make(world);
            Books++;
            if (_before is null)
            {
                _before = new(r.Book, r.Today);
                _others = [.. r.Book.People.Select(p => p.Key)];
                _self = r.Book.People.FirstOrDefault(p => p.Key == person);
                Assert.True(_self is not null || person == "stranger");
            }

            return r;
        }

        private Rehearsal Walk(IEnumerable<Step> steps)
        {
            var r = Fresh();
            foreach (var step in steps)
            {
                r.Book.Decide(step.Make(r), step.At, out _);
            }

            return r;
        }

        public void All(int depth) => All([], depth);

        private void All(ImmutableList<Step> sofar, int depth)
        {
            // What is accepted here by itself: each on a book without the others.
            var r = Walk(sofar);
            var last = depth == 1;
            var accepted = new List<Step>();
            foreach (var step in Steps(r.Book, r.Now, sofar))
            {
                switch (Try(r, step, sofar))
                {
                    case true:
                        accepted.Add(step);
                        if (!last)
                        {
                            r = Walk(sofar);
                        }

                        break;
                    case null:
                        _never.TryAdd(step.Label, sofar.IsEmpty);
                        break;
                }
            }

            if (last)
            {
                return;
            }

            foreach (var step in accepted)
            {
                var next = sofar.Add(step);
                if (_seen.Add(Key(next)))
                {
                    All(next, depth - 1);
                }
            }
        }

        public void Drawn(int depth, int seed)
        {
            var random = new Random(seed);
            var sofar = ImmutableList<Step>.Empty;
            var r = Walk(sofar);
            while (sofar.Count < depth)
            {
                var steps = Steps(r.Book, r.Now, sofar).ToArray();
                random.Shuffle(steps);
                var done = steps.FirstOrDefault(s => Try(r, s, sofar) == true);
                if (done is null)
                {
                    break;
                }

                sofar = sofar.Add(done);
            }
        }

        // True when accepted, null when it is not for this person whatever comes, false when it is refused as things stand.
        private bool? Try(Rehearsal r, Step step, ImmutableList<Step> sofar)
        {
            Tried++;
            var result = r.Book.Decide(step.Make(r), step.At, out _);
            if (result is LicenseRefused { Refusal: var refusal })
            {
                return refusal is NotTheirs or NotEnrolled ? null : false;
            }

            if (result is LicenseAccepted { Repeated: true })
            {
                return false;
            }

            Accepted++;
            foreach (var reached in new SequenceFacts(r.Book, r.Today).Reached(_before!, _self, r.Now).Where(t => t.Length > 0))
            {
                if (_reached.Add(reached))
                {
                    Reached.Add($"{string.Join(" → ", sofar.Add(step).Select(s => s.Label))}: {reached}");
                }
            }

            return true;
        }

        private static string Key(ImmutableList<Step> steps)
        {
            var free = steps.Where(s => Acts.IsFree(s.Label)).Select(s => s.Label).Order(StringComparer.Ordinal);
            var bound = steps.Where(s => !Acts.IsFree(s.Label)).Select(s => s.Label);
            return string.Join('|', free.Append("#").Concat(bound));
        }

        private IEnumerable<Step> Steps(LicenseBook book, Moment now, ImmutableList<Step> sofar)
        {
            // The person, and whoever this person alone brought in.
            var keys = book.People.Where(p => p.Key == person || !_others.Contains(p.Key)).ToList();
            if (keys.All(p => p.Key != person))
            {
                keys.Add(new(person, _self?.Organization ?? "nowhere", _self?.Role ?? Role.Officer));
            }

            var proposed = sofar.Count(s => s.Label.Contains("propose", StringComparison.Ordinal));
            foreach (var key in keys)
            {
                var place = new Acts.Place(book, key, now, Moment.DateOf(now.DayNumber));
                foreach (var (label, command, at) in Acts.Of(place).OrderBy(a => a.IsLast ? 1 : 0).Select(a => (a.Label, a.Command, a.At)))
                {
                    var name = $"{key.Key} {key.Role}: {label}";
                    if (_never.TryGetValue(name, out var root) && root && !s_long)
                    {
                        continue;
                    }

                    // The same once more is another command, with its own id; a third time is not tried.
                    var times = sofar.Count(s => s.Label == name);
                    if (times > 1)
                    {
                        continue;
                    }

                    yield return new(name, _ => Acts.With(command, $"{key.Key}/{label}/{times}"), at);

                    // With one key alone there is nobody to sign a second proposal either.
                    if (book.NeedsSecond(Acts.With(command, "any")) && (proposed == 0 || keys.Count > 1))
                    {
                        yield return new($"{key.Key} {key.Role}: propose {label}", _ => new Propose { Id = $"p/{key.Key}/{label}/{times}", EventTime = command.EventTime, Actor = key.Key, Action = Acts.With(command, $"{key.Key}/{label}/{times}!") }, at);
                    }
                }
            }
        }
    }
}

/// <summary>What can be asked of a book, by kinds of commands, in the words of the book itself.</summary>
internal static class Acts
{
    public sealed record Place(LicenseBook Book, Person Person, Moment Now, DateOnly Today);

    public sealed record Act(string Label, LicenseCommand Command, bool IsLast = false)
    {
        // About the clock: what it says then.
        public Moment At { get; init; }
    }

    // Kinds on whose order nobody's right depends: who may act is decided by people, facts, proposals and rates.
    private static readonly string[] s_bound = ["Enroll", "Dismiss", "Invite", "Accept", "propose", "Countersign", "Withdraw", "rate", "SetClock", "FileEvidence"];

    public static bool IsFree(string label) => !s_bound.Any(b => label.Contains(b, StringComparison.Ordinal));

    public static IReadOnlyDictionary<Type, Func<Place, IEnumerable<Act>>> Kinds { get; } = new Dictionary<Type, Func<Place, IEnumerable<Act>>>
    {
        [typeof(FoundBook)] = p => [A(new FoundBook { Id = "", EventTime = p.Now, Actor = p.Person.Key, Title = "again", Organizations = [new("x", "X", OrganizationKind.Authority, "US")], People = [new(p.Person.Key, "x", Role.Administrator)] })],
        [typeof(EnrollOrganization)] = p => new Organization[]
        {
            new("p-lab", "Made-up newcomer", OrganizationKind.Laboratory, "US"), new("p-auth", "Made-up newcomer", OrganizationKind.Authority, "US"),
            new("own-lab", "Made-up laboratory of the group", OrganizationKind.Laboratory, "US"), new("cloud", "Made-up cloud", OrganizationKind.Buyer, "CN"), new("group", "Made-up group", OrganizationKind.Other, "US"),
            new("rival", "Made-up rival", OrganizationKind.Exporter, "US", "holding"), new("maker", "Made-up maker", OrganizationKind.Exporter, "SG"), new("us", "Made-up authority, renamed", OrganizationKind.Authority, "US"),
        }.Select(o => A(new EnrollOrganization { Id = "", EventTime = p.Now, Actor = p.Person.Key, Organization = o }, o.Key)),
        [typeof(InviteAdministrator)] = p => new[] { "empty", "p-lab", "p-auth", "lab" }.Select(o => A(new InviteAdministrator { Id = "", EventTime = p.Now, Actor = p.Person.Key, Organization = o, Person = "p-key-1" }, o)),
        [typeof(AcceptInvitation)] = p => p.Book.Proposals.Where(x => x.Command is InviteAdministrator).Select(x => A(new AcceptInvitation { Id = "", EventTime = p.Now, Actor = "p-key-1", Invitation = x.Command.Id }, x.Id)),
        [typeof(EnrollPerson)] = p => new Person[]
        {
            new("p-key-1", p.Person.Organization, Role.Officer), new("p-key-1", p.Person.Organization, Role.Clerk), new("p-key-1", p.Person.Organization, Role.Administrator), new("p-key-2", p.Person.Organization, Role.Officer),
            new("p-key-2", p.Person.Organization, Role.Administrator), new("p-key-3", "us", Role.Officer), new("p-key-3", "lab", Role.Officer), new("us-3", "us", Role.Officer), new("us-admin-2", "us", Role.Officer), new("us-2", "us", Role.Administrator),
            new(p.Person.Key, p.Person.Organization, Role.Officer), new(p.Person.Key, p.Person.Organization, Role.Administrator), new("us-9", p.Person.Organization, Role.Officer),
        }.Distinct().Select(x => A(new EnrollPerson { Id = "", EventTime = p.Now, Actor = p.Person.Key, Person = x }, $"{x.Key} {x.Role} {x.Organization}")),
        [typeof(DismissPerson)] = p => new[] { "us-2", "us-admin-2", "maker-1", "lab-1", "p-key-1" }.Select(x => A(new DismissPerson { Id = "", EventTime = p.Now, Actor = p.Person.Key, Person = x }, x, true)),
        [typeof(OpenCap)] = p => [A(new OpenCap { Id = "", EventTime = p.Now, Actor = p.Person.Key, Authorized = new(9, 0, 0), Terms = new() { Account = "p-cap", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.Units, Authority = p.Person.Organization } })],
        [typeof(IssueLicense)] = p => new[] { "us", p.Person.Organization }.Distinct().Select(o => A(new IssueLicense { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = SequenceWorlds.Terms("P-1", "p-line", [], []) with { Authority = o } }, o)),
        [typeof(ExtendLicense)] = p => [A(new ExtendLicense { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-6", Through = new(2030, 1, 1), Reason = "words" })],
        [typeof(RevokeLicense)] = p => [A(new RevokeLicense { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-6", Reason = "words" }, "", true)],
        [typeof(ConfirmLicense)] = p => [A(new ConfirmLicense { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-7", Reason = "words" })],
        [typeof(AddCondition)] = p => [A(new AddCondition { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-6", Condition = new SiteCondition { Key = "p-site", Authority = p.Person.Organization, Binds = "maker", Sites = ["dc-1"] } })],
        [typeof(ChangeCondition)] = p => [A(new ChangeCondition { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-2", Condition = new SiteCondition { Key = "site", Authority = "us", Binds = "maker", Sites = ["dc-2"] }, Reason = "words" })],
        [typeof(EndCondition)] = p => new[] { ("US-1", "test"), ("US-4", "site") }.Select(x => A(new EndCondition { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = x.Item1, Condition = x.Item2, Reason = "words" }, x.Item1)),
        [typeof(WaiveCondition)] = p => new[] { ("US-1", "test"), ("US-4", "site"), ("US-3", "notice") }.Select(x => A(new WaiveCondition { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = x.Item1, Condition = x.Item2, Until = new(2030, 1, 1), Reason = "words" }, x.Item1)),
        [typeof(FindBreach)] = p => [A(new FindBreach { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-2", Condition = "site", Reason = "words" }, "", true)],
        [typeof(SuspendUse)] = p => new[] { (SuspensionScope.License, "US-6", "p-cause"), (SuspensionScope.License, "US-5", "inquiry"), (SuspensionScope.Account, "cn-total", "p-cause") }
            .Select(x => A(new SuspendUse { Id = "", EventTime = p.Now, Actor = p.Person.Key, Scope = x.Item1, Target = x.Item2, Cause = x.Item3, Reason = "words" }, x.Item2, true)),
        [typeof(ReinstateUse)] = p => new[] { (SuspensionScope.License, "US-5", "inquiry"), (SuspensionScope.Account, "line-4", "US-4/site"), (SuspensionScope.License, "US-4", "US-4/site") }
            .Select(x => A(new ReinstateUse { Id = "", EventTime = p.Now, Actor = p.Person.Key, Scope = x.Item1, Target = x.Item2, Cause = x.Item3, Reason = "words" }, x.Item2)),
        [typeof(AcknowledgeCondition)] = p => p.Book.Conditions("US-3", p.Today).Select(c => A(new AcknowledgeCondition { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-3", Condition = c.Condition.Key, Text = ConditionSentence.Of(c.Condition) }, c.Condition.Key)).DefaultIfEmpty(A(new AcknowledgeCondition { Id = "", EventTime = p.Now, Actor = p.Person.Key, License = "US-3", Condition = "none", Text = "words" })),
        [typeof(FileEvidence)] = p => new[]
        {
            ("US-1", "test-report", "US-1", "lab"), ("US-1", "test-report", "US-1", p.Person.Organization), ("US-1", "screening", "US-1", "far-lab"), ("US-2", "payment", "sent", p.Person.Organization), ("US-3", "notice", "held-line-3", p.Person.Organization),
            ("US-4", "plan", "US-4", p.Person.Organization),
        }.Distinct().Select(x => A(new FileEvidence
        {
            Id = "",
            EventTime = p.Now,
            Actor = p.Person.Key,
            License = x.Item1,
            Evidence = x.Item2,
            Subject = x.Item3,
            Issuer = x.Item4,
            Dated = x.Item2 == "notice" ? p.Today.AddDays(-9) : p.Today,
            Reference = "words",
            Value = x.Item2 == "payment" ? 30_000_000_000 : 0,
            Currency = x.Item2 == "payment" ? "USD" : null,
        }, $"{x.Item2} by {x.Item4}")),
        [typeof(RejectEvidence)] = p => Filed(p).Select(e => A(new RejectEvidence { Id = "", EventTime = p.Now, Actor = p.Person.Key, Filed = e, Reason = "words" }, e)),
        [typeof(ConfirmPayment)] = p => Filed(p).Select(e => A(new ConfirmPayment { Id = "", EventTime = p.Now, Actor = p.Person.Key, Filed = e }, e)),
        [typeof(ReserveUnits)] = p => new[] { ("line-6", 1L, 30_000_000_000L, 0L), ("line-2", 1, 3_000_000_000, 0), ("line-6", 1, 60_000_000_000, 0), ("line-6", 1, 30_000_000_000, 10), ("line-7", 1, 30_000_000_000, 0) }
            .Select(x => A(new ReserveUnits { Id = "", EventTime = Back(p, x.Item4), Actor = p.Person.Key, Line = x.Item1, Units = x.Item2, Value = x.Item3, Currency = "USD" }, $"{x.Item1} {x.Item3} {x.Item4}")),
        [typeof(ShipUnits)] = p => new[] { ("held-line-1", 1L, 30_000_000_000L, 0L), ("held-line-2", 1, 30_000_000_000, 0), ("held-line-3", 1, 30_000_000_000, 0), ("held-line-4", 1, 30_000_000_000, 0), ("held-line-5", 1, 30_000_000_000, 0), ("held-line-6", 1, 3_000_000_000, 0), ("held-line-6", 1, 30_000_000_000, 10), ("held-line-8", 1, 30_000_000_000, 0) }
            .Select(x => A(new ShipUnits { Id = "", EventTime = Back(p, x.Item4), Actor = p.Person.Key, Reservation = x.Item1, Units = x.Item2, Value = x.Item3, Currency = "USD", Site = "dc-1" }, $"{x.Item1} {x.Item3} {x.Item4}")),
        [typeof(ReturnUnits)] = p => [A(new ReturnUnits { Id = "", EventTime = p.Now, Actor = p.Person.Key, Shipment = "sent", Units = 1, Value = 30_000_000_000, Currency = "USD" })],
        [typeof(SellAtHome)] = p => [A(new SellAtHome { Id = "", EventTime = p.Now, Actor = p.Person.Key, Exporter = "maker", Product = SequenceWorlds.Product, Units = 100, Reference = "words", Digest = Convert.ToHexStringLower(SHA256.HashData("p"u8)) })],
        [typeof(ChallengeSale)] = p => p.Book.Sales.Take(1).Select(s => s.Sale.Id).DefaultIfEmpty("none").Select(s => A(new ChallengeSale { Id = "", EventTime = p.Now, Actor = p.Person.Key, Sale = s, Reason = "words" }, s, true)),
        [typeof(LedgerAct)] = p => Ledger(p).Select(x => A(LedgerAct.Of(p.Person.Key, x.Act), x.Label, x.Act is Freeze or Close)),
        [typeof(Countersign)] = p => p.Book.Proposals.Select(x => A(new Countersign { Id = "", EventTime = At(p, x.Command), Actor = p.Person.Key, Proposal = x.Id, Stated = x.Command is SetClock ? Later(p).Today : null }, x.Id) with { At = At(p, x.Command) })
            .DefaultIfEmpty(A(new Countersign { Id = "", EventTime = p.Now, Actor = p.Person.Key, Proposal = "none" })),
        [typeof(WithdrawProposal)] = p => p.Book.Proposals.Take(3).Select(x => x.Id).DefaultIfEmpty("none").Select(x => A(new WithdrawProposal { Id = "", EventTime = p.Now, Actor = p.Person.Key, Proposal = x, Reason = "words" }, x)),
        [typeof(SetClock)] = p => [A(new SetClock { Id = "", EventTime = Later(p).At, Actor = p.Person.Key, Stated = Later(p).Today, Reason = "words" }) with { At = Later(p).At }],
        [typeof(TimePasses)] = p => [A(new TimePasses { Id = "", EventTime = p.Now, Actor = p.Person.Key })],
    };

    public static IEnumerable<Act> Of(Place p) => Kinds.SelectMany(k => k.Value(p)).Select(a => a.At == default ? a with { At = p.Now } : a);

    /// <summary>The command with its id.</summary>
    public static LicenseCommand With(LicenseCommand command, string id)
    {
        var key = id.Length <= 64 ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..40];
        return command is LedgerAct { Act: var act } ? (LedgerAct)command with { Id = key, Act = act with { Id = key } } : command with { Id = key };
    }

    private static Act A(LicenseCommand command, string words = "", bool last = false) => new($"{command.GetType().Name} {words}", command, last);

    private static Moment Back(Place p, long days) => new(p.Now.Milliseconds - (days * Moment.Day));

    private static (Moment At, DateOnly Today) Later(Place p) => (new(p.Now.Milliseconds + (40 * Moment.Day)), p.Today.AddDays(40));

    private static Moment At(Place p, LicenseCommand proposed) => proposed is SetClock ? Later(p).At : p.Now;

    private static IEnumerable<string> Filed(Place p) => p.Book.Licenses.SelectMany(l => p.Book.EvidenceOf(l.Key)).Select(e => e.Id).Take(3).DefaultIfEmpty("none");

    private static IEnumerable<(string Label, LedgerCommand Act)> Ledger(Place p)
    {
        var (now, own) = (p.Now, p.Person.Organization);
        var sale = p.Book.Sales.Select(s => s.Sale.Id).FirstOrDefault("none");
        SetRate Rate(long yuan, Moment at, Moment since) => new("", at, "USD", "CNY", since, 1_000_000, yuan, "a made-up bank", own);
        yield return ("release", new Release("", now, "held-line-6"));
        yield return ("lapse", new Lapse("", now, now));
        yield return ("rate in the band", Rate(7_100_000, now, now));
        yield return ("rate up", Rate(7_340_000, now, now));
        yield return ("rate out of the band", Rate(8_000_000, now, now));
        yield return ("rate of the past", Rate(7_100_000, Back(p, 30), Back(p, 30)));
        yield return ("rate of yesterday", Rate(7_100_000, now, Back(p, 1)));
        yield return ("grant line", new Grant("", now, "line-6", Rehearsal.Units(1), own));
        yield return ("grant cap", new Grant("", now, "cn-total", new(1, 0, 0), own));
        yield return ("raise", new Adjust("", now, "line-6", new(1, 0, 0), null, own, "words"));
        yield return ("lower", new Adjust("", now, "line-6", new(-1, 0, 0), null, own, "words"));
        yield return ("ratio", new Adjust("", now, "ratio", default, 900_000, own, "words"));
        yield return ("swap", new Adjust("", now, "line-6", new(-1, 5_000_000, 0), null, own, "words"));
        yield return ("freeze", new Freeze("", now, "cn-total", own, "words"));
        yield return ("unfreeze", new Unfreeze("", now, "line-5", own, "words"));
        yield return ("close", new Close("", now, "month", own, "words"));
        yield return ("reverse shipment", new Reverse("", now, "sent", own, "words"));
        yield return ("reverse sale", new Reverse("", now, sale, own, "words"));
        yield return ("sale", new RecordSale("", now, SequenceWorlds.Product, "maker", 9, 9 * Rehearsal.Tpp));
        yield return ("ship", new Ship("", now, "held-line-1", Rehearsal.Units(1), false, "USD"));
        yield return ("linked grant", new Linked("", now, [new Freeze("l1", now, "line-6", own, "words"), new Grant("l2", now, "line-6", Rehearsal.Units(1), own)]));
        yield return ("linked rate", new Linked("", now, [Rate(7_100_000, now, now) with { Id = "l3" }, Rate(7_300_000, now, now) with { Id = "l4" }]));
        yield return ("linked unfreeze", new Linked("", now, [new Unfreeze("l5", now, "line-5", own, "words")]));
        yield return ("linked in linked", new Linked("", now, [new Linked("l6", now, [new Unfreeze("l7", now, "line-5", own, "words")])]));
        yield return ("reinstate", new Reinstate("", now, SuspensionScope.License, "US-5", "inquiry", own, "words"));
        yield return ("clock", new RightClock("", now, Back(p, 9), own, "words"));
    }
}
