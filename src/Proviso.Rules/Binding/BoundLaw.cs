using System.Collections.Immutable;

namespace Proviso.Rules.Binding;

/// <summary>Whether a rule that stands in the text counts.</summary>
public enum Standing
{
    /// <summary>It counts.</summary>
    Enforced,

    /// <summary>It is stayed, usually until a stated day.</summary>
    Suspended,

    /// <summary>It stands in the text, and the authority has announced that it will not enforce it.</summary>
    AnnouncedNotEnforced,

    /// <summary>It is a bill or draft.</summary>
    Proposed,

    /// <summary>It has been taken back.</summary>
    Withdrawn,
}

/// <summary>How much of a provision the engine models.</summary>
public enum CoverageLevel
{
    /// <summary>Its conditions and effect are modelled.</summary>
    Modelled,

    /// <summary>Part of it is; the remark says what is left out.</summary>
    PartlyModelled,

    /// <summary>Only its existence is known here; the remark says what it is about.</summary>
    PointedAt,
}

/// <summary>How a statement of law was verified.</summary>
public enum Verification
{
    /// <summary>Read in the code itself.</summary>
    Code,

    /// <summary>A primary document was seen, at least in part.</summary>
    Primary,

    /// <summary>A secondary source was seen.</summary>
    Secondary,

    /// <summary>Not verified; shown as an assumption.</summary>
    Unverified,
}

/// <summary>A span of days <c>[From, Until)</c> with the document that made it and when that was published.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">First day no longer in it, or null.</param>
/// <param name="By">The document, such as <c>88 FR 73458</c>.</param>
/// <param name="Published">When the document was published.</param>
public sealed record DatedStatement(DateOnly From, DateOnly? Until, string By, DateOnly Published);

/// <summary>A dated standing, of the whole provision or of some limbs.</summary>
public sealed record StandingStatement(LawPlace Place, Standing Standing, DatedStatement When, ImmutableArray<string> Limbs);

/// <summary>What a provision does where its conditions hold.</summary>
public abstract record Effect;

/// <summary>Makes a classification or definition true.</summary>
/// <param name="Name">The name.</param>
/// <param name="Classification">Whether it is a classification (of an item) rather than a definition.</param>
public sealed record NameEffect(string Name, bool Classification) : Effect;

/// <summary>Concludes an outcome on its matter.</summary>
public sealed record OutcomeEffect(Outcome Outcome, string? Settles = null) : Effect;

/// <summary>Only points at law that is not modelled, without an outcome.</summary>
public sealed record PointerEffect : Effect;

/// <summary>One version of a provision.</summary>
public sealed partial class ProvisionVersion
{
    internal ProvisionVersion(LawPlace place, LawPlace namePlace, string corpus, string name, string title)
    {
        Place = place;
        NamePlace = namePlace;
        Corpus = corpus;
        Name = name;
        Title = title;
    }

    /// <summary>The whole declaration.</summary>
    public LawPlace Place { get; }

    /// <summary>Its name where it is declared.</summary>
    public LawPlace NamePlace { get; }

    /// <summary>The corpus it belongs to.</summary>
    public string Corpus { get; }

    /// <summary>Its name, shared by all versions.</summary>
    public string Name { get; }

    /// <summary>Short title, in this project's own words.</summary>
    public string Title { get; }

    /// <summary>Legal citations.</summary>
    public ImmutableArray<string> Cites { get; internal set; } = [];

    /// <summary>Addresses of sources.</summary>
    public ImmutableArray<string> Sources { get; internal set; } = [];

    /// <summary>Remarks.</summary>
    public ImmutableArray<string> Notes { get; internal set; } = [];

    /// <summary>Reports this rests on: outlet and day.</summary>
    public ImmutableArray<(string Outlet, DateOnly On)> Reports { get; internal set; } = [];

    /// <summary>How it was verified; unverified unless said.</summary>
    public Verification Verification { get; internal set; } = Verification.Unverified;

    /// <summary>Remark on the verification, or null.</summary>
    public string? VerificationRemark { get; internal set; }

    /// <summary>When it came into force, by what, and when that was published.</summary>
    public DatedStatement InForce { get; internal set; } = null!;

    /// <summary>When it ends, by what, and when that was published; null while no end is known.</summary>
    public DatedStatement? End { get; internal set; }

    /// <summary>Its standings over time.</summary>
    public ImmutableArray<StandingStatement> Standings { get; internal set; } = [];

    /// <summary>How much of it is modelled.</summary>
    public CoverageLevel Coverage { get; internal set; }

    /// <summary>What is left out or pointed at, or null.</summary>
    public string? CoverageRemark { get; internal set; }

    /// <summary>Whether law that is only pointed at could ask for more than the answer says, so that an answer it touches is no cleaner than "as far as modelled".</summary>
    public bool MayRestrict { get; internal set; }

    /// <summary>The scenario it exists in, or null for the law itself.</summary>
    public string? Scenario { get; internal set; }

    /// <summary>The provisions it is an exception to.</summary>
    public ImmutableArray<string> ExceptionTo { get; internal set; } = [];

    /// <summary>The matter it concludes on, or null when its effect is a name or pointer.</summary>
    public string? Matter { get; internal set; }

    /// <summary>What it does.</summary>
    public Effect Effect { get; internal set; } = new PointerEffect();

    /// <summary>When it applies; null for always.</summary>
    public BoundCondition? When { get; internal set; }

    /// <summary>Conditions and obligations that come with its outcome.</summary>
    public ImmutableArray<LawCondition> Conditions { get; internal set; } = [];

    /// <summary>Acts it requires or forbids.</summary>
    public ImmutableArray<LawDuty> Duties { get; internal set; } = [];

    /// <summary>What only a human may weigh.</summary>
    public ImmutableArray<string> Discretions { get; internal set; } = [];

    /// <summary>Readings taken, and the readings not taken.</summary>
    public ImmutableArray<(string Taken, string? Left)> Interpretations { get; internal set; } = [];

    /// <inheritdoc />
    public override string ToString() => $"{Corpus} {Name}";
}

/// <summary>A body of law of one authority.</summary>
public sealed class CorpusDefinition
{
    internal CorpusDefinition(LawPlace place, string name, string title, string authority, string authorityTitle)
    {
        Place = place;
        Name = name;
        Title = title;
        Authority = authority;
        AuthorityTitle = authorityTitle;
    }

    /// <summary>Where it is declared.</summary>
    public LawPlace Place { get; }

    /// <summary>Its name, such as <c>us.ear</c>.</summary>
    public string Name { get; }

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>Its authority, such as <c>us.bis</c>.</summary>
    public string Authority { get; }

    /// <summary>The authority's title.</summary>
    public string AuthorityTitle { get; }

    /// <summary>The places whose law of leaving, passing through and transfer within it this corpus is; null for none.</summary>
    public BoundSet? Places { get; internal set; }

    /// <summary>The organizations it was written to, as <see cref="Text.AskerName"/> compares them; empty for everybody.</summary>
    public ImmutableArray<string> Readers { get; internal init; } = [];

    /// <summary>Where the corpus is concerned; null for always.</summary>
    public BoundCondition? AskedWhen { get; internal set; }

    /// <summary>The time zone of its authority, whose day is the day of its law; null where none is named.</summary>
    public TimeZoneInfo? Zone { get; internal set; }

    /// <summary>All provision versions in the order of files and lines.</summary>
    public ImmutableArray<ProvisionVersion> Provisions { get; internal set; } = [];

    private FactDefinition[]? _receiptFacts;

    /// <summary>The facts that state when a letter of this corpus was received; asked for every question, so worked out once.</summary>
    internal FactDefinition[] ReceiptFacts => _receiptFacts ??= [.. Provisions.Select(p => p.ReceiptFact).OfType<FactDefinition>().Distinct()];

    /// <summary>Its matters.</summary>
    public ImmutableArray<MatterDefinition> Matters { get; internal set; } = [];

    /// <summary>Undated definitions.</summary>
    public ImmutableArray<NamedCondition> Definitions { get; internal set; } = [];
}

/// <summary>A question on which provisions conclude; matters of one corpus add up, the strictest governs.</summary>
public sealed record MatterDefinition(LawPlace Place, string Name, string Title, Outcome? Otherwise, string? Settles = null);

/// <summary>An undated definition.</summary>
public sealed record NamedCondition(LawPlace Place, string Name, string Title, BoundCondition When);

/// <summary>A dated list of enumeration values.</summary>
public sealed class GroupDefinition
{
    internal GroupDefinition(LawPlace place, string name, string title, EnumDefinition values, string? cite, ImmutableArray<GroupVersion> versions)
    {
        Place = place;
        Name = name;
        Title = title;
        Enum = values;
        Cite = cite;
        Versions = versions;
    }

    /// <summary>Where it is declared.</summary>
    public LawPlace Place { get; }

    /// <summary>Its name, such as <c>D:5</c>.</summary>
    public string Name { get; }

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>The enumeration its members come from.</summary>
    public EnumDefinition Enum { get; }

    /// <summary>Its citation, or null.</summary>
    public string? Cite { get; }

    /// <summary>Its lists, each replacing the earlier from its day on.</summary>
    public ImmutableArray<GroupVersion> Versions { get; }

    /// <summary>The members on a day, as known on another day; empty before the first list.</summary>
    public ImmutableArray<int> MembersOn(DateOnly day, DateOnly knownOn) => VersionOn(day, knownOn)?.Members ?? [];

    /// <summary>The list that counts on a day, as known on another day; null before the first list.</summary>
    /// <param name="day">The day.</param>
    /// <param name="knownOn">The day up to which publications count.</param>
    /// <param name="byTable">Whether to go by the days on which the printed table followed, instead of the days on which lists took effect.</param>
    public GroupVersion? VersionOn(DateOnly day, DateOnly knownOn, bool byTable = false)
    {
        GroupVersion? current = null;
        var since = DateOnly.MinValue;
        foreach (var version in Versions)
        {
            var from = byTable ? version.Table ?? version.When.From : version.When.From;
            if (from <= day && version.When.Published <= knownOn && (current is null || from >= since))
            {
                (current, since) = (version, from);
            }
        }

        return current;
    }
}

/// <summary>The members of a group from a day on.</summary>
/// <param name="When">From when the list is in effect, by which document, published when.</param>
/// <param name="Members">The values that belong to it.</param>
public sealed record GroupVersion(DatedStatement When, ImmutableArray<int> Members)
{
    /// <summary>The day on which the printed table followed, where it differs from the day on which the list took effect; else null.</summary>
    public DateOnly? Table { get; init; }

    /// <summary>How the list was verified for its days; unverified unless said.</summary>
    public Verification Verification { get; init; } = Verification.Unverified;

    /// <summary>Remark on the verification, or null.</summary>
    public string? VerificationRemark { get; init; }

    /// <summary>Values whose belonging, or not belonging, was verified in another way than the rest.</summary>
    public ImmutableArray<GroupMark> Marks { get; init; } = [];

    /// <summary>Values of which it is not known whether they belong, each with the text that would settle it.</summary>
    public ImmutableArray<GroupDoubt> Unknown { get; init; } = [];

    /// <summary>Where the list stands.</summary>
    public LawPlace? Place { get; init; }

    /// <summary>How it was verified that a value belongs, or does not.</summary>
    public (Verification Level, string? Remark) VerificationOf(int member)
    {
        foreach (var mark in Marks)
        {
            if (mark.Members.Contains(member))
            {
                return (mark.Level, mark.Remark);
            }
        }

        return (Verification, VerificationRemark);
    }
}

/// <summary>A mark of its own for some values of a list.</summary>
/// <param name="Members">The values.</param>
/// <param name="Level">How it was verified whether they belong.</param>
/// <param name="Remark">Remark, or null.</param>
public sealed record GroupMark(ImmutableArray<int> Members, Verification Level, string? Remark);

/// <summary>Values of which it is not known whether they belong to a list.</summary>
/// <param name="Members">The values.</param>
/// <param name="Settles">The text that would settle it.</param>
public sealed record GroupDoubt(ImmutableArray<int> Members, string Settles);

/// <summary>An overlay on the law: what it does not name is shared.</summary>
public sealed record ScenarioDefinition(LawPlace Place, string Name, string Title, ImmutableArray<ScenarioStep> Steps);

/// <summary>One change that a scenario makes.</summary>
public sealed record ScenarioStep(Syntax.ScenarioVerb Verb, string Corpus, string Provision, ImmutableArray<string> Limbs, DateOnly From, DateOnly? Until);

/// <summary>A test that stands beside the law.</summary>
public sealed record LawTest(
    LawPlace Place,
    string Title,
    string Corpus,
    DateOnly On,
    DateOnly? AsKnownOn,
    bool OnTheText,
    string? Scenario,
    ImmutableArray<(FactDefinition Fact, string Text, LawPlace Place)> Givens,
    ImmutableArray<string> Columns,
    ImmutableArray<LawTestRow> Rows)
{
    /// <summary>The hour of the authority's day; null for a day alone.</summary>
    public TimeOnly? Hour { get; init; }

    /// <summary>Who asks, as <see cref="Text.AskerName"/> compares names; null for nobody in particular.</summary>
    public string? Asker { get; init; }
}

/// <summary>A row of a law test: the cells as written.</summary>
public sealed record LawTestRow(LawPlace Place, ImmutableArray<string> Cells);

/// <summary>All law of a rule set, bound.</summary>
public sealed record BoundLaw(
    FactSchema Schema,
    ImmutableArray<CorpusDefinition> Corpora,
    ImmutableArray<GroupDefinition> Groups,
    ImmutableArray<ScenarioDefinition> Scenarios,
    ImmutableArray<LawTest> Tests);
