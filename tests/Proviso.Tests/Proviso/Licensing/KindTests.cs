// Method: kinds are taken from the program by reflection, so that one that is added later and forgotten somewhere fails here.
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Rules.Binding;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>Every kind of condition, command, refusal, role and consequence is known wherever kinds are told apart; what is not known stops.</summary>
public class KindTests
{
    // One of each kind, whether a plain shipment passes it, and the day's duty after one: its words, or null.
    private static readonly (Condition Condition, bool Passes, string? Duty)[] s_conditions =
    [
        (new AccountCondition { Key = "k", Authority = "us", Binds = "maker", Cap = CapKind.Quota, Account = Rehearsal.Line }, true, null),
        (new ExpiryCondition { Key = "k", Authority = "us", Binds = "maker", Through = new(2026, 2, 1) }, false, null),
        (new SiteCondition { Key = "k", Authority = "us", Binds = "maker", Sites = ["dc-1"] }, false, null),
        (new EndUseCondition { Key = "k", Authority = "us", Binds = "maker", EndUses = ["research"] }, false, null),
        (new EvidenceCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "report" }, false, null),
        (new NoticeCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "notice", Days = 1 }, false, null),
        (new PairedPurchaseCondition { Key = "k", Authority = "us", Binds = "cloud", Evidence = "domestic", Share = 1 }, false, null),
        (new StandingLawCondition { Key = "k", Authority = "us", Binds = "maker", Corpus = "us.ear", Review = ReviewPolicy.CaseByCase }, false, null),
        (new AcknowledgementCondition { Key = "k", Authority = "us", Binds = "maker", Parties = ["cloud"], WithinDays = 0 }, true, null),
        (new ShipmentReportCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "delivery", WithinDays = 5 }, true, "delivery for"),
        (new PeriodicReportCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "report", Start = new(2026, 2, 1), EveryDays = 30, WithinDays = 5 }, true, "report for"),
        (new FreshnessCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "location", EveryDays = 30 }, true, "a new location"),
        (new RevenueShareCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 5 }, true, "still to pay"),
        (new DeadlineCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "plan", By = new(2026, 5, 1) }, true, "plan"),
    ];

    public static TheoryData<string> Conditions => [.. s_conditions.Select(c => c.Condition.GetType().Name)];

    private static IEnumerable<Type> Kinds(Type of) => of.Assembly.GetTypes().Where(t => t.IsSubclassOf(of) && !t.IsAbstract).OrderBy(t => t.Name, StringComparer.Ordinal);

    [Fact]
    public void Every_kind_of_condition_is_among_those_tried() =>
        Assert.Equal(Kinds(typeof(Condition)).Select(t => t.Name), s_conditions.Select(c => c.Condition.GetType().Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_of_each_kind_is_written_bounded_read_asked_and_served(string kind)
    {
        var (condition, passes, duty) = s_conditions.Single(c => c.Condition.GetType().Name == kind);
        Assert.DoesNotContain("does not know", ConditionSentence.Short(condition), StringComparison.Ordinal);
        Assert.Equal(LicenseJson.Canonical(condition), LicenseJson.Canonical(LicenseJson.ReadCanonical<Condition>(LicenseJson.Canonical(condition))));

        var r = new Rehearsal().Issued();
        AddCondition Adding(Condition c) => new() { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Condition = c };
        r.Refused<MalformedCommand>(Adding(condition with { Key = "" }));
        r.Refused<MalformedCommand>(Adding(condition with { Key = "a/b" }));
        r.Refused<NotTheirs>(Adding(condition) with { Actor = "maker-1" });
        r.Do(Adding(condition));
        var reading = r.Reading("k");
        Assert.DoesNotContain("does not know", reading.Reason, StringComparison.Ordinal);
        Assert.NotEqual("", reading.Reason);

        // Filed of another kind it settles nothing; whatever is due has words.
        r.File("maker-1", "something-else", Rehearsal.License);
        var result = r.Try(r.Shipping(r.Reserve(10), 1));
        Assert.True(passes == result is LicenseAccepted, (result as LicenseRefused)?.Refusal.Text);
        Assert.True(passes || result is LicenseRefused { Refusal: ConditionUnmet or LawForbids });
        var duties = r.Book.Obligations(openOnly: true).Select(o => o.What).ToList();
        Assert.Equal(duty is null ? 0 : 1, duties.Count);
        Assert.All(duties, d => Assert.Contains(duty!, d, StringComparison.Ordinal));
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_condition_of_a_kind_that_is_not_known_stops()
    {
        var unknown = Unknown();
        var r = new Rehearsal().Issued(new DeadlineCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "plan", By = new(2026, 5, 1) });
        Assert.Equal("condition", r.Refused<MalformedCommand>(new AddCondition { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Condition = unknown }).Field);
        var reservation = r.Reserve(10);
        r.Ship(reservation, 1);
        var rows = (SortedDictionary<string, global::Proviso.Licensing.LicenseRow>)typeof(LicenseBook).GetField("_licenses", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(r.Book)!;
        var row = rows[Rehearsal.License].Find("k")!;
        row.Items.Clear();
        row.Condition = unknown;
        Assert.Contains("does not know", Assert.IsType<ConditionUnmet>(Assert.IsType<LicenseRefused>(r.Try(r.Shipping(reservation, 1))).Refusal).Because, StringComparison.Ordinal);
        var reading = r.Reading("k");
        Assert.Equal(ConditionStatus.Pending, reading.Status);
        Assert.Contains("does not know", reading.Reason, StringComparison.Ordinal);
    }

    private static Condition Unknown()
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new("made-up-kinds"), AssemblyBuilderAccess.Run).DefineDynamicModule("m").DefineType("MadeUpCondition", TypeAttributes.Public | TypeAttributes.Class, typeof(Condition));
        var clone = typeof(Condition).GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)!;
        var method = type.DefineMethod("<Clone>$", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, typeof(Condition), []);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, clone);
        var made = (Condition)RuntimeHelpers.GetUninitializedObject(type.CreateType());
        foreach (var (name, value) in new (string, object)[] { ("Key", "k"), ("Authority", "us"), ("Binds", "maker"), ("Lines", ImmutableArray<string>.Empty) })
        {
            typeof(Condition).GetProperty(name)!.SetValue(made, value);
        }

        return made;
    }

    private static IEnumerable<Acts.Act> OfTheOfficer(Rehearsal r) => Acts.Of(new(r.Book, new("us-1", "us", Role.Officer), r.Now, r.Today));

    [Fact]
    public void Every_kind_of_command_is_bounded_refused_to_others_and_has_its_bytes()
    {
        var r = SequenceWorlds.Make("working");
        var acts = OfTheOfficer(r).ToList();
        acts.Add(new("Propose", new Propose { Id = "", EventTime = r.Now, Actor = "us-1", Action = new ExtendLicense { Id = "inner", EventTime = r.Now, Actor = "us-1", License = "US-6", Through = new(2030, 1, 1), Reason = "words" } }) { At = r.Now });
        acts.Add(new("AcceptInvitation", new AcceptInvitation { Id = "", EventTime = r.Now, Actor = "x", Invitation = "none" }) { At = r.Now });
        Assert.Equal(Kinds(typeof(LicenseCommand)).Select(t => t.Name), acts.Select(a => a.Command.GetType().Name).Distinct().Order(StringComparer.Ordinal));
        foreach (var act in acts)
        {
            var command = Acts.With(act.Command, "tried");
            var text = LicenseJson.Canonical(command);
            Assert.Equal(text, LicenseJson.Canonical(LicenseJson.ReadCanonical<LicenseCommand>(text)));
            Assert.Equal("id", CommandLimits.Of(command is LedgerAct ? Acts.With(command, "proviso:x") : command with { Id = "proviso:x" })!.Field);
            Assert.Equal("actor", CommandLimits.Of(command with { Actor = " " })!.Field);
            Assert.True(CommandLimits.Of(command) is null || command is TimePasses || command is LedgerAct, act.Label);

            // Nobody, and an administrator who has nothing to do with it.
            foreach (var who in new[] { "stranger", "chips-admin" })
            {
                var theirs = command is Propose p ? p with { Actor = who, Action = p.Action with { Actor = who } } : command with { Actor = who };
                var before = r.Book.Sequence;
                var result = r.Book.Decide(theirs, act.At, out _);
                Assert.True(result is LicenseRefused { Refusal: NotEnrolled or NotTheirs or NoSuch or BookFounded or MalformedCommand or ClockStopped }, $"{act.Label} by {who}: {(result as LicenseRefused)?.Refusal.Text}");
                Assert.True(who != "stranger" || result is LicenseRefused { Refusal: NotEnrolled or BookFounded or MalformedCommand } || command is AcceptInvitation, act.Label);
                Assert.Equal(before, r.Book.Sequence);
            }
        }
    }

    public static TheoryData<Role, OrganizationKind> Roles => [.. Enum.GetValues<Role>().SelectMany(r => Enum.GetValues<OrganizationKind>().Select(k => (r, k)))];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Nobody_of_an_organization_that_has_nothing_to_do_with_it_does_it(Role role, OrganizationKind kind)
    {
        var r = new Rehearsal();
        var found = r.Founding();
        r.Do(found with { Organizations = [.. found.Organizations, new("outside", "Made-up outsider", kind, "US")], People = [.. found.People, new("outsider", "outside", role)] });
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = SequenceWorlds.Terms("US-6", "line-6", [], []) });
        r.Do(r.Reserving(10) with { Id = "held-line-6", Line = "line-6" });
        var done = new List<string>();
        foreach (var act in OfTheOfficer(r))
        {
            if (r.Book.Decide(Acts.With(act.Command, $"o/{act.Label}") with { Actor = "outsider" }, act.At, out _) is LicenseAccepted)
            {
                done.Add(act.Label.Trim());
            }
        }

        // Housekeeping is for who draws or grants; newcomers are entered by an administrator of any authority.
        string[] expected = role is Role.Officer or Role.Clerk && kind is OrganizationKind.Authority or OrganizationKind.Exporter ? ["LedgerAct lapse"]
            : role == Role.Administrator && kind == OrganizationKind.Authority ? ["EnrollOrganization p-lab", "EnrollOrganization p-auth", "EnrollOrganization own-lab"] : [];
        Assert.Equal(role is Role.Officer or Role.Clerk && kind is not (OrganizationKind.Authority or OrganizationKind.Exporter) ? [] : expected, done);
    }

    [Fact]
    public void Every_command_of_the_ledger_is_given_by_people_or_refused_by_name()
    {
        string[] given = ["Adjust", "Close", "Freeze", "Grant", "Lapse", "Linked", "Release", "Reverse", "SetRate", "Unfreeze"];
        var kinds = Kinds(typeof(LedgerCommand)).ToList();
        Assert.Superset(given.ToHashSet(), kinds.Select(k => k.Name).ToHashSet());
        foreach (var kind in kinds)
        {
            var act = (LedgerCommand)Filled(kind);
            var problem = CommandLimits.Of(new LedgerAct { Id = act.Id, EventTime = act.EventTime, Actor = "us-1", Act = act });
            if (given.Contains(kind.Name))
            {
                // Its own fields may be wrong; that it is given is not.
                Assert.NotEqual("act", problem?.Field);
            }
            else
            {
                Assert.Equal("act", problem?.Field);
                Assert.DoesNotContain("is missing", problem!.Problem, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_refusal_of_the_ledger_says_whose_account_it_tells_of()
    {
        foreach (var kind in Kinds(typeof(LedgerRefusal)))
        {
            var refusal = (LedgerRefusal)Filled(kind);
            var account = LicenseBook.AccountOf(refusal);
            if (kind.GetProperty("Account") is not null || kind.GetProperty("Cap") is not null || kind.GetProperties().Any(p => p.PropertyType == typeof(LedgerRefusal)))
            {
                Assert.Equal("filled-in-words", account);
            }
            else
            {
                Assert.Null(account);
            }
        }
    }

    [Fact]
    public void Every_refusal_has_a_word_a_sentence_a_way_out_an_exit_code_and_a_row_in_the_reference()
    {
        var codes = File.ReadAllText(Path.Combine(Golden.Root, "src", "Proviso.Cli", "ExitCodes.cs"));
        var page = File.ReadAllText(Path.Combine(Golden.Root, "docs", "reference", "licenses.md"));
        var words = new List<string>();
        var missing = new List<string>();
        foreach (var kind in Kinds(typeof(LicenseRefusal)))
        {
            var refusal = (LicenseRefusal)Filled(kind);
            Assert.Matches("^[a-z]+(-[a-z]+)*$", refusal.Word);
            Assert.EndsWith(".", refusal.Text, StringComparison.Ordinal);
            Assert.True(refusal.Fix.Length > 10 && !refusal.Fix.EndsWith('.'), kind.Name);
            words.Add(refusal.Word);
            if (!codes.Contains($"Licensing.{kind.Name}", StringComparison.Ordinal))
            {
                missing.Add($"{kind.Name}: no exit code");
            }

            // Those of the ledger stand in its own page, by their own words.
            if (refusal is not LedgerRefuses && !page.Split('\n').Any(l => l.StartsWith('|') && l.Contains($"`{refusal.Word}`", StringComparison.Ordinal)))
            {
                missing.Add($"{refusal.Word}: no row in docs/reference/licenses.md");
            }
        }

        Assert.Empty(missing);
        Assert.Equal(words.Count, words.Distinct().Count());
    }

    [Fact]
    public void Every_kind_of_command_has_words_at_the_door()
    {
        var text = File.ReadAllText(Path.Combine(Golden.Root, "src", "Proviso.Cli", "Commands", "Licensing", "LicenseText.cs"));
        var what = text[text.IndexOf("public static string What(", StringComparison.Ordinal)..text.IndexOf("public static void After(", StringComparison.Ordinal)];
        Assert.All(Kinds(typeof(LicenseCommand)), k => Assert.Matches($@"\b{k.Name}( c| \{{)? ?", what));
        Assert.All(Kinds(typeof(LicenseCommand)), k => Assert.Contains($"        {k.Name} ", what, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_consequence_has_its_own_words()
    {
        var texts = Enum.GetValues<Consequence>().Select(c => ConditionSentence.Of(s_conditions[1].Condition with { Consequence = c })).ToList();
        Assert.Equal(4, texts.Count);
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.All(texts, t => Assert.Contains("If it is broken", t, StringComparison.Ordinal));
    }

    // An object of a kind with something in every field.
    private static object Filled(Type kind)
    {
        var made = RuntimeHelpers.GetUninitializedObject(kind);
        foreach (var field in Fields(kind))
        {
            object? value = field.FieldType == typeof(string) ? "filled-in-words"
                : field.FieldType == typeof(LedgerRefusal) ? new QuotaExceeded("filled-in-words", Measure.Units, 2, 1, 1, 0)
                : field.FieldType == typeof(Moment) ? Rehearsal.At("2026-02-02T09:00:00Z")
                : field.FieldType == typeof(ImmutableArray<string>) ? ImmutableArray.Create("filled-in-words")
                : field.FieldType == typeof(LawVerdict) ? new LawVerdict(false, "filled-in-words", "filled-in-words", "filled-in-words", "filled-in-words")
                : null;
            if (value is not null)
            {
                field.SetValue(made, value);
            }
        }

        return made;
    }

    private static IEnumerable<FieldInfo> Fields(Type kind) =>
        kind == typeof(object) ? [] : kind.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly).Concat(Fields(kind.BaseType!));
}
