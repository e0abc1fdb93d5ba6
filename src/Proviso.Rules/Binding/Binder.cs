using System.Collections.Immutable;
using Proviso.Quantities;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;

namespace Proviso.Rules.Binding;

/// <summary>Resolves every name of a set of law files and checks units, types, dates and exceptions.</summary>
/// <remarks>
/// The order: vocabulary, groups, corpora, then provisions with their conditions, then the checks that need all of them.
/// Every error found is kept; what cannot be bound is left out, so that one mistake does not hide the next.
/// </remarks>
internal sealed partial class Binder
{
    private readonly DiagnosticBag _bag = new();
    private readonly ImmutableArray<SyntaxTree> _trees;

    private readonly Dictionary<string, (string Title, SourceText Source, TextSpan Span)> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumDefinition> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FactDefinition> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _evidence = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _certifications = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupDefinition> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScenarioDefinition> _scenarios = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LawPlace> _declared = new(StringComparer.Ordinal);
    private readonly List<CorpusScope> _corpora = [];
    private readonly List<LawTest> _tests = [];

    /// <summary>The enumeration that places come from.</summary>
    private const string PlacesEnum = "country";

    /// <summary>The places of every corpus loaded, as a set word.</summary>
    private const string EncodedPlaces = "encoded-places";

    /// <summary>The places of the corpus that asks, as a set word.</summary>
    private const string OwnPlaces = "own-places";

    private SourceText _source = null!;
    private CorpusScope? _scope;

    // The record whose row a condition being bound speaks of.
    private FactDefinition? _record;

    private Binder(ImmutableArray<SyntaxTree> trees) => _trees = trees;

    /// <summary>Names of one corpus.</summary>
    private sealed class CorpusScope
    {
        public required CorpusDefinition Corpus { get; init; }
        public required CorpusSyntax Syntax { get; init; }
        public required SourceText Source { get; init; }
        public HashSet<string> ProvisionNames { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Subjects { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, MatterDefinition> Matters { get; } = new(StringComparer.Ordinal);
        public List<ProvisionVersion> Provisions { get; } = [];
        public List<NamedCondition> Definitions { get; } = [];
    }

    /// <summary>Binds the trees; the law is null when there are errors.</summary>
    public static (BoundLaw? Law, ImmutableArray<Diagnostic> Diagnostics) Bind(ImmutableArray<SyntaxTree> trees)
    {
        var binder = new Binder(trees);
        var law = binder.Run();
        return (binder._bag.HasErrors ? null : law, [.. binder._bag.Items]);
    }

    private BoundLaw Run()
    {
        Each<UnitSyntax>(BindUnit);
        Each<EnumSyntax>(BindEnum);
        var slot = 0;
        Each<FactSyntax>(f => BindFact(f, ref slot, ratios: false));
        Each<FactSyntax>(f => BindFact(f, ref slot, ratios: true));
        Each<RecordSyntax>(r => BindRecord(r, ref slot));
        Each<EvidenceSyntax>(e => BindKind(_evidence, "evidence", e.Name, e.Title));
        Each<CertificationSyntax>(e => BindKind(_certifications, "certification", e.Name, e.Title));
        Each<ActSyntax>(e => BindKind(_acts, "act", e.Name, e.Title));
        Each<GroupSyntax>(BindGroup);
        Each<CorpusSyntax>(BindCorpus);
        Each<ScenarioSyntax>(DeclareScenario);
        foreach (var tree in _trees)
        {
            CollectNames(tree);
        }

        foreach (var tree in _trees)
        {
            BindCorpusContent(tree);
        }

        foreach (var scope in _corpora)
        {
            _scope = scope;
            _source = scope.Source;
            JoinHours(scope);
            scope.Corpus.AskedWhen = scope.Syntax.AskedWhen is { } asked ? BindCondition(asked) : null;
            scope.Corpus.Provisions = [.. scope.Provisions];
            scope.Corpus.Matters = [.. scope.Matters.Values];
            scope.Corpus.Definitions = [.. scope.Definitions];
            CheckCorpus(scope);
        }

        _scope = null;
        Each<ScenarioSyntax>(BindScenario);
        foreach (var tree in _trees)
        {
            BindTests(tree);
        }

        var schema = new FactSchema(
            [.. _facts.Values],
            [.. _enums.Values],
            _units.ToDictionary(p => p.Key, p => p.Value.Title, StringComparer.Ordinal),
            _evidence,
            _certifications,
            _acts,
            slot);
        return new BoundLaw(schema, [.. _corpora.Select(c => c.Corpus)], [.. _groups.Values], [.. _scenarios.Values], [.. _tests]);
    }

    private void Each<T>(Action<T> bind)
        where T : DeclarationSyntax
    {
        foreach (var tree in _trees)
        {
            _source = tree.Source;
            foreach (var declaration in tree.Declarations)
            {
                if (declaration is T wanted)
                {
                    bind(wanted);
                }
            }
        }
    }

    private void Error(string code, SyntaxNode node, string message, string? help = null, params RelatedPlace[] related) =>
        _bag.Error(code, _source, node.Span, message, help, related);

    private LawPlace PlaceOf(SyntaxNode node) => new(_source, node.Span);

    /// <summary>Whether a name is usable and new; a second declaration is an error that points at the first.</summary>
    private bool Declare(string kind, NameSyntax name)
    {
        if (name.Text.Length == 0)
        {
            return false;
        }

        var key = kind + "\n" + name.Text;
        if (_declared.TryGetValue(key, out var first))
        {
            Error("PRV0202", name, $"{kind} `{name.Text}` is declared twice", "keep one of them", new RelatedPlace(first.Source, first.Span, "first declared here"));
            return false;
        }

        _declared[key] = PlaceOf(name);
        return true;
    }

    private void BindUnit(UnitSyntax unit)
    {
        if (Declare("unit", unit.Name))
        {
            if (unit.Counts)
            {
                _counting.Add(unit.Name.Text);
            }

            _units[unit.Name.Text] = (unit.Title?.Value ?? unit.Name.Text, _source, unit.Span);
        }
    }

    private void BindEnum(EnumSyntax syntax)
    {
        if (!Declare("enum", syntax.Name))
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in syntax.Values)
        {
            if (!seen.Add(value.Text))
            {
                Error("PRV0202", value, $"value `{value.Text}` stands twice in enum `{syntax.Name.Text}`", "remove one");
            }
        }

        _enums[syntax.Name.Text] = new EnumDefinition(syntax.Name.Text, syntax.Title?.Value ?? syntax.Name.Text, [.. seen]);
    }

    private void BindKind(Dictionary<string, string> kinds, string kind, NameSyntax name, StringSyntax? title)
    {
        if (Declare(kind, name))
        {
            kinds[name.Text] = title?.Value ?? name.Text;
        }
    }

    private void BindFact(FactSyntax syntax, ref int slot, bool ratios)
    {
        if ((syntax.Type is RatioTypeSyntax or SumTypeSyntax) != ratios || syntax.Type is null || !Declare("fact", syntax.Name))
        {
            return;
        }

        if (Typed(syntax, slot, null) is { } fact)
        {
            fact.IsIdentity = syntax.Identity;
            _facts[fact.Name] = fact;
            slot += fact.Length;
        }
    }

    /// <summary>The fact or field that a line declares; null where its type cannot be bound (already reported).</summary>
    private FactDefinition? Typed(FactSyntax syntax, int slot, RecordDefinition? of)
    {
        var name = syntax.Name.Text;
        var title = syntax.Title?.Value ?? name;
        switch (syntax.Type)
        {
            case NumberTypeSyntax number:
                CheckUnit(number.Unit);
                return new FactDefinition(name, title, FactType.Number, slot)
                {
                    Of = of,
                    Unit = number.Unit.Text,
                    Least = Scaled(number.From) ?? 0,
                    Greatest = Scaled(number.To) ?? 1_000_000_000L * FixedPoint.One,
                };
            case SumTypeSyntax sum:
                return SumFact(name, title, sum, slot, of);
            case YesNoTypeSyntax:
                return new FactDefinition(name, title, FactType.YesNo, slot) { Of = of };
            case DateTypeSyntax:
                return new FactDefinition(name, title, FactType.Date, slot) { Of = of, Greatest = DateOnly.MaxValue.DayNumber };
            case OneOfTypeSyntax oneOf when FindEnum(oneOf.Enum) is { } values:
                return new FactDefinition(name, title, FactType.OneOf, slot) { Of = of, Enum = values };
            case SetOfTypeSyntax setOf when FindEnum(setOf.Enum) is { } values:
                return new FactDefinition(name, title, FactType.SetOf, slot) { Of = of, Enum = values };
            case RatioTypeSyntax ratio:
                CheckUnit(ratio.Unit);
                return FindNumber(ratio.Dividend) is { } dividend && FindNumber(ratio.Divisor) is { } divisor
                    ? new FactDefinition(name, title, FactType.Ratio, -1) { Unit = ratio.Unit.Text, Dividend = dividend, Divisor = divisor }
                    : null;
            default:
                return null;
        }
    }

    // Every question carries all the rows, filled or not: past this a frame would be mostly empty.
    private const int MostRows = 64;

    private void BindRecord(RecordSyntax syntax, ref int slot)
    {
        if (!Declare("fact", syntax.Name))
        {
            return;
        }

        var most = syntax.Most?.Value is { } rows && rows >= 1 && rows <= MostRows && decimal.IsInteger(rows) ? (int)rows : 0;
        if (most == 0)
        {
            Error("PRV0240", syntax.Most ?? (SyntaxNode)syntax.Name, $"a record holds 1 to {MostRows} rows", "write a whole number, as in `up-to 12`");
            most = 1;
        }

        var record = new RecordDefinition(slot, most);
        var fields = ImmutableArray.CreateBuilder<FactDefinition>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in syntax.Fields.Where(f => f.Name.Text.Length > 0))
        {
            var name = field.Name.Text;
            if (!seen.Add(name))
            {
                Error("PRV0202", field.Name, $"field `{name}` is declared twice", "keep one of them");
            }
            else if (_facts.ContainsKey(name))
            {
                Error("PRV0240", field.Name, $"`{name}` is also a fact: in a condition nobody could tell the two apart", "give the field another name");
            }
            else if (field.Type is RatioTypeSyntax)
            {
                Error("PRV0240", field.Type, "a ratio cannot be a field", "declare a number with the share itself");
            }
            else if (Typed(field, record.FirstRow + record.RowLength, record) is { } fact)
            {
                fact.IsIdentity = field.Identity;
                fields.Add(fact);
                record.RowLength += fact.Length;
            }
        }

        if (syntax.Fields.IsEmpty)
        {
            Error("PRV0240", syntax.Name, $"record `{syntax.Name.Text}` has no field", "add a field a line: `NAME TYPE \"title\"`");
        }

        record.Fields = fields.ToImmutable();
        var declared = new FactDefinition(syntax.Name.Text, syntax.Title?.Value ?? syntax.Name.Text, FactType.Record, slot) { Record = record };
        _facts[declared.Name] = declared;
        slot += declared.Length;
    }

    private void CheckUnit(NameSyntax unit)
    {
        if (unit.Text.Length > 0 && !_units.ContainsKey(unit.Text))
        {
            Error("PRV0203", unit, $"unknown unit `{unit.Text}`", NearestName.Suggest(unit.Text, _units.Keys) ?? "declare it with `unit NAME \"title\"`");
        }
    }

    private EnumDefinition? FindEnum(NameSyntax name)
    {
        if (_enums.TryGetValue(name.Text, out var values))
        {
            return values;
        }

        if (name.Text.Length > 0)
        {
            Error("PRV0201", name, $"unknown enum `{name.Text}`", NearestName.Suggest(name.Text, _enums.Keys) ?? "declare it with `enum NAME \"title\" { … }`");
        }

        return null;
    }

    private FactDefinition? FindNumber(NameSyntax name)
    {
        if (!_facts.TryGetValue(name.Text, out var fact))
        {
            Error("PRV0201", name, $"unknown fact `{name.Text}`", NearestName.Suggest(name.Text, _facts.Keys));
            return null;
        }

        if (fact.Type != FactType.Number)
        {
            Error("PRV0204", name, $"`{name.Text}` is not a number", "a ratio and a sum are made of number facts");
            return null;
        }

        return fact;
    }

    private long? Scaled(NumberSyntax? number)
    {
        if (number?.Value is not { } value)
        {
            return null;
        }

        if (FixedPoint.TryFromDecimal(value, out var scaled))
        {
            return scaled;
        }

        Error("PRV0215", number, "the number has more than six decimals or does not fit", "six decimals and twelve digits before the point is what a figure may have");
        return null;
    }

    private void BindGroup(GroupSyntax syntax)
    {
        if (syntax.Name.Text is EncodedPlaces or OwnPlaces)
        {
            Error("PRV0202", syntax.Name, $"`{syntax.Name.Text}` is a word of the language", "give the group another name");
            return;
        }

        if (!Declare("group", syntax.Name) || FindEnum(syntax.Enum) is not { } values)
        {
            return;
        }

        var versions = ImmutableArray.CreateBuilder<GroupVersion>();
        for (var i = 0; i < syntax.Versions.Length; i++)
        {
            var version = syntax.Versions[i];
            var members = version.Members.Select(m => Member(values, m)).Where(i => i >= 0).Distinct().ToImmutableArray();
            if (Statement(version, version.From, null, version.By, version.Published) is { } when)
            {
                if (versions.Any(v => v.When.From == when.From))
                {
                    Error("PRV0209", version, $"group `{syntax.Name.Text}` has two lists from the same day", "keep one");
                }

                versions.Add(GroupMarks(syntax, i, values, new GroupVersion(when, members) { Place = PlaceOf(version) }));
            }
        }

        foreach (var stray in syntax.Marks.Where(m => m.Version < 0))
        {
            Error("PRV0233", stray, $"`{stray.Word}` stands before the first list of group `{syntax.Name.Text}`", "write it below the list it speaks of");
        }

        if (versions.Count == 0)
        {
            Error("PRV0221", syntax.Name, $"group `{syntax.Name.Text}` has no list", "add `from DATE { … } by \"…\" published DATE`");
        }

        _groups[syntax.Name.Text] = new GroupDefinition(PlaceOf(syntax), syntax.Name.Text, syntax.Title?.Value ?? syntax.Name.Text, values, syntax.Cite?.Value, versions.ToImmutable());
    }

    /// <summary>A list with what its marks say of it. A value cannot belong for certain and be in doubt at once.</summary>
    private GroupVersion GroupMarks(GroupSyntax syntax, int index, EnumDefinition values, GroupVersion version)
    {
        var (whole, table) = (false, false);
        foreach (var mark in syntax.Marks.Where(m => m.Version == index))
        {
            var named = mark.Members.Select(m => Member(values, m)).Where(m => m >= 0).Distinct().ToImmutableArray();
            switch (mark.Word)
            {
                case "table":
                    Twice(table, mark);
                    table = true;
                    version = version with { Table = mark.Table?.Value };
                    break;
                case "unknown":
                    if (mark.Text is null || named.IsEmpty)
                    {
                        Error("PRV0233", mark, "an `unknown` line names the values in doubt and the text that would settle it", "write `unknown { CY } \"22 CFR 126.1(r)\"`");
                    }

                    foreach (var both in named.Where(version.Members.Contains))
                    {
                        Error("PRV0233", mark, $"`{values.Values[both]}` is in the list and in doubt", "keep one");
                    }

                    version = version with { Unknown = version.Unknown.Add(new GroupDoubt(named, mark.Text?.Value ?? "")) };
                    break;
                default:
                    var level = OneOf(mark.Level!, VerificationWords, "PRV0220", "verification", Verification.Unverified);
                    if (!mark.Members.IsEmpty)
                    {
                        version = version with { Marks = version.Marks.Add(new GroupMark(named, level, mark.Text?.Value)) };
                        break;
                    }

                    Twice(whole, mark);
                    whole = true;
                    version = version with { Verification = level, VerificationRemark = mark.Text?.Value };
                    break;
            }
        }

        return version;

        void Twice(bool earlier, GroupMarkSyntax mark)
        {
            if (earlier)
            {
                Error("PRV0233", mark, $"the line `{mark.Word}` stands twice below one list", "keep one");
            }
        }
    }

    private int Member(EnumDefinition values, NameSyntax name)
    {
        var index = values.IndexOf(name.Text);
        if (index < 0 && name.Text.Length > 0)
        {
            Error("PRV0205", name, $"`{name.Text}` is not a value of `{values.Name}`", NearestName.Suggest(name.Text, values.Values));
        }

        return index;
    }

    /// <summary>A dated statement; a missing document or publication date is an error, since "as known on" would be guesswork.</summary>
    private DatedStatement? Statement(SyntaxNode node, DateSyntax from, DateSyntax? until, StringSyntax? by, DateSyntax? published)
    {
        if (from.Value is not { } start)
        {
            return null;
        }

        if (by is null || published?.Value is null)
        {
            Error("PRV0225", node, "the statement does not say by what document, published when", "add `by \"DOCUMENT\" published DATE`");
            return null;
        }

        if (until?.Value is { } end && end <= start)
        {
            Error("PRV0209", until, $"the interval ends on {end:yyyy-MM-dd}, before it begins on {start:yyyy-MM-dd}", "`until` names the first day no longer covered");
            return null;
        }

        return new DatedStatement(start, until?.Value, by.Value, published.Value.Value);
    }

    private void BindCorpus(CorpusSyntax syntax)
    {
        if (!Declare("corpus", syntax.Name))
        {
            return;
        }

        if (syntax.Authority is null)
        {
            Error("PRV0216", syntax.Name, $"corpus `{syntax.Name.Text}` names no authority", "add `authority NAME \"title\"`");
        }

        var corpus = new CorpusDefinition(
            PlaceOf(syntax),
            syntax.Name.Text,
            syntax.Title?.Value ?? syntax.Name.Text,
            syntax.Authority?.Text ?? "",
            syntax.AuthorityTitle?.Value ?? syntax.Authority?.Text ?? "")
        {
            Places = syntax.Places is { } places ? BindPlaces(places) : null,
            Zone = ZoneOf(syntax.Zone),
            Readers = ReadersOf(syntax),
        };
        _corpora.Add(new CorpusScope { Corpus = corpus, Syntax = syntax, Source = _source });
    }

    /// <summary>The places of a corpus: values of the enumeration of countries, dated where a group is named.</summary>
    private BoundSet? BindPlaces(SetSyntax places)
    {
        if (_enums.TryGetValue(PlacesEnum, out var values))
        {
            return BindSet(places, values);
        }

        Error("PRV0201", places, $"`places` are values of the enum `{PlacesEnum}`, which is not declared", "declare it in the vocabulary");
        return null;
    }

    private void DeclareScenario(ScenarioSyntax syntax)
    {
        if (Declare("scenario", syntax.Name))
        {
            _scenarios[syntax.Name.Text] = new ScenarioDefinition(PlaceOf(syntax), syntax.Name.Text, syntax.Title?.Value ?? syntax.Name.Text, []);
        }
    }

    private void BindScenario(ScenarioSyntax syntax)
    {
        if (!_scenarios.TryGetValue(syntax.Name.Text, out var declared))
        {
            return;
        }

        var steps = ImmutableArray.CreateBuilder<ScenarioStep>();
        foreach (var step in syntax.Steps)
        {
            var scope = _corpora.Find(c => string.Equals(c.Corpus.Name, step.Corpus.Text, StringComparison.Ordinal));
            if (scope is null)
            {
                Error("PRV0216", step.Corpus, $"unknown corpus `{step.Corpus.Text}`", NearestName.Suggest(step.Corpus.Text, _corpora.Select(c => c.Corpus.Name)));
                continue;
            }

            if (!scope.ProvisionNames.Contains(step.Provision.Text))
            {
                Error("PRV0207", step.Provision, $"corpus `{step.Corpus.Text}` has no provision `{step.Provision.Text}`", NearestName.Suggest(step.Provision.Text, scope.ProvisionNames));
                continue;
            }

            if (step.From.Value is { } from)
            {
                steps.Add(new ScenarioStep(step.Verb, step.Corpus.Text, step.Provision.Text, [.. step.Limbs.Select(l => l.Text)], from, step.Until?.Value));
            }
        }

        _scenarios[syntax.Name.Text] = declared with { Steps = steps.ToImmutable() };
    }
}
