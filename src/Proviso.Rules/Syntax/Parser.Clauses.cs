using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Rules.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] ProvisionWords =
    [
        "cite", "source", "verified", "in", "until", "standing", "reported", "coverage", "only", "exception", "on", "classify", "define", "then",
        "when", "condition", "obligation", "discretion", "interpretation", "note", "requires", "forbids",
        "saving", "vacated", "licenses", "reservations", "conditions", "binds",
    ];

    private static readonly string[] OutcomePhrases =
        ["prohibited", "license required", "license exception", "no license required", "not subject", "undetermined", "not encoded"];

    private static readonly string[] GateWords = ["evidence", "certified", "sum", "notice"];
    private static readonly string[] DutyWords = ["evidence", "pay"];
    private static readonly string[] Consequences = ["notify", "hold line", "suspend line", "suspend license"];

    private ProvisionSyntax Provision(int first)
    {
        _clauseWords = ProvisionWords;
        var name = Name("the name of the provision");
        var title = OptionalString();
        var clauses = ImmutableArray.CreateBuilder<ClauseSyntax>();
        Clauses("provision", ProvisionWords, word =>
        {
            if (Clause(word) is { } clause)
            {
                clauses.Add(clause);
            }
        });
        return new ProvisionSyntax(name, title, clauses.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private ClauseSyntax? Clause(string word)
    {
        var first = Index;
        switch (word)
        {
            case "cite" or "source" or "note" or "discretion":
                return TextClause(word);
            case "verified":
                Take();
                var verified = Name("how it was verified (`code`, `primary`, `secondary` or `unverified`)");
                var verifiedRemark = OptionalString();
                return new VerifiedClauseSyntax(verified, verifiedRemark) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "coverage":
                Take();
                var coverage = Name("the coverage (`modelled`, `partly-modelled` or `pointed-at`)");
                var coverageRemark = OptionalString();
                var bearing = Is("may-restrict") ? Name("`may-restrict`") : null;
                return new CoverageClauseSyntax(coverage, coverageRemark, bearing) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "in":
                Take();
                Expect("force");
                Expect("from");
                var since = Date();
                var sinceHour = Hour();
                var (sinceBy, sincePublished) = Document();
                return new InForceClauseSyntax(since, sinceBy, sincePublished) { Hour = sinceHour, Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "until":
                Take();
                var end = Date();
                var endHour = Hour();
                var (endBy, endPublished) = Document();
                return new UntilClauseSyntax(end, endBy, endPublished) { Hour = endHour, Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "standing":
                return Standing(first);
            case "reported":
                Take();
                Expect("by");
                var outlet = String("who reported it");
                Expect("on");
                var on = Date();
                return new ReportedClauseSyntax(outlet, on) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "only":
                Take();
                Expect("in");
                Expect("scenario");
                var scenario = Name("the name of a scenario");
                return new OnlyInScenarioClauseSyntax(scenario) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "exception":
                return ExceptionTo(first);
            case "on":
                Take();
                var matter = Name("the name of a matter");
                return new OnMatterClauseSyntax(matter) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "classify":
                Take();
                var subject = Name("`item`");
                Expect("as");
                var classification = Name("the name of the classification");
                return new ClassifyClauseSyntax(subject, classification) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "define":
                Take();
                var defined = Name("the name to define");
                return new DefineClauseSyntax(defined) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "then":
                Take();
                var outcome = Outcome();
                return new ThenClauseSyntax(outcome) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "when":
                Take();
                var when = Condition();
                return new WhenClauseSyntax(when) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "interpretation":
                Take();
                var taken = String("the reading taken");
                var left = TakeIf("not") ? String("the reading left") : null;
                return new InterpretationClauseSyntax(taken, left) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "condition":
                return ConditionClause(first);
            case "requires" or "forbids":
                return Duty(first, word == "forbids");
            case "obligation":
                return Obligation(first);
            default:
                return ChangeClause(word);
        }
    }

    private ClauseSyntax TextClause(string word)
    {
        var first = Index;
        Take();
        var text = String("the text");
        return word switch
        {
            "cite" => new CiteClauseSyntax(text) { Span = SpanFrom(first), FirstToken = first, LastToken = _last },
            "source" => new SourceClauseSyntax(text) { Span = SpanFrom(first), FirstToken = first, LastToken = _last },
            "note" => new NoteClauseSyntax(text) { Span = SpanFrom(first), FirstToken = first, LastToken = _last },
            _ => new DiscretionClauseSyntax(text) { Span = SpanFrom(first), FirstToken = first, LastToken = _last },
        };
    }

    /// <summary><c>by "…" published DATE</c>, if it is there.</summary>
    private (StringSyntax? By, DateSyntax? Published) Document()
    {
        if (_panic || !TakeIf("by"))
        {
            return (null, null);
        }

        var by = String("the document");
        return (by, !_panic && TakeIf("published") ? Date() : null);
    }

    private StandingClauseSyntax Standing(int first)
    {
        Take();
        var standing = Name("a standing (`suspended`, `announced-not-enforced`, `proposed` or `withdrawn`)");
        Expect("from");
        var from = Date();
        var until = !_panic && TakeIf("until") ? Date() : null;
        var limbs = LimbLabels();
        var (by, published) = Document();
        return new StandingClauseSyntax(standing, from, until, limbs, by, published) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    /// <summary><c>for (A), (B)</c>, if it is there.</summary>
    private ImmutableArray<NameSyntax> LimbLabels()
    {
        if (_panic || !TakeIf("for"))
        {
            return [];
        }

        var labels = ImmutableArray.CreateBuilder<NameSyntax>();
        do
        {
            Expect(TokenKind.OpenParen, "a limb such as `(A)`");
            labels.Add(Name("the label of a limb"));
            Expect(TokenKind.CloseParen, "`)`");
        }
        while (!_panic && TakeIf(TokenKind.Comma));

        return labels.ToImmutable();
    }

    private ExceptionClauseSyntax ExceptionTo(int first)
    {
        Take();
        Expect("to");
        var targets = ImmutableArray.CreateBuilder<NameSyntax>();
        do
        {
            targets.Add(Name("the name of a provision"));
        }
        while (!_panic && TakeIf(TokenKind.Comma));

        return new ExceptionClauseSyntax(targets.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private OutcomeSyntax Outcome()
    {
        var first = Index;
        var words = 0;
        while (words < 3 && Ahead(words) is { Kind: TokenKind.Word } word && (words == 0 ? !AtBoundary : !word.FirstOnLine))
        {
            words++;
        }

        string Phrase(int length) => string.Join(' ', Enumerable.Range(0, length).Select(i => Ahead(i).Text));
        for (var length = words; length > 0; length--)
        {
            var phrase = Phrase(length);
            if (Array.IndexOf(OutcomePhrases, phrase) >= 0)
            {
                return KnownOutcome(first, phrase, length);
            }
        }

        if (words == 0)
        {
            Fail("PRV0118", $"expected an outcome, {Found}", "one of: " + string.Join(", ", OutcomePhrases));
        }
        else
        {
            var written = Phrase(words);
            var help = Enumerable.Range(1, words).Reverse().Select(n => NearestName.Suggest(Phrase(n), OutcomePhrases)).FirstOrDefault(h => h is not null);
            Fail("PRV0118", TextSpan.Between(Token.Span, Ahead(words - 1).Span), $"there is no outcome `{Shown(written)}`",
                help ?? "one of: " + string.Join(", ", OutcomePhrases));
        }

        return new OutcomeSyntax(OutcomeWord.Missing, null, null) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private OutcomeSyntax KnownOutcome(int first, string phrase, int length)
    {
        for (var i = 0; i < length; i++)
        {
            Take();
        }

        NameSyntax? review = null;
        NameSyntax? exception = null;
        StringSyntax? settles = null;
        var kind = OutcomeWord.Prohibited;
        switch (phrase)
        {
            case "license required":
                kind = OutcomeWord.LicenseRequired;
                if (TakeIf(TokenKind.Comma))
                {
                    Expect("review");
                    review = Name("a review policy (`presumption-of-denial`, `case-by-case` or `presumption-of-approval`)");
                }

                break;
            case "license exception":
                kind = OutcomeWord.LicenseException;
                exception = Name("the name of the license exception");
                break;
            case "no license required":
                kind = OutcomeWord.NoLicenseRequired;
                break;
            case "not subject":
                kind = OutcomeWord.NotSubject;
                break;
            case "undetermined":
                kind = OutcomeWord.Undetermined;
                break;
            case "not encoded":
                kind = OutcomeWord.NotEncoded;
                settles = OptionalString();
                break;
            default:
                break;
        }

        return new OutcomeSyntax(kind, review, exception, settles) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private ConditionClauseSyntax? ConditionClause(int first)
    {
        Take();
        var name = Name("the name of the condition");
        var title = OptionalString();
        Expect("gate");
        if (_panic || Requirement(GateWords, "what the condition asks for") is not { } requirement)
        {
            return null;
        }

        return new ConditionClauseSyntax(name, title, requirement) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private ObligationClauseSyntax? Obligation(int first)
    {
        Take();
        var name = Name("the name of the obligation");
        var title = OptionalString();
        if (_panic || Requirement(DutyWords, "what the obligation asks for") is not { } requirement)
        {
            return null;
        }

        Expect("within");
        var days = Number();
        Expect("days");
        Expect("of");
        var occasion = Name("an event (`shipment`, `export`, `installation` or `issue`)");
        Expect(TokenKind.Comma, "`,`");
        Expect("else");
        var consequence = Consequence();
        return new ObligationClauseSyntax(name, title, requirement, days, occasion, consequence)
        {
            Span = SpanFrom(first),
            FirstToken = first,
            LastToken = _last,
        };
    }

    private ImmutableArray<NameSyntax> Consequence()
    {
        if (_panic)
        {
            return [];
        }

        var two = Kind == TokenKind.Word && Ahead(1) is { Kind: TokenKind.Word, FirstOnLine: false };
        var written = Kind != TokenKind.Word ? "" : two ? Token.Text + " " + Ahead(1).Text : Token.Text;
        if (Array.IndexOf(Consequences, written) < 0)
        {
            Fail("PRV0119", $"expected a consequence, {(written.Length > 0 ? $"found `{Shown(written)}`" : Found)}",
                NearestName.Suggest(written, Consequences) ?? "one of: " + string.Join(", ", Consequences));
            return [];
        }

        return two ? [TakeName(), TakeName()] : [TakeName()];
    }

    private RequirementSyntax? Requirement(string[] words, string what)
    {
        var first = Index;
        if (Kind != TokenKind.Word || Array.IndexOf(words, Token.Text) < 0)
        {
            Choice(what, words);
            return null;
        }

        switch (Token.Text)
        {
            case "evidence":
                Take();
                var kind = Name("the kind of evidence");
                var from = !_panic && TakeIf("from") ? Name("where the evidence is from") : null;
                var independent = !_panic && TakeIf("independent");
                var countries = !_panic && TakeIf("in") ? Set() : null;
                return new EvidenceRequirementSyntax(kind, from, independent, countries) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "certified":
                Take();
                var certified = Name("the name of a certification");
                return new CertifiedRequirementSyntax(certified) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "sum":
                var sum = Sum();
                Expect("at");
                Expect("most");
                var limit = Number(unit: true);
                var of = !_panic && TakeIf("of") ? Sum() : null;
                Expect("over");
                var scope = Scope();
                return new CapRequirementSyntax(sum, limit, of, scope) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "notice":
                Take();
                var days = Number();
                Expect("days");
                Expect("before");
                var occasion = Name("an event such as `export`");
                return new NoticeRequirementSyntax(days, occasion) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            default:
                Take();
                var share = Number();
                Expect("of");
                var value = Name("`value`");
                return new PayRequirementSyntax(share, value) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
        }
    }

    private SumSyntax Sum()
    {
        var first = Index;
        Expect("sum");
        Expect("of");
        var factors = ImmutableArray.CreateBuilder<NameSyntax>();
        do
        {
            factors.Add(Name("a number fact"));
        }
        while (!_panic && TakeIf(TokenKind.Star));

        var where = !_panic && TakeIf("where") ? Condition() : null;
        return new SumSyntax(factors.ToImmutable(), where) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private ScopeSyntax Scope()
    {
        var first = Index;
        Expect("shipments");
        Expect("of");
        var product = Name("`this-product` or `all-products`");
        Expect("by");
        var exporter = Name("`this-exporter` or `all-exporters`");
        var buyer = !_panic && TakeIf("to") ? Name("`this-buyer` or `this-parent`") : null;
        var eachYear = !_panic && TakeIf("each");
        if (eachYear)
        {
            Expect("year");
        }

        NumberSyntax? window = null;
        if (!_panic && !eachYear && TakeIf("in"))
        {
            window = Number();
            Expect("days");
        }

        return new ScopeSyntax(product, exporter, buyer, window, eachYear) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }
}
