using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;

namespace Proviso.Rules.Binding;

internal sealed partial class Binder
{
    /// <summary>The corpus of a file: the one it declares, or the only one declared in its folder.</summary>
    private CorpusScope? ScopeOf(SyntaxTree tree)
    {
        var own = _corpora.FindAll(c => ReferenceEquals(c.Source, tree.Source));
        if (own.Count > 0)
        {
            return own[0];
        }

        var folder = FolderOf(tree.Source.Path);
        var neighbors = _corpora.FindAll(c => string.Equals(FolderOf(c.Source.Path), folder, StringComparison.Ordinal));
        return neighbors.Count == 1 ? neighbors[0] : null;
    }

    private static string FolderOf(string path)
    {
        var cut = path.LastIndexOf('/');
        return cut < 0 ? "" : path[..cut];
    }

    private void CollectNames(SyntaxTree tree)
    {
        _source = tree.Source;
        _scope = ScopeOf(tree);
        foreach (var declaration in tree.Declarations)
        {
            if (declaration is not (ProvisionSyntax or MatterSyntax or DefineSyntax))
            {
                continue;
            }

            if (_scope is null)
            {
                Error("PRV0216", declaration, "the file belongs to no corpus", "declare `corpus NAME \"title\"` in it, or in exactly one file of its folder");
                return;
            }

            switch (declaration)
            {
                case MatterSyntax matter when Declare($"matter of {_scope.Corpus.Name}", matter.Name):
                    Outcome? otherwise = matter.Otherwise is { } o ? BindOutcome(o) : null;
                    _scope.Matters[matter.Name.Text] = new MatterDefinition(PlaceOf(matter), matter.Name.Text, matter.Title?.Value ?? matter.Name.Text, otherwise,
                        matter.Otherwise is { } stated ? BindSettles(stated) : null);
                    break;
                case DefineSyntax define when Declare($"definition of {_scope.Corpus.Name}", define.Name):
                    _scope.Names.Add(define.Name.Text);
                    break;
                case ProvisionSyntax provision:
                    _scope.ProvisionNames.Add(provision.Name.Text);
                    foreach (var clause in provision.Clauses)
                    {
                        if (clause is ClassifyClauseSyntax classify)
                        {
                            _scope.Names.Add(classify.Name.Text);
                            _scope.Subjects.Add(classify.Subject.Text);
                        }
                        else if (clause is DefineClauseSyntax define)
                        {
                            _scope.Names.Add(define.Name.Text);
                        }
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private void BindCorpusContent(SyntaxTree tree)
    {
        _source = tree.Source;
        _scope = ScopeOf(tree);
        if (_scope is null)
        {
            return;
        }

        foreach (var declaration in tree.Declarations)
        {
            switch (declaration)
            {
                case DefineSyntax define when define.When is { } when:
                    _scope.Definitions.Add(new NamedCondition(PlaceOf(define), define.Name.Text, define.Title?.Value ?? define.Name.Text, BindCondition(when)));
                    break;
                case ProvisionSyntax provision:
                    BindProvision(provision);
                    break;
                default:
                    break;
            }
        }
    }

    private void BindProvision(ProvisionSyntax syntax)
    {
        var scope = _scope!;
        var version = new ProvisionVersion(PlaceOf(syntax), PlaceOf(syntax.Name), scope.Corpus.Name, syntax.Name.Text, syntax.Title?.Value ?? syntax.Name.Text);
        var standings = ImmutableArray.CreateBuilder<StandingStatement>();
        var conditions = ImmutableArray.CreateBuilder<LawCondition>();
        UntilClauseSyntax? until = null;
        var effects = 0;
        var hasWhen = false;
        foreach (var clause in syntax.Clauses)
        {
            switch (clause)
            {
                case CiteClauseSyntax c:
                    version.Cites = version.Cites.Add(c.Text.Value);
                    break;
                case SourceClauseSyntax c:
                    version.Sources = version.Sources.Add(c.Text.Value);
                    break;
                case NoteClauseSyntax c:
                    version.Notes = version.Notes.Add(c.Text.Value);
                    break;
                case DutyClauseSyntax c:
                    BindDuty(version, c);
                    break;
                case DiscretionClauseSyntax c:
                    version.Discretions = version.Discretions.Add(c.Text.Value);
                    break;
                case InterpretationClauseSyntax c:
                    version.Interpretations = version.Interpretations.Add((c.Taken.Value, c.Left?.Value));
                    break;
                case ReportedClauseSyntax c when c.On.Value is { } on:
                    version.Reports = version.Reports.Add((c.Outlet.Value, on));
                    break;
                case VerifiedClauseSyntax c:
                    version.Verification = OneOf(c.Level, VerificationWords, "PRV0220", "verification", Verification.Unverified);
                    version.VerificationRemark = c.Remark?.Value;
                    break;
                case CoverageClauseSyntax c:
                    version.Coverage = OneOf(c.Level, CoverageWords, "PRV0220", "coverage", CoverageLevel.PointedAt);
                    version.CoverageRemark = c.Remark?.Value;
                    if (version.Coverage != CoverageLevel.Modelled && c.Remark is null)
                    {
                        Error("PRV0220", clause, "a provision that is not wholly modelled says what is missing", "add a string after the coverage word");
                    }

                    version.MayRestrict = c.Bearing is not null;
                    if (c.Bearing is not null && version.Coverage != CoverageLevel.PointedAt)
                    {
                        Error("PRV0220", c.Bearing, "`may-restrict` belongs to law that is only pointed at", "leave it out: what is modelled restricts by its own outcome");
                    }

                    break;
                case OnlyInScenarioClauseSyntax c:
                    version.Scenario = c.Scenario.Text;
                    if (!_scenarios.ContainsKey(c.Scenario.Text))
                    {
                        Error("PRV0223", c.Scenario, $"unknown scenario `{c.Scenario.Text}`", NearestName.Suggest(c.Scenario.Text, _scenarios.Keys));
                    }

                    break;
                case InForceClauseSyntax c:
                    if (version.InForce is not null)
                    {
                        Error("PRV0227", c, "a version comes into force once", "write a second `provision` of the same name for the next version");
                    }
                    else if (Statement(c, c.From, null, c.By, c.Published) is { } when)
                    {
                        version.InForce = when;
                        version.Hour = HourOf(c.Hour);
                    }

                    break;
                case UntilClauseSyntax c:
                    until = c;
                    break;
                case StandingClauseSyntax c:
                    if (Statement(c, c.From, c.Until, c.By, c.Published) is { } span)
                    {
                        var word = OneOf(c.Standing, StandingWords, "PRV0220", "standing", Standing.Enforced);
                        standings.Add(new StandingStatement(PlaceOf(c), word, span, [.. c.Limbs.Select(l => l.Text)]));
                    }

                    break;
                case ExceptionClauseSyntax c:
                    version.ExceptionTo = version.ExceptionTo.AddRange(c.Targets.Select(t => KnownProvision(t)).OfType<string>());
                    break;
                case OnMatterClauseSyntax c:
                    version.Matter = c.Matter.Text;
                    if (!scope.Matters.ContainsKey(c.Matter.Text))
                    {
                        Error("PRV0217", c.Matter, $"unknown matter `{c.Matter.Text}`", NearestName.Suggest(c.Matter.Text, scope.Matters.Keys) ?? "declare it with `matter NAME \"title\"`");
                    }

                    break;
                case ClassifyClauseSyntax c:
                    effects++;
                    version.Effect = new NameEffect(c.Name.Text, Classification: true);
                    break;
                case DefineClauseSyntax c:
                    effects++;
                    version.Effect = new NameEffect(c.Name.Text, Classification: false);
                    break;
                case ThenClauseSyntax c:
                    effects++;
                    version.Effect = new OutcomeEffect(BindOutcome(c.Outcome), BindSettles(c.Outcome));
                    break;
                case WhenClauseSyntax c:
                    if (hasWhen)
                    {
                        Error("PRV0227", c, "a provision has one `when`", "join the conditions with `and` or `all of`");
                        break;
                    }

                    hasWhen = true;
                    version.When = BindCondition(c.Condition);
                    break;
                case ConditionClauseSyntax c:
                    if (BindRequirement(c.Requirement) is { } requirement)
                    {
                        conditions.Add(new LawCondition(PlaceOf(c), c.Name.Text, c.Title?.Value ?? c.Name.Text, requirement, null));
                    }

                    break;
                case ObligationClauseSyntax c:
                    if (BindRequirement(c.Requirement) is { } duty)
                    {
                        conditions.Add(new LawCondition(PlaceOf(c), c.Name.Text, c.Title?.Value ?? c.Name.Text, duty, BindDue(c)));
                    }

                    break;
                default:
                    BindChange(version, clause);
                    break;
            }
        }

        if (version.InForce is null)
        {
            if (!syntax.Clauses.Any(c => c is InForceClauseSyntax))
            {
                Error("PRV0221", syntax.Name, $"provision `{syntax.Name.Text}` does not say since when it is in force", "add `in force from DATE by \"DOCUMENT\" published DATE`");
            }

            return;
        }

        if (until is not null)
        {
            version.End = Statement(until, until.Until, null, until.By, until.Published);
            version.EndHour = HourOf(until.Hour);
            if (version.End is { } end && end.From <= version.InForce.From)
            {
                Error("PRV0209", until, $"it ends on {end.From:yyyy-MM-dd}, not after it begins on {version.InForce.From:yyyy-MM-dd}", "`until` names the first day no longer in force");
            }
        }

        if (effects > 1)
        {
            Error("PRV0210", syntax.Name, $"provision `{syntax.Name.Text}` has {effects} effects", "one provision classifies, defines or concludes; split it");
        }
        else if (effects == 0 && version.Duties.IsEmpty && version.Coverage != CoverageLevel.PointedAt)
        {
            Error("PRV0210", syntax.Name, $"provision `{syntax.Name.Text}` has no effect", "add `classify item as NAME`, `define NAME`, `then OUTCOME`, `requires ACT` or `forbids ACT`, or `coverage pointed-at \"…\"`");
        }

        version.Standings = standings.ToImmutable();
        version.Conditions = conditions.ToImmutable();
        CheckDuplicateConditions(syntax);
        CheckStandingLimbs(version);
        CheckChanges(version);
        scope.Provisions.Add(version);
    }

    private void CheckDuplicateConditions(ProvisionSyntax syntax)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in syntax.Clauses.Select(c => c switch
        {
            ConditionClauseSyntax k => k.Name,
            ObligationClauseSyntax k => k.Name,
            _ => null,
        }).OfType<NameSyntax>())
        {
            if (!seen.Add(name.Text))
            {
                Error("PRV0202", name, $"condition `{name.Text}` stands twice in provision `{syntax.Name.Text}`", "give each its own name");
            }
        }
    }

    private void CheckStandingLimbs(ProvisionVersion version)
    {
        foreach (var standing in version.Standings.Where(s => s.Limbs.Length > 0))
        {
            if (version.When is not BoundLimbs { All: false } limbs)
            {
                _bag.Error("PRV0222", standing.Place.Source, standing.Place.Span, "limbs of their own standing need a `when any of` at the top of the provision", "write the limbs as `(A) …` under `when any of`");
                continue;
            }

            foreach (var label in standing.Limbs.Where(l => !limbs.Limbs.Any(x => string.Equals(x.Label, l, StringComparison.Ordinal))))
            {
                _bag.Error("PRV0222", standing.Place.Source, standing.Place.Span, $"the provision has no limb `({label})`", NearestName.Suggest(label, limbs.Limbs.Select(l => l.Label)));
            }
        }
    }

    private string? KnownProvision(NameSyntax name)
    {
        if (_scope!.ProvisionNames.Contains(name.Text))
        {
            return name.Text;
        }

        if (name.Text.Length > 0)
        {
            Error("PRV0207", name, $"unknown provision `{name.Text}`", NearestName.Suggest(name.Text, _scope.ProvisionNames));
        }

        return null;
    }

    private static readonly Dictionary<string, Verification> VerificationWords = new(StringComparer.Ordinal)
    {
        ["code"] = Verification.Code,
        ["primary"] = Verification.Primary,
        ["secondary"] = Verification.Secondary,
        ["unverified"] = Verification.Unverified,
    };

    private static readonly Dictionary<string, CoverageLevel> CoverageWords = new(StringComparer.Ordinal)
    {
        ["modelled"] = CoverageLevel.Modelled,
        ["partly-modelled"] = CoverageLevel.PartlyModelled,
        ["pointed-at"] = CoverageLevel.PointedAt,
    };

    private static readonly Dictionary<string, Standing> StandingWords = new(StringComparer.Ordinal)
    {
        ["enforced"] = Standing.Enforced,
        ["suspended"] = Standing.Suspended,
        ["announced-not-enforced"] = Standing.AnnouncedNotEnforced,
        ["proposed"] = Standing.Proposed,
        ["withdrawn"] = Standing.Withdrawn,
    };

    private static readonly Dictionary<string, ReviewPolicy> ReviewWords = new(StringComparer.Ordinal)
    {
        ["presumption-of-approval"] = ReviewPolicy.PresumptionOfApproval,
        ["case-by-case"] = ReviewPolicy.CaseByCase,
        ["presumption-of-denial"] = ReviewPolicy.PresumptionOfDenial,
    };

    private T OneOf<T>(NameSyntax name, Dictionary<string, T> words, string code, string kind, T otherwise)
    {
        if (words.TryGetValue(name.Text, out var value))
        {
            return value;
        }

        if (name.Text.Length > 0)
        {
            Error(code, name, $"unknown {kind} `{name.Text}`", NearestName.Suggest(name.Text, words.Keys) ?? "one of: " + string.Join(", ", words.Keys));
        }

        return otherwise;
    }

    private Outcome BindOutcome(OutcomeSyntax syntax) => syntax.Kind switch
    {
        OutcomeWord.Prohibited => new(OutcomeKind.Prohibited),
        OutcomeWord.LicenseRequired => new(OutcomeKind.LicenseRequired, syntax.Review is { } review ? OneOf(review, ReviewWords, "PRV0220", "review policy", ReviewPolicy.NotStated) : ReviewPolicy.NotStated),
        OutcomeWord.LicenseException => new(OutcomeKind.LicenseException, Exception: syntax.Exception?.Text),
        OutcomeWord.NoLicenseRequired => new(OutcomeKind.NoLicenseRequired),
        OutcomeWord.NotSubject => new(OutcomeKind.NotSubject),
        OutcomeWord.Undetermined or OutcomeWord.Missing => new(OutcomeKind.Undetermined),
        OutcomeWord.NotEncoded => new(OutcomeKind.NotEncoded),
    };

    /// <summary>What would settle law that is not encoded; it has to be said, or the stop leads nowhere.</summary>
    private string? BindSettles(OutcomeSyntax syntax)
    {
        if (syntax.Kind == OutcomeWord.NotEncoded && string.IsNullOrWhiteSpace(syntax.Settles?.Value))
        {
            Error("PRV0220", syntax, "`not encoded` does not say what text would settle it", "add a string after it");
        }

        return syntax.Settles?.Value;
    }

    private Due BindDue(ObligationClauseSyntax c) =>
        new(WholeDays(c.Days), Word(c.Event, EventWords, "event"), string.Join(' ', c.Consequence.Select(n => n.Text)));

    private static readonly string[] EventWords = ["shipment", "export", "installation", "issue"];

    private string Word(NameSyntax name, string[] words, string kind)
    {
        if (name.Text.Length > 0 && !words.Contains(name.Text, StringComparer.Ordinal))
        {
            Error("PRV0220", name, $"unknown {kind} `{name.Text}`", NearestName.Suggest(name.Text, words) ?? "one of: " + string.Join(", ", words));
        }

        return name.Text;
    }

    private int WholeDays(NumberSyntax days)
    {
        if (days.Value is { } value and >= 1 and <= 36525 && decimal.Truncate(value) == value)
        {
            return (int)value;
        }

        Error("PRV0215", days, "a number of days is a whole number from 1 to 36525");
        return 1;
    }

    private Requirement? BindRequirement(RequirementSyntax syntax)
    {
        switch (syntax)
        {
            case EvidenceRequirementSyntax e:
                if (!_evidence.TryGetValue(e.Kind.Text, out var title))
                {
                    Error("PRV0219", e.Kind, $"unknown kind of evidence `{e.Kind.Text}`", NearestName.Suggest(e.Kind.Text, _evidence.Keys) ?? "declare it with `evidence NAME \"title\"`");
                    return null;
                }

                var countries = e.In is { } set ? BindSet(set, _enums.GetValueOrDefault("country")) : null;
                return new EvidenceRequirement(e.Kind.Text, title, e.From?.Text, e.Independent, countries);
            case CertifiedRequirementSyntax c:
                if (!_certifications.TryGetValue(c.Kind.Text, out var statement))
                {
                    Error("PRV0219", c.Kind, $"unknown certification `{c.Kind.Text}`", NearestName.Suggest(c.Kind.Text, _certifications.Keys) ?? "declare it with `certification NAME \"title\"`");
                    return null;
                }

                return new CertifiedRequirement(c.Kind.Text, statement);
            case CapRequirementSyntax c:
                return BindCap(c);
            case NoticeRequirementSyntax n:
                return new NoticeRequirement(WholeDays(n.Days), Word(n.Event, EventWords, "event"));
            case PayRequirementSyntax p:
                if (!p.Share.IsPercent)
                {
                    Error("PRV0204", p.Share, "a share is a percentage", "write it as `25%`");
                }

                return new PayRequirement(p.Share.Value ?? 0, p.Of.Text);
            default:
                return null;
        }
    }

    private CapRequirement? BindCap(CapRequirementSyntax c)
    {
        var sum = BindSum(c.Sum);
        var of = c.Of is { } other ? BindSum(other) : null;
        if (of is not null && !c.Limit.IsPercent)
        {
            Error("PRV0204", c.Limit, "a share of another sum is a percentage", "write it as `50%`");
        }

        if (of is null && c.Limit.IsPercent)
        {
            Error("PRV0204", c.Limit, "a percentage needs the sum it is a share of", "add `of sum of …`");
        }

        if (c.Limit.Unit is { } unit)
        {
            CheckUnit(unit);
        }

        var scope = BindScope(c.Scope, ["this-buyer", "this-parent"]);
        return sum is null ? null : new CapRequirement(sum, c.Limit.Value ?? 0, c.Limit.Unit?.Text ?? "", of, scope);
    }

    private RunningSum? BindSum(SumSyntax syntax)
    {
        var factors = syntax.Factors.Select(FindNumber).OfType<FactDefinition>().ToImmutableArray();
        return factors.Length != syntax.Factors.Length || factors.Length == 0
            ? null
            : new RunningSum(factors, syntax.Where is { } where ? BindCondition(where) : null);
    }

    private void BindTests(SyntaxTree tree)
    {
        _source = tree.Source;
        var scope = ScopeOf(tree);
        foreach (var test in tree.Declarations.OfType<TestSyntax>())
        {
            if (scope is null)
            {
                Error("PRV0216", test, "the test belongs to no corpus", "put it into a file of the corpus it tests");
                continue;
            }

            if (test.Rows.Length < 2)
            {
                Error("PRV0224", test, "a test has a header row and at least one more", "begin rows with `|`");
                continue;
            }

            if (test.Scenario is { } scenario && !_scenarios.ContainsKey(scenario.Text))
            {
                Error("PRV0223", scenario, $"unknown scenario `{scenario.Text}`", NearestName.Suggest(scenario.Text, _scenarios.Keys));
            }

            var givens = ImmutableArray.CreateBuilder<(FactDefinition, string, LawPlace)>();
            foreach (var given in test.Givens)
            {
                if (!_facts.TryGetValue(given.Fact.Text, out var fact))
                {
                    Error("PRV0201", given.Fact, $"unknown fact `{given.Fact.Text}`", NearestName.Suggest(given.Fact.Text, _facts.Keys));
                }
                else
                {
                    CheckCell(fact, given.Value);
                    givens.Add((fact, given.Value.Text, PlaceOf(given)));
                }
            }

            var columns = test.Rows[0].Cells;
            for (var i = 0; i < columns.Length; i++)
            {
                if (_facts.TryGetValue(columns[i].Text, out var fact))
                {
                    foreach (var row in test.Rows.Skip(1).Where(r => r.Cells.Length > i))
                    {
                        CheckCell(fact, row.Cells[i]);
                    }
                }
                else
                {
                    CheckExpectation(scope, columns[i]);
                }
            }

            if (test.On.Value is { } on)
            {
                _tests.Add(new LawTest(
                    PlaceOf(test), test.Title?.Value ?? "", scope.Corpus.Name, on, test.AsKnownOn?.Value, test.OnTheText, test.Scenario?.Text,
                    givens.ToImmutable(), [.. columns.Select(c => c.Text)],
                    [.. test.Rows.Skip(1).Select(r => new LawTestRow(PlaceOf(r), [.. r.Cells.Select(c => c.Text)]))])
                { Hour = HourOf(test.Hour), Asker = AskerOf(test) });
            }
        }
    }

    private void CheckExpectation(CorpusScope scope, CellSyntax column)
    {
        var name = column.Text.StartsWith("governs ", StringComparison.Ordinal) ? column.Text["governs ".Length..] : column.Text;
        if (name is "outcome" or "review" or "conflict" || IsDutyColumn(name)
            || scope.Names.Contains(name) || scope.ProvisionNames.Contains(name) || scope.Matters.ContainsKey(name))
        {
            return;
        }

        Error("PRV0224", column, $"column `{column.Text}` is neither a fact nor anything the corpus answers",
            NearestName.Suggest(name, [.. _facts.Keys, .. scope.Names, .. scope.ProvisionNames, .. scope.Matters.Keys, "outcome", "review", "conflict"]));
    }

    private void CheckCell(FactDefinition fact, CellSyntax cell)
    {
        if (FactText.Problem(fact, cell.Text) is { } problem)
        {
            Error("PRV0224", cell, $"`{cell.Text}` is no value of `{fact.Name}`: {problem}",
                fact.Enum is { } values ? NearestName.Suggest(cell.Text, values.Values) : null);
        }
    }
}
